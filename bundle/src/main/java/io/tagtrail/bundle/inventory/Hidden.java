package io.tagtrail.bundle.inventory;

import io.tagtrail.bundle.bound.Budget;
import io.tagtrail.bundle.bound.Limits;
import io.tagtrail.bundle.bound.UnreadableException;
import io.tagtrail.bundle.image.Kustomizations;
import io.tagtrail.bundle.model.BundleFile;
import io.tagtrail.bundle.model.Contents;
import io.tagtrail.bundle.model.KubeObject;
import io.tagtrail.bundle.model.Secrets;
import io.tagtrail.bundle.yaml.NotYamlException;
import io.tagtrail.bundle.yaml.Value;
import io.tagtrail.bundle.yaml.YamlReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The files of a bundle that may hold values of Secrets: none of their text is shown, and no
/// digest of them is recorded.
public final class Hidden {
  /// Names that say it.
  private static final Pattern NAME =
      Pattern.compile("(?i)(.*/)?([^/]*\\.)?(env|key|pem|p12|jks|pfx|password|token)");

  /// A kustomization, read once more beside all that is held.
  private static final Limits SMALL =
      new Limits(1 << 20, 4 << 20, 1, 1, 1, 1 << 20, 100, 100, 100_000, 8 << 20);

  private final Contents contents;
  private final Set<String> paths = new HashSet<>();

  private Hidden(Contents contents) {
    this.contents = contents;
  }

  /// Their paths; some of files that a kustomization names and the bundle does not have.
  public static Set<String> of(Contents contents) {
    var hidden = new Hidden(contents);
    hidden.find();
    return Set.copyOf(hidden.paths);
  }

  /// Whether an object holds values of Secrets.
  static boolean isIn(KubeObject object) {
    return object.isSecret() || Secrets.in(object.tree());
  }

  private void find() {
    var withObjects = contents.objects().stream().map(KubeObject::file).collect(Collectors.toSet());
    contents.objects().stream().filter(Hidden::isIn).forEach(each -> paths.add(each.file()));
    for (var object : contents.objects()) {
      if (object.id().kind().equals("SecretGenerator")) {
        sources(object.file(), object.tree());
      }
    }
    for (var file : contents.files().values()) {
      if (NAME.matcher(file.path()).matches()
          || Secrets.mayHold(file.bytes(), withObjects.contains(file.path()))) {
        paths.add(file.path());
      }
      if (Kustomizations.isKustomization(file.path())) {
        kustomization(file);
      }
    }
  }

  private void kustomization(BundleFile file) {
    if (file.bytes().length > Secrets.LONGEST) {
      folder(file);
      return;
    }
    var text = Secrets.plain(file.bytes());
    if (text == null || !text.contains("secretGenerator")) {
      return;
    }
    try {
      for (var document : YamlReader.read(file.bytes(), new Budget(SMALL))) {
        if (document instanceof Value.Mapping mapping) {
          mapping.items("secretGenerator").forEach(each -> sources(file.path(), each));
        }
      }
    } catch (NotYamlException | UnreadableException e) {
      folder(file);
    }
  }

  /// Nobody can say which files it names: any in its folder.
  private void folder(BundleFile file) {
    var folder = file.path().substring(0, file.path().lastIndexOf('/') + 1);
    contents.files().keySet().stream().filter(path -> path.startsWith(folder)).forEach(paths::add);
  }

  /// What a generator takes values from: `path` or `key=path`.
  private void sources(String file, Value generator) {
    if (!(generator instanceof Value.Mapping mapping)) {
      return;
    }
    var named = new ArrayList<Value>(mapping.items("files"));
    named.addAll(mapping.items("envs"));
    for (var key : List.of("env", "envFile")) {
      var one = mapping.get(key);
      if (one != null) {
        named.add(one);
      }
    }
    for (var each : named) {
      if (each instanceof Value.Scalar scalar) {
        var text = scalar.text();
        paths.add(resolve(file, text));
        paths.add(resolve(file, text.substring(text.indexOf('=') + 1)));
      }
    }
  }

  /// A path that a file names, in the bundle; one that leads out of it ends at its root.
  private static String resolve(String file, String relative) {
    var steps = new ArrayList<String>();
    for (var step : (file + "/../" + relative).split("/", -1)) {
      if (step.equals("..")) {
        if (!steps.isEmpty()) {
          steps.removeLast();
        }
      } else if (!step.isEmpty() && !step.equals(".")) {
        steps.add(step);
      }
    }
    return String.join("/", steps);
  }
}
