package io.tagtrail.core.ledger;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.Digest;
import java.util.List;
import java.util.Optional;

/// What holds for an application in all its environments: the blocks on its bundles.
public record ApplicationState(String application, long version, List<ActiveStop> blocks)
    implements StreamState {
  public ApplicationState {
    blocks = List.copyOf(blocks);
  }

  public static ApplicationState empty(String application) {
    return new ApplicationState(application, NEVER, List.of());
  }

  /// The block on a bundle, if there is one.
  public Optional<ActiveStop> block(Digest bundle) {
    return blocks.stream().filter(block -> bundle.equals(block.bundle())).findFirst();
  }

  @Override
  public ApplicationState apply(Entry entry) {
    return switch (entry.event().kind()) {
      case BLOCK ->
          new ApplicationState(application, entry.index(), ActiveStop.after(blocks, entry, true));
      case UNBLOCK ->
          new ApplicationState(application, entry.index(), ActiveStop.after(blocks, entry, false));
      default ->
          throw new BrokenChainException(
              "entry %d is a %s, which no application has"
                  .formatted(entry.index(), entry.event().kind().label()));
    };
  }

  @Override
  public Json toJson() {
    return new ObjectBuilder()
        .put("version", version)
        .putList("blocks", blocks, ActiveStop::toJson)
        .build();
  }

  static ApplicationState fromJson(String application, ObjectView view) {
    return new ApplicationState(
        application, view.needNumber("version"), view.objects("blocks", ActiveStop::fromJson));
  }
}
