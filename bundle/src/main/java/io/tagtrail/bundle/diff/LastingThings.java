package io.tagtrail.bundle.diff;

import io.tagtrail.bundle.diff.Difference.Lasting;
import io.tagtrail.bundle.diff.Difference.Topic;
import io.tagtrail.bundle.model.ObjectId;
import io.tagtrail.bundle.model.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// What going back, from the bundle after to the one before, does not undo. Found by what the
/// objects are; what they did is theirs alone to know.
final class LastingThings {
  private static final String HOOK = "helm.sh/hook";

  private final List<Pair> pairs;
  private final List<Lasting> all = new ArrayList<>();

  private LastingThings(List<Pair> pairs) {
    this.pairs = pairs;
  }

  static List<Lasting> of(List<Pair> pairs, Side before, Side after) {
    var things = new LastingThings(pairs);
    things.jobs();
    things.definitions();
    things.volumes();
    things.pruned();
    things.hooks(before, after);
    return List.copyOf(things.all);
  }

  private void jobs() {
    add(
        Topic.JOBS,
        "Jobs that are new have run or are running: what they did (a migration, say) stays done",
        pair -> pair.kind() == Kind.ADDED && is(pair, "Job", "batch"));
    add(
        Topic.JOBS,
        "Jobs that changed have run: what they did stays done, and a Job cannot be changed back in"
            + " place (Flux refuses unless it may recreate it)",
        pair -> pair.kind() == Kind.CHANGED && is(pair, "Job", "batch"));
    add(
        Topic.JOBS,
        "CronJobs that are new or changed may have run: what they did stays done",
        pair -> isNewOrChanged(pair) && is(pair, "CronJob", "batch"));
  }

  private void definitions() {
    add(
        Topic.CRDS,
        "custom resource definitions that are new would be pruned, and every object of their kinds"
            + " with them",
        pair -> pair.kind() == Kind.ADDED && isDefinition(pair));
    add(
        Topic.CRDS,
        "custom resource definitions with other versions: objects already stored in a version that"
            + " is not known before stay stored in it, and cannot be read after going back",
        pair -> pair.kind() == Kind.CHANGED && isDefinition(pair) && Versions.differ(pair));
    add(
        Topic.CRDS,
        "custom resource definitions that changed: objects written by the newer schema stay as they"
            + " are",
        pair -> pair.kind() == Kind.CHANGED && isDefinition(pair) && !Versions.differ(pair));
  }

  private static boolean isDefinition(Pair pair) {
    return is(pair, "CustomResourceDefinition", "apiextensions.k8s.io");
  }

  private void volumes() {
    add(
        Topic.VOLUMES,
        "volume claims that are new would be pruned, and their data with them where the reclaim"
            + " policy is Delete",
        pair -> pair.kind() == Kind.ADDED && is(pair, "PersistentVolumeClaim", ""));
    add(
        Topic.VOLUMES,
        "volume claims that changed: a volume does not shrink, and its data stays as it is now",
        pair -> pair.kind() == Kind.CHANGED && is(pair, "PersistentVolumeClaim", ""));
    add(
        Topic.VOLUMES,
        "volume claims that were removed are gone; going back makes new, empty ones",
        pair -> pair.kind() == Kind.REMOVED && is(pair, "PersistentVolumeClaim", ""));
    add(
        Topic.VOLUMES,
        "StatefulSets that changed: what the newer version wrote to their volumes stays as it wrote"
            + " it, and claim templates cannot be changed back in place",
        pair -> pair.kind() == Kind.CHANGED && is(pair, "StatefulSet", "apps"));
    add(
        Topic.VOLUMES,
        "StatefulSets that are new would be pruned; the volumes that they claimed stay",
        pair -> pair.kind() == Kind.ADDED && is(pair, "StatefulSet", "apps"));
  }

  private void pruned() {
    add(
        Topic.PRUNED,
        "Namespaces that are new would be pruned, with everything in them",
        pair -> pair.kind() == Kind.ADDED && is(pair, "Namespace", ""));
    add(
        Topic.PRUNED,
        "other objects that are new would be pruned where Flux prunes, with what they hold",
        pair -> pair.kind() == Kind.ADDED && !isSpecial(pair));
    add(
        Topic.PRUNED,
        "objects that were removed come back new, without the state that they had",
        pair -> pair.kind() == Kind.REMOVED && !is(pair, "PersistentVolumeClaim", ""));
  }

  private static boolean isSpecial(Pair pair) {
    return is(pair, "Namespace", "")
        || is(pair, "PersistentVolumeClaim", "")
        || is(pair, "StatefulSet", "apps")
        || is(pair, "Job", "batch")
        || is(pair, "CronJob", "batch")
        || isDefinition(pair);
  }

  private void hooks(Side before, Side after) {
    add(
        Topic.HOOKS,
        "Helm hooks that are new or changed have run: what they did stays done",
        pair -> isNewOrChanged(pair) && isHook(pair));
    add(
        Topic.HOOKS,
        "Helm releases that changed: hooks that their charts ran stay done, and going back is one"
            + " more upgrade that runs hooks again",
        pair -> pair.kind() == Kind.CHANGED && is(pair, "HelmRelease", "helm.toolkit.fluxcd.io"));
    var templates = templates(before, after);
    if (!templates.isEmpty()) {
      all.add(
          new Lasting(
              Topic.HOOKS,
              "templates with Helm hooks: the hooks that ran stay done, and going back is one more"
                  + " upgrade that runs hooks again",
              templates,
              templates.size()));
    }
  }

  private static boolean isHook(Pair pair) {
    var item = pair.after();
    return item != null
        && item.tree() != null
        && item.tree().mapping("metadata").mapping("annotations").get(HOOK) != null;
  }

  /// The templates of charts with hooks, where anything of the bundle differs at all.
  private static List<String> templates(Side before, Side after) {
    var contents = after.contents();
    if (contents == null || before.inventory().bundle().equals(after.inventory().bundle())) {
      return List.of();
    }
    return contents.files().values().stream()
        .filter(file -> file.path().contains("templates/"))
        .filter(file -> {
          // Helm takes no larger template; ASCII is found in any encoding that is one of text.
          var text = Secrets.plain(file.bytes());
          return text != null && text.contains(HOOK);
        })
        .map(file -> file.path())
        .toList();
  }

  private void add(Topic topic, String what, Predicate<Pair> which) {
    var found = pairs.stream().filter(which).map(pair -> pair.any().id()).distinct().toList();
    if (!found.isEmpty()) {
      var shown = found.stream().limit(Lasting.SHOWN).map(ObjectId::toString).toList();
      all.add(new Lasting(topic, what, shown, found.size()));
    }
  }

  private static boolean isNewOrChanged(Pair pair) {
    return pair.kind() == Kind.ADDED || pair.kind() == Kind.CHANGED;
  }

  private static boolean is(Pair pair, String kind, String group) {
    var id = pair.any().id();
    return id.kind().equals(kind) && id.group().equals(group);
  }
}
