package io.tagtrail.core.event;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.Digest;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The commitments of an entry to its side records, by field.
public record Commitments(SortedMap<String, Digest> byField) {
  /// The name of the person who asked.
  public static final String MOVER = "mover";

  /// Why: of a rollback, an override, a stop.
  public static final String REASON = "reason";

  /// Whose move an approval is for: `issuer|subject` of a workload, the name of a person.
  public static final String REQUESTER = "requester";

  /// Who stands behind the identity that asked, by an id that stays when names change:
  /// `issuer|subject` of a person; of a token that Tagtrail gave out, that of whoever made it.
  public static final String ACCOUNT = "account";

  public static final Set<String> FIELDS = Set.of(MOVER, REASON, REQUESTER, ACCOUNT);
  public static final Commitments NONE = new Commitments(new TreeMap<>());

  public Commitments {
    byField = new TreeMap<>(byField);
    for (var field : byField.keySet()) {
      if (!FIELDS.contains(field)) {
        throw new IllegalArgumentException("not a field of the side record: " + field);
      }
    }
  }

  public static Commitments to(Iterable<SideRecord> records) {
    var map = new TreeMap<String, Digest>();
    for (var each : records) {
      map.put(each.field(), each.commitment());
    }
    return new Commitments(map);
  }

  Json toJson() {
    var out = new ObjectBuilder();
    for (Map.Entry<String, Digest> each : byField.entrySet()) {
      out.putText(each.getKey(), each.getValue());
    }
    return out.build();
  }

  static Commitments fromJson(ObjectView view) {
    var map = new TreeMap<String, Digest>();
    for (var field : view.names()) {
      map.put(field, view.needParsed(field, Digest::parse));
    }
    return new Commitments(map);
  }
}
