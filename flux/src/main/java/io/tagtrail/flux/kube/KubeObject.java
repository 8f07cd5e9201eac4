package io.tagtrail.flux.kube;

import io.tagtrail.core.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An object of a cluster, read without trust: what is not there or has another form is null or
/// empty, never an error.
public record KubeObject(Json.Obj json) {
  /// One that has no kind of its own, as the items of some lists, gets that of the list.
  KubeObject of(String apiVersion, String kind) {
    if (json.members().containsKey("kind")) {
      return this;
    }
    var members = new TreeMap<>(json.members());
    members.put("apiVersion", new Json.Str(apiVersion));
    members.put("kind", new Json.Str(kind));
    return new KubeObject(new Json.Obj(members));
  }

  /// What is at a path of names.
  public @Nullable Json at(String... path) {
    Json found = json;
    for (var name : path) {
      if (!(found instanceof Json.Obj obj)) {
        return null;
      }
      found = obj.members().get(name);
    }
    return found;
  }

  /// The text at a path; null where there is none, or an empty one.
  public @Nullable String text(String... path) {
    return at(path) instanceof Json.Str str && !str.value().isEmpty() ? str.value() : null;
  }

  public @Nullable Long number(String... path) {
    return at(path) instanceof Json.Num num ? num.value() : null;
  }

  public boolean flag(String... path) {
    return at(path) instanceof Json.Bool bool && bool.value();
  }

  public @Nullable Instant time(String... path) {
    return KubeTime.parse(text(path));
  }

  /// The objects of the list at a path.
  public List<KubeObject> list(String... path) {
    if (!(at(path) instanceof Json.Arr arr)) {
      return List.of();
    }
    return arr.items().stream()
        .filter(Json.Obj.class::isInstance)
        .map(each -> new KubeObject((Json.Obj) each))
        .toList();
  }

  public boolean has(String... path) {
    return at(path) != null;
  }

  public String kind() {
    return orEmpty(text("kind"));
  }

  /// Its group, without the version; empty for the core group.
  public String group() {
    var version = orEmpty(text("apiVersion"));
    int slash = version.indexOf('/');
    return slash < 0 ? "" : version.substring(0, slash);
  }

  public String namespace() {
    return orEmpty(text("metadata", "namespace"));
  }

  public String name() {
    return orEmpty(text("metadata", "name"));
  }

  public String uid() {
    return orEmpty(text("metadata", "uid"));
  }

  public String resourceVersion() {
    return orEmpty(text("metadata", "resourceVersion"));
  }

  /// Its place among the objects of its kind.
  public String key() {
    return namespace() + "/" + name();
  }

  public boolean is(Kind kind) {
    return kind().equals(kind.name()) && group().equals(kind.group());
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
