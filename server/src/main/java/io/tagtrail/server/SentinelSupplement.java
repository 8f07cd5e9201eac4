package io.tagtrail.server;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Location;
import io.tagtrail.server.doctor.Evidence;
import io.tagtrail.server.doctor.Supplement;
import io.tagtrail.server.sentinel.SentinelDesk;
import java.util.Optional;

/// Who watches a tag, for the doctor.
public record SentinelSupplement(SentinelDesk desk) implements Supplement {
  @Override
  public Optional<Evidence.Watch> watch(Alias alias, Location location) {
    return desk.look(alias)
        .map(look -> new Evidence.Watch("the sentinel of this server", look.at()));
  }
}
