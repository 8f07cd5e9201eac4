package io.tagtrail.testkit.sim;

import static io.tagtrail.testkit.sim.Fault.APPEND_DONE_REPORTED_FAILED;
import static io.tagtrail.testkit.sim.Fault.APPEND_LOST;
import static io.tagtrail.testkit.sim.Fault.PUT_DONE_REPORTED_FAILED;
import static io.tagtrail.testkit.sim.Fault.PUT_LATE;
import static io.tagtrail.testkit.sim.Fault.PUT_LOST;
import static io.tagtrail.testkit.sim.Fault.PUT_REFUSED;
import static io.tagtrail.testkit.sim.Fault.PUT_SENT_LATE;
import static io.tagtrail.testkit.sim.Fault.PUT_VERY_LATE;
import static io.tagtrail.testkit.sim.Fault.READ_FAILS;
import static io.tagtrail.testkit.sim.Fault.REFERRER_LOST;
import static io.tagtrail.testkit.sim.Fault.STALE_READ;

import java.util.EnumSet;
import java.util.Set;

/// The sorts of calls, by what can go wrong with them besides what can go wrong anywhere.
enum Call {
  LEDGER_READ,
  APPEND,
  /// Right after an append or a write: what dies here dies with its work done.
  AFTER,
  HEAD,
  REGISTRY_READ,
  KEEP_TAG,
  PUT,
  SIGN,
  ATTACH;

  /// What can go wrong with such a call.
  Set<Fault> own() {
    return switch (this) {
      case LEDGER_READ, REGISTRY_READ -> EnumSet.of(READ_FAILS);
      case APPEND -> EnumSet.of(APPEND_LOST, APPEND_DONE_REPORTED_FAILED);
      case AFTER -> EnumSet.noneOf(Fault.class);
      case HEAD -> EnumSet.of(READ_FAILS, STALE_READ);
      case KEEP_TAG ->
          EnumSet.of(PUT_REFUSED, PUT_LOST, PUT_DONE_REPORTED_FAILED, PUT_LATE, PUT_VERY_LATE);
      case PUT -> EnumSet.range(PUT_REFUSED, PUT_SENT_LATE);
      case SIGN -> EnumSet.of(PUT_REFUSED, PUT_LOST, PUT_DONE_REPORTED_FAILED);
      case ATTACH -> EnumSet.of(PUT_REFUSED, REFERRER_LOST);
    };
  }
}
