package io.tagtrail.server.wire;

import io.tagtrail.bundle.diff.Difference;
import io.tagtrail.bundle.diff.Kind;
import io.tagtrail.bundle.model.ObjectId;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.Digest;
import io.tagtrail.server.inside.Compared;

/// The JSON form of what differs between two bundles.
public final class ComparedTree {
  private ComparedTree() {}

  public static Json.Obj of(Compared compared) {
    return into(new ObjectBuilder(), compared).build();
  }

  public static ObjectBuilder into(ObjectBuilder out, Compared compared) {
    var difference = compared.difference();
    return out.put("before", point(compared.before()))
        .put("after", point(compared.after()))
        .put("compare", compared.compare())
        .put("images", Trees.list(difference.images(), ComparedTree::image))
        .put("objects", Trees.list(difference.objects(), ComparedTree::object))
        .put("files", Trees.list(difference.files(), ComparedTree::file))
        .put("hunks", Trees.list(difference.hunks(), ComparedTree::hunk))
        .put("lasting", Trees.list(difference.lasting(), ComparedTree::lasting))
        .put("notes", Trees.list(difference.notes(), Json.Str::new));
  }

  public static Compared read(ObjectView view) {
    return new Compared(
        readPoint(view.needObject("before")),
        readPoint(view.needObject("after")),
        view.text("compare"),
        new Difference(
            Trees.read(view, "files", ComparedTree::readFile),
            Trees.read(view, "objects", ComparedTree::readObject),
            Trees.read(view, "images", ComparedTree::readImage),
            Trees.read(
                view,
                "hunks",
                each -> new Difference.Hunk(each.needText("of"), each.texts("lines"))),
            Trees.read(view, "lasting", ComparedTree::readLasting),
            view.texts("notes")));
  }

  private static Json.Obj point(Compared.Point point) {
    return new ObjectBuilder()
        .putText("alias", point.alias())
        .put("sequence", point.sequence())
        .put("kind", point.kind().label())
        .putText("digest", point.digest())
        .put("release", point.release())
        .put("time", point.time())
        .put("source", point.source())
        .put("revision", point.revision())
        .build();
  }

  private static Compared.Point readPoint(ObjectView view) {
    return new Compared.Point(
        Trees.alias(view),
        view.needNumber("sequence"),
        view.needParsed("kind", EventKind::parse),
        view.needParsed("digest", Digest::parse),
        view.text("release"),
        view.needTime("time"),
        view.text("source"),
        view.text("revision"));
  }

  private static Json.Obj image(Difference.ImageChange change) {
    return new ObjectBuilder()
        .put("repository", change.repository())
        .put("before", Trees.list(change.before(), Json.Str::new))
        .put("after", Trees.list(change.after(), Json.Str::new))
        .build();
  }

  private static Difference.ImageChange readImage(ObjectView view) {
    return new Difference.ImageChange(
        view.needText("repository"), view.texts("before"), view.texts("after"));
  }

  private static Json.Obj object(Difference.ObjectChange change) {
    var id = change.id();
    return new ObjectBuilder()
        .put("change", change.kind().label())
        .put("apiVersion", change.apiVersion())
        .put("kind", id.kind())
        .put("namespace", id.namespace())
        .put("name", id.name())
        .put("file", change.file())
        .build();
  }

  private static Difference.ObjectChange readObject(ObjectView view) {
    var apiVersion = view.needText("apiVersion");
    int slash = apiVersion.indexOf('/');
    return new Difference.ObjectChange(
        Trees.constant(view, "change", Kind.class),
        new ObjectId(
            slash < 0 ? "" : apiVersion.substring(0, slash),
            view.needText("kind"),
            view.text("namespace"),
            view.needText("name")),
        apiVersion,
        view.needText("file"));
  }

  private static Json.Obj file(Difference.FileChange change) {
    return new ObjectBuilder()
        .put("change", change.kind().label())
        .put("path", change.path())
        .build();
  }

  private static Difference.FileChange readFile(ObjectView view) {
    return new Difference.FileChange(
        Trees.constant(view, "change", Kind.class), view.needText("path"));
  }

  private static Json.Obj hunk(Difference.Hunk hunk) {
    return new ObjectBuilder()
        .put("of", hunk.of())
        .put("lines", Trees.list(hunk.lines(), Json.Str::new))
        .build();
  }

  private static Json.Obj lasting(Difference.Lasting lasting) {
    return new ObjectBuilder()
        .put("topic", lasting.topic().label())
        .put("what", lasting.what())
        .put("count", lasting.count())
        .put("objects", Trees.list(lasting.objects(), Json.Str::new))
        .build();
  }

  private static Difference.Lasting readLasting(ObjectView view) {
    return new Difference.Lasting(
        Trees.constant(view, "topic", Difference.Topic.class),
        view.needText("what"),
        view.texts("objects"),
        view.needNumber("count"));
  }
}
