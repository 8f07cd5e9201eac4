package io.tagtrail.bundle.model;

import io.tagtrail.bundle.yaml.Value;
import java.util.function.Consumer;

/// The objects of a document: itself, or the items of a list.
public final class KubeObjects {
  private static final String LIST = "List";

  private KubeObjects() {}

  public static void each(Value document, String file, Consumer<KubeObject> into) {
    unroll(document, file, into);
  }

  private static void unroll(Value document, String file, Consumer<KubeObject> into) {
    if (document instanceof Value.Mapping tree
        && tree.get("items") instanceof Value.Items items
        && isList(tree)) {
      for (var item : items.values()) {
        var object = KubeObject.of(item, file);
        if (object == null) {
          item(tree, item, file, into);
        } else {
          unroll(item, file, into);
        }
      }
      return;
    }
    var object = KubeObject.of(document, file);
    if (object != null) {
      into.accept(object);
    }
  }

  /// An item of a list of one kind need not say its kind; a list in a list has no name.
  private static void item(Value.Mapping list, Value item, String file, Consumer<KubeObject> into) {
    if (!(item instanceof Value.Mapping tree)) {
      return;
    }
    if (isList(tree)) {
      unroll(tree, file, into);
      return;
    }
    var kind = String.valueOf(list.text("kind"));
    var apiVersion = list.text("apiVersion");
    if (apiVersion != null && !kind.equals(LIST)) {
      var object =
          KubeObject.of(apiVersion, kind.substring(0, kind.length() - LIST.length()), tree, file);
      if (object != null) {
        into.accept(object);
      }
    }
  }

  private static boolean isList(Value.Mapping tree) {
    var kind = tree.text("kind");
    return kind != null && kind.endsWith(LIST) && tree.text("apiVersion") != null;
  }
}
