package io.tagtrail.flux.event;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.OutsideJson;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.model.Text;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Reads notifications of registries.
public final class Pushes {
  /// Registries bundle events; nobody needs more at once than a whole catalogue would be.
  private static final int MAX_ITEMS = 1_000;

  private static final int MAX_TAGS = 100;
  private static final int PATH_BYTES = 255;
  private static final List<Pointer> TYPE = List.of(Pointer.parse("/type"));

  private Pushes() {}

  /// What a notification says changed; none where it is of another kind than those that count.
  ///
  /// @param type the `ce-type` of a CloudEvent in the binary form, which has it in its header; null
  ///   where there is none
  /// @throws JsonException if it is none
  public static List<Push> read(Mapping mapping, byte[] body, @Nullable String type) {
    var document = unwrapped(mapping, OutsideJson.object(body, Parts.MAX_VALUES));
    if (type != null && mapping.action().equals(TYPE)) {
      // The binary form: the body is what the structured one has under /data.
      document = enveloped(document, type);
    }
    var pushes = new ArrayList<Push>();
    for (var item : items(mapping, document)) {
      var what = textOr(mapping.action(), item, document);
      if (mapping.actions().isEmpty() || mapping.actions().contains(what)) {
        read(mapping, mapping.concernsAll(what), item, document, pushes);
      }
    }
    return pushes;
  }

  private static Json.Obj enveloped(Json.Obj data, String type) {
    return new io.tagtrail.core.json.ObjectBuilder()
        .put("type", new Json.Str(type))
        .put("data", data)
        .build();
  }

  private static Json.Obj unwrapped(Mapping mapping, Json.Obj document) {
    var wrapped = text(mapping.wrapped(), document, document);
    if (wrapped == null) {
      return document;
    }
    try {
      return OutsideJson.object(Base64.getDecoder().decode(wrapped), Parts.MAX_VALUES);
    } catch (IllegalArgumentException e) {
      throw new JsonException("what is wrapped in the notification is not base64", e);
    }
  }

  private static List<Json> items(Mapping mapping, Json.Obj document) {
    if (mapping.items().isEmpty()) {
      return List.of(document);
    }
    var found = find(mapping.items(), document, document);
    return switch (found) {
      case Json.Arr array when array.items().size() > MAX_ITEMS ->
          throw new JsonException("more than %d events at once".formatted(MAX_ITEMS));
      case Json.Arr array -> array.items();
      case Json.Obj one -> List.of(one);
      case null, default ->
          throw new JsonException(
              "there is nothing at %s: not a notification of this registry"
                  .formatted(mapping.items().getFirst()));
    };
  }

  /// @param all whether what names no tag counts
  private static void read(Mapping mapping, boolean all, Json item, Json document, List<Push> out) {
    var digest = digest(text(mapping.digest(), item, document));
    var reference = text(mapping.reference(), item, document);
    String host = null;
    Tag referenced = null;
    String repository;
    if (reference == null) {
      repository = text(mapping.repository(), item, document);
    } else {
      var parsed = reference(reference);
      host = parsed.repository().registry();
      repository = parsed.repository().path();
      // One that names neither has `latest` by the grammar, which is nobody's word.
      referenced = reference.endsWith(":" + parsed.tag()) ? parsed.tag() : null;
      digest = digest == null ? parsed.digest() : digest;
    }
    if (repository == null || !Text.fits(repository, PATH_BYTES)) {
      throw new JsonException("an event names no repository: not a notification of this registry");
    }
    var at = repository;
    var registry = host;
    var known = digest;
    BiConsumer<@Nullable Tag, @Nullable Digest> add =
        (tag, its) -> {
          if (tag != null || all) {
            out.add(new Push(registry, at, tag, its));
          }
        };
    var tags = texts(mapping.tag(), item, document);
    if (tags.isEmpty()) {
      add.accept(referenced, known);
    }
    for (var text : tags) {
      if (Tag.isTag(text)) {
        add.accept(new Tag(text), known);
      } else {
        // A deletion by digest has the digest where the tag stands.
        add.accept(null, known == null ? digest(text) : known);
      }
    }
  }

  private static Reference reference(String text) {
    try {
      // GitHub leaves the colon where there is no tag.
      var whole = text.endsWith(":") ? text.substring(0, text.length() - 1) : text;
      return Reference.parse(Text.bounded("the reference", whole, 1_000));
    } catch (IllegalArgumentException e) {
      throw new JsonException("an event names no reference: " + e.getMessage(), e);
    }
  }

  private static @Nullable Digest digest(@Nullable String text) {
    return text != null && Digest.isDigest(text) ? Digest.parse(text) : null;
  }

  private static @Nullable Json find(List<Pointer> places, Json item, Json document) {
    for (var pointer : places) {
      var found = pointer.in(item);
      if (found == null) {
        found = pointer.in(document);
      }
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static @Nullable String text(List<Pointer> places, Json item, Json document) {
    return find(places, item, document) instanceof Json.Str(String text) && !text.isEmpty()
        ? text
        : null;
  }

  private static String textOr(List<Pointer> places, Json item, Json document) {
    var text = text(places, item, document);
    return text == null ? "" : text;
  }

  private static List<String> texts(List<Pointer> places, Json item, Json document) {
    return switch (find(places, item, document)) {
      case Json.Str(String text) when !text.isEmpty() -> List.of(text);
      case Json.Arr array ->
          array.items().stream()
              .limit(MAX_TAGS)
              .filter(Json.Str.class::isInstance)
              .map(each -> ((Json.Str) each).value())
              .toList();
      case null, default -> List.of();
    };
  }
}
