package io.tagtrail.core.policy;

import io.tagtrail.core.event.Approval;
import io.tagtrail.core.event.Commitments;
import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.event.SideRecord;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Digest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which of the approvals that an alias has pending count for a move.
///
/// One counts if it was given by a person whom a token proved, for this bundle, over what is live
/// now, under this policy, to this asker; has not expired; and its approver is not the asker. Of
/// one person's, the newest counts. Two are one person's if they have one name or one account:
/// names can be changed. Where one of them was erased nobody can tell, and it does not count.
public final class Approvals {
  private final Ledger ledger;

  public Approvals(Ledger ledger) {
    this.ledger = ledger;
  }

  /// What was found.
  ///
  /// @param valid those that count, each of another person, newest first
  /// @param why for each of the others that are of this bundle why it does not; no names
  public record Found(List<Approval> valid, List<String> why) {
    public Found {
      valid = List.copyOf(valid);
      why = List.copyOf(why);
    }

    /// Those that a move consumes. Where there are more than an event holds, those that fill a
    /// place of the policy come first: what let a move through is on record with it, and used up.
    public List<Approval> uses(Gates gates) {
      if (valid.size() <= Event.MAX_APPROVALS) {
        return valid;
      }
      var uses = new LinkedHashSet<>(Quorum.of(gates.approvals(), valid).used());
      uses.addAll(valid);
      return uses.stream().limit(Event.MAX_APPROVALS).toList();
    }
  }

  /// @param policy the digest of the policy that decides
  public Found find(Candidate candidate, Digest policy) {
    var valid = new ArrayList<Approval>();
    var why = new ArrayList<String>();
    var people = new HashSet<String>();
    var accounts = new HashSet<String>();
    var pending = candidate.state().approvals();
    for (var approval : pending.reversed()) {
      if (!approval.bundle().equals(candidate.bundle().digest())) {
        continue;
      }
      var problem = problem(candidate, approval, policy);
      var name = text(approval.approver());
      if (problem == null && name != null) {
        var account = account(approval);
        boolean isNew = people.add(Requester.plain(name));
        isNew &= account == null || accounts.add(account);
        problem = isNew ? null : "is by somebody who approved it again";
      }
      if (problem == null) {
        valid.add(approval);
      } else {
        why.add("entry %d %s".formatted(approval.entry(), problem));
      }
    }
    return new Found(valid, why);
  }

  private @Nullable String problem(Candidate candidate, Approval approval, Digest policy) {
    var given =
        ledger.entry(Objects.requireNonNull(approval.entry(), "a pending one names its entry"));
    var mover = given.map(Entry::event).map(Event::facts).orElseThrow().mover();
    if (approval.status() != FactStatus.VERIFIED
        || mover.status() != FactStatus.VERIFIED
        || mover.kind() != Mover.Kind.PERSON) {
      return "is not of a person whom a token proved";
    }
    if (!approval.holdsAt(candidate.now())) {
      return "expired " + approval.expires();
    }
    if (!Objects.equals(approval.expected(), candidate.state().observedDigest())) {
      return "was given over another bundle than is live now";
    }
    if (!policy.equals(approval.policy())) {
      return "was given under another policy";
    }
    return ofAsker(candidate, approval);
  }

  private @Nullable String ofAsker(Candidate candidate, Approval approval) {
    var asker = candidate.facts().mover();
    var id = Requester.id(asker, candidate.person());
    if (asker.status() != FactStatus.VERIFIED || id == null) {
      return "cannot count: no token proves who asks";
    }
    var name = text(approval.approver());
    var requester = approval.requester() == null ? null : text(approval.requester());
    if (name == null || requester == null) {
      return "cannot be compared any more: a name of it was erased";
    }
    if (!requester.equals(id)) {
      return "is for another requester";
    }
    if (accountOf(approval) != null && account(approval) == null) {
      return "cannot be compared any more: the account of it was erased";
    }
    if (candidate.account() != null && candidate.account().equals(account(approval))) {
      return "is by the asker";
    }
    boolean workload = asker.kind() == Mover.Kind.WORKLOAD;
    var person = candidate.person();
    if (!workload && (person == null || Requester.maybeSame(name, person))) {
      return "is by the asker";
    }
    return null;
  }

  private @Nullable Digest accountOf(Approval approval) {
    return ledger
        .entry(Objects.requireNonNull(approval.entry(), "a pending one names its entry"))
        .map(entry -> entry.event().commitments().byField().get(Commitments.ACCOUNT))
        .orElse(null);
  }

  private @Nullable String account(Approval approval) {
    var commitment = accountOf(approval);
    return commitment == null ? null : text(commitment);
  }

  private @Nullable String text(Digest commitment) {
    return ledger.side(commitment).map(SideRecord::value).orElse(null);
  }
}
