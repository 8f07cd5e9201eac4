package io.tagtrail.core.event;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is known about a move besides what moved: who, by which run, from which source, built by
/// whom. Each fact says how far it can be relied on; the release label is secondary and never
/// evidence.
public record Facts(
    Mover mover, Pipeline pipeline, Source source, Builder builder, @Nullable String release) {
  public static final int RELEASE_BYTES = 256;
  public static final Facts NONE =
      new Facts(Mover.MISSING, Pipeline.MISSING, Source.MISSING, Builder.MISSING, null);

  public Facts {
    if (release != null) {
      Text.bounded("the release label", release, RELEASE_BYTES);
    }
  }

  /// The run of a pipeline, or a release id where no pipeline ran. `number` counts the runs of one
  /// pipeline (`name`) upwards; it orders them.
  public record Pipeline(
      FactStatus status,
      @Nullable String provider,
      @Nullable String name,
      @Nullable String id,
      @Nullable Long attempt,
      @Nullable Long number,
      @Nullable String url) {
    public static final int ID_BYTES = 256;
    public static final int NAME_BYTES = 512;
    public static final int URL_BYTES = 2048;
    public static final Pipeline MISSING =
        new Pipeline(FactStatus.MISSING, null, null, null, null, null, null);

    public Pipeline {
      Bounds.text("the pipeline's provider", provider, 64);
      Bounds.text("the pipeline's name", name, NAME_BYTES);
      Bounds.text("the pipeline id", id, ID_BYTES);
      Bounds.text("the pipeline's URL", url, URL_BYTES);
      Bounds.notNegative("the run attempt", attempt);
      Bounds.notNegative("the run number", number);
      if (url != null && !url.startsWith("https://") && !url.startsWith("http://")) {
        throw new InvalidValueException("the pipeline's URL is not an http or https address");
      }
    }

    Json toJson() {
      return new ObjectBuilder()
          .put("status", status.label())
          .put("provider", provider)
          .put("name", name)
          .put("id", id)
          .put("attempt", attempt)
          .put("number", number)
          .put("url", url)
          .build();
    }

    static Pipeline fromJson(ObjectView view) {
      return new Pipeline(
          view.needParsed("status", FactStatus::parse),
          view.text("provider"),
          view.text("name"),
          view.text("id"),
          view.number("attempt"),
          view.number("number"),
          view.text("url"));
    }
  }

  /// The source of the bundle: a repository, a revision in the form that Flux writes
  /// (`main@sha1:…`), and when the bundle says that it was created.
  public record Source(
      FactStatus status,
      @Nullable String repository,
      @Nullable String revision,
      @Nullable Instant created) {
    public static final int REPOSITORY_BYTES = 1024;
    public static final int REVISION_BYTES = 256;
    public static final Source MISSING = new Source(FactStatus.MISSING, null, null, null);

    public Source {
      Bounds.text("the source repository", repository, REPOSITORY_BYTES);
      Bounds.text("the source revision", revision, REVISION_BYTES);
    }

    Json toJson() {
      return new ObjectBuilder()
          .put("status", status.label())
          .put("repository", repository)
          .put("revision", revision)
          .put("created", created)
          .build();
    }

    static Source fromJson(ObjectView view) {
      return new Source(
          view.needParsed("status", FactStatus::parse),
          view.text("repository"),
          view.text("revision"),
          view.time("created"));
    }
  }

  /// Who made the bundle.
  public record Builder(FactStatus status, @Nullable String id) {
    public static final int ID_BYTES = 1024;
    public static final Builder MISSING = new Builder(FactStatus.MISSING, null);

    public Builder {
      Bounds.text("the builder", id, ID_BYTES);
    }

    Json toJson() {
      return new ObjectBuilder().put("status", status.label()).put("id", id).build();
    }

    static Builder fromJson(ObjectView view) {
      return new Builder(view.needParsed("status", FactStatus::parse), view.text("id"));
    }
  }

  Json toJson() {
    return new ObjectBuilder()
        .put("mover", mover.toJson())
        .put("pipeline", pipeline.toJson())
        .put("source", source.toJson())
        .put("builder", builder.toJson())
        .put("release", release)
        .build();
  }

  static Facts fromJson(ObjectView view) {
    return new Facts(
        or(view.nested("mover", Mover::fromJson), Mover.MISSING),
        or(view.nested("pipeline", Pipeline::fromJson), Pipeline.MISSING),
        or(view.nested("source", Source::fromJson), Source.MISSING),
        or(view.nested("builder", Builder::fromJson), Builder.MISSING),
        view.text("release"));
  }

  private static <T> T or(@Nullable T value, T other) {
    return value == null ? other : value;
  }
}
