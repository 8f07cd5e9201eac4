package io.tagtrail.server.doctor;

import io.tagtrail.server.doctor.Finding.Proof;
import io.tagtrail.server.doctor.Finding.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Puts one finding together.
final class Case {
  private final Item item;
  private final Instant asOf;
  private final List<Proof> proofs = new ArrayList<>();

  Case(Item item, Evidence evidence) {
    this.item = item;
    this.asOf = evidence.asOf();
  }

  Case looked(String at, String showed) {
    return looked(at, asOf, showed);
  }

  Case looked(String at, Instant when, String showed) {
    proofs.add(new Proof(at, when, showed));
    return this;
  }

  Finding proven(String why) {
    return new Finding(item, Verdict.PROVEN, why, proofs, null);
  }

  Finding notProven(String why, String next) {
    return new Finding(item, Verdict.NOT_PROVEN, why, proofs, next);
  }

  Finding unknown(String why, String next) {
    return new Finding(item, Verdict.UNKNOWN, why, proofs, next);
  }
}
