package io.tagtrail.flux.discovery;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.flux.kube.Kind;
import io.tagtrail.flux.kube.KubeClient;
import io.tagtrail.flux.kube.KubeException;
import io.tagtrail.flux.kube.KubeJson;
import io.tagtrail.flux.kube.KubeObject;
import io.tagtrail.flux.kube.KubeYaml;
import io.tagtrail.flux.kube.Listing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The objects of Flux that are looked at, of a cluster or of what kubectl wrote.
///
/// @param notes what could not be read, for people
public record FluxObjects(List<KubeObject> objects, List<String> notes) {
  public FluxObjects {
    objects = List.copyOf(objects);
    notes = List.copyOf(notes);
  }

  /// Those of `kubectl get … -A -o yaml` or `-o json`, or of manifests: one document or many, lists
  /// or single objects. Other kinds are left out.
  ///
  /// @param label where they come from, for messages
  /// @throws InvalidValueException if it is neither, or holds none of them
  public static FluxObjects read(byte[] bytes, String label) {
    List<Json.Obj> documents;
    try {
      documents =
          isJson(bytes) ? List.of(KubeJson.object(bytes)) : KubeYaml.documents(bytes, label);
    } catch (JsonException e) {
      throw new InvalidValueException(
          "%s is neither YAML nor JSON of kubectl: %s".formatted(label, e.getMessage()), e);
    }
    Map<String, KubeObject> found = new LinkedHashMap<>();
    for (var document : documents) {
      collect(new KubeObject(document), found, 0);
    }
    if (found.isEmpty()) {
      throw new InvalidValueException(
          label
              + " holds no object of Flux: give it the output of kubectl get"
              + " ocirepositories,kustomizations.kustomize.toolkit.fluxcd.io,helmreleases -A -o yaml");
    }
    return new FluxObjects(List.copyOf(found.values()), List.of());
  }

  /// Those of a cluster.
  ///
  /// @throws KubeException if it does not answer, or its OCIRepositories cannot be read
  public static FluxObjects of(KubeClient client) throws KubeException {
    var objects = new ArrayList<KubeObject>();
    var notes = new ArrayList<>(client.access().warnings());
    for (var kind : Kind.FLUX) {
      switch (client.list(kind)) {
        case Listing.Objects listed -> {
          objects.addAll(listed.objects());
          if (!listed.leftOut().isEmpty()) {
            notes.add(kind.leftOut(listed.leftOut()));
          }
        }
        case Listing.Missing missing -> {
          if (kind.equals(Kind.OCI_REPOSITORY)) {
            throw new KubeException(404, missing.why() + ": is Flux installed there?", null);
          }
          notes.add(missing.why());
        }
        case Listing.Forbidden forbidden -> {
          if (kind.equals(Kind.OCI_REPOSITORY)) {
            throw new KubeException(403, forbidden.why(), null);
          }
          notes.add(forbidden.why());
        }
      }
    }
    return new FluxObjects(objects, notes);
  }

  private static void collect(KubeObject object, Map<String, KubeObject> into, int depth) {
    if (object.kind().endsWith("List") && depth < 3) {
      object.list("items").forEach(each -> collect(each, into, depth + 1));
      return;
    }
    if (Kind.FLUX.stream().anyMatch(object::is)) {
      into.putIfAbsent(object.kind() + " " + object.key(), object);
    }
  }

  private static boolean isJson(byte[] bytes) {
    for (byte b : bytes) {
      if (!Character.isWhitespace(b)) {
        return b == '{';
      }
    }
    return false;
  }
}
