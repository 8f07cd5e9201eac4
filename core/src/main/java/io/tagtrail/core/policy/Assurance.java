package io.tagtrail.core.policy;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Text;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What an environment asks besides admission, so that a move holds where it counts: in the
/// cluster, and later.
///
/// @param inside whether bundles are looked into
/// @param outside what answers an outside move
/// @param signing with which keys what was authorised is signed, the first whose repositories match
/// @param verify the names of the keys that Flux verifies with, where that is known
public record Assurance(
    Inside inside, Outside outside, List<Signing> signing, List<String> verify) {
  public static final Assurance USUAL =
      new Assurance(Inside.RECORD, Outside.RECORD, List.of(), List.of());
  public static final int MAX_KEYS = 16;

  public Assurance {
    signing = List.copyOf(signing);
    verify = List.copyOf(verify);
    if (signing.size() > MAX_KEYS || verify.size() > MAX_KEYS) {
      throw new InvalidValueException("an environment has at most %d keys".formatted(MAX_KEYS));
    }
    verify.forEach(name -> Gates.name("a key", name));
  }

  /// Whether bundles are looked into.
  public enum Inside {
    /// They are not.
    OFF,
    /// The images are found, looked for and recorded; what cannot be asked is recorded as that.
    RECORD,
    /// A promotion is refused where an image cannot be found out about.
    REQUIRE;

    public String label() {
      return Assurance.label(this);
    }

    public static Inside parse(String label) {
      return Assurance.parse(values(), "inside", label);
    }
  }

  /// What answers an outside move.
  public enum Outside {
    /// It is recorded.
    RECORD,
    /// Somebody is told as well.
    ALERT,
    /// The governed bundle is brought back, once.
    RESTORE;

    public String label() {
      return Assurance.label(this);
    }

    public static Outside parse(String label) {
      return Assurance.parse(values(), "outside", label);
    }
  }

  /// In which form a signature is attached.
  public enum Form {
    /// A Sigstore bundle, for Flux 2.8 and later.
    BUNDLE,
    /// The tag `sha256-….sig`, for what is older.
    LEGACY,
    BOTH;

    public String label() {
      return Assurance.label(this);
    }

    public static Form parse(String label) {
      return Assurance.parse(values(), "form", label);
    }
  }

  /// A key that signs.
  ///
  /// @param key its name in the configuration
  /// @param repositories a glob of the repositories that it signs in
  public record Signing(String key, String repositories, Form form) {
    public Signing {
      Gates.name("a key", key);
      Text.bounded("the repositories of a key", repositories, Gates.GLOB_BYTES);
    }

    Json.Obj toJson() {
      return new ObjectBuilder()
          .put("key", key)
          .put("repositories", repositories)
          .put("form", form.label())
          .build();
    }

    static Signing fromJson(ObjectView view) {
      return new Signing(
          view.needText("key"),
          view.needText("repositories"),
          view.needParsed("form", Form::parse));
    }
  }

  /// The key that signs in a repository; empty where none does.
  public Optional<Signing> signingIn(Repository repository) {
    return signing.stream()
        .filter(each -> Glob.matches(each.repositories(), repository.toString()))
        .findFirst();
  }

  /// The form that a policy's digest is taken over; what is usual is not there.
  Json.Obj toJson() {
    return new ObjectBuilder()
        .put("inside", inside == USUAL.inside ? null : inside.label())
        .put("outside", outside == USUAL.outside ? null : outside.label())
        .putList("signing", signing, Signing::toJson)
        .putList("verify", verify, Json.Str::new)
        .build();
  }

  static Assurance fromJson(ObjectView view) {
    var inside = view.parsed("inside", Inside::parse);
    var outside = view.parsed("outside", Outside::parse);
    return new Assurance(
        inside == null ? USUAL.inside : inside,
        outside == null ? USUAL.outside : outside,
        view.objects("signing", Signing::fromJson),
        view.texts("verify"));
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static <E extends Enum<E>> E parse(E[] values, String what, String text) {
    for (var value : values) {
      if (label(value).equals(text)) {
        return value;
      }
    }
    throw new InvalidValueException(
        "%s must be one of %s, not: %s"
            .formatted(
                what,
                String.join(", ", java.util.Arrays.stream(values).map(Assurance::label).toList()),
                Text.clipped(text, 60)));
  }
}
