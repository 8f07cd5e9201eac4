package io.tagtrail.server;

import io.tagtrail.core.history.Address;
import io.tagtrail.core.history.Questions;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import io.tagtrail.core.promotion.Time;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The bundles of an application, as people name them.
final class Bundles {
  private static final int PAGE = 500;

  private final Ledger ledger;
  private final Questions questions;
  private final Time time;

  Bundles(Ledger ledger, Questions questions, Time time) {
    this.ledger = ledger;
    this.questions = questions;
    this.time = time;
  }

  /// A bundle that is named at an alias: also by `~1`, `#7`, `@{…}` of its own history, or by a
  /// release label that it had anywhere in the application.
  ///
  /// @throws InvalidValueException if it means nothing, or more than one bundle
  Digest forAlias(Alias alias, String text) {
    boolean place = text.startsWith("~") || text.startsWith("#") || text.startsWith("@{");
    boolean label = !place && !Digest.isDigest(text) && text.indexOf('/') < 0;
    if (label) {
      var labelled = labelled(alias.application(), text);
      if (labelled.size() == 1) {
        return labelled.iterator().next();
      }
      if (labelled.size() > 1) {
        throw new InvalidValueException(
            "%d bundles of %s are called %s: give the digest"
                .formatted(labelled.size(), alias.application(), Text.clipped(text, 80)));
      }
    }
    return of(alias.application(), place ? alias + text : text);
  }

  /// What was live in the application under a release label. Reads every change of its aliases.
  private Set<Digest> labelled(String application, String label) {
    var found = new LinkedHashSet<Digest>();
    for (var alias : ledger.aliases()) {
      if (!alias.application().equals(application)) {
        continue;
      }
      long before = Long.MAX_VALUE;
      List<Entry> page;
      do {
        page = ledger.changes(alias, before, PAGE);
        for (var entry : page) {
          var change = entry.event().needChange();
          before = change.sequence();
          if (change.digest() != null && label.equals(entry.event().facts().release())) {
            found.add(change.digest());
          }
        }
      } while (page.size() == PAGE);
    }
    return found;
  }

  /// A digest, the beginning of one that was live, or an address of the application in the ledger.
  ///
  /// @throws InvalidValueException if it means nothing, or more than one bundle
  Digest of(String application, String text) {
    if (Digest.isDigest(text)) {
      return Digest.parse(text);
    }
    if (text.indexOf('/') < 0) {
      return beginning(application, text);
    }
    var address = Address.parse(text, time.now());
    if (!address.alias().application().equals(application)) {
      throw new InvalidValueException(
          "%s is not of the application %s".formatted(address, application));
    }
    return questions
        .resolve(address)
        .map(entry -> entry.event().needChange().digest())
        .orElseThrow(() -> new InvalidValueException("there is no bundle at " + address));
  }

  private Digest beginning(String application, String text) {
    if (!Beginnings.is(text)) {
      throw new InvalidValueException(
          "not a bundle: '%s' (a digest, its beginning of 7 digits or more, or a place in a history as %s/prod#41)"
              .formatted(Text.clipped(text, 80), application));
    }
    var found = new Beginnings(ledger).find(text, alias -> alias.application().equals(application));
    if (found.size() == 1) {
      return found.iterator().next();
    }
    throw new InvalidValueException(
        found.isEmpty()
            ? "nothing that was live at %s begins with %s: give the whole digest of a bundle that was not"
                .formatted(application, Text.clipped(text, 80))
            : "%d bundles of %s begin with %s: give more of the digest"
                .formatted(found.size(), application, Text.clipped(text, 80)));
  }
}
