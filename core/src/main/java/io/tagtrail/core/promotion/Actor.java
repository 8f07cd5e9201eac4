package io.tagtrail.core.promotion;

import io.tagtrail.core.event.Commitments;
import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.event.SideRecord;
import io.tagtrail.core.model.Text;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who asks for something that is no move, and why.
///
/// @param request names the request
/// @param person the name of a person, which goes into the side record
public record Actor(
    String request,
    Mover mover,
    @Nullable String person,
    Facts.Pipeline pipeline,
    @Nullable String reason) {
  public Actor {
    Text.bounded("the request id", request, Event.REQUEST_BYTES);
  }

  Facts facts() {
    return new Facts(mover, pipeline, Facts.Source.MISSING, Facts.Builder.MISSING, null);
  }

  List<SideRecord> sides() {
    var sides = new ArrayList<SideRecord>();
    if (person != null) {
      sides.add(SideRecord.of(Commitments.MOVER, person));
    }
    if (reason != null) {
      sides.add(SideRecord.of(Commitments.REASON, reason));
    }
    return sides;
  }
}
