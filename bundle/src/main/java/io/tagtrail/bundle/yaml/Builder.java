package io.tagtrail.bundle.yaml;

import io.tagtrail.bundle.bound.Budget;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;

/// Builds the value of one document from its events, without recursion. Merge keys (`<<`) are
/// resolved, as the library that Kubernetes reads YAML with resolves them.
final class Builder {
  private static final String MERGE = "<<";

  private final Budget budget;
  private final Deque<Open> open = new ArrayDeque<>();
  private final Map<String, Weighed> anchors = new HashMap<>();
  private @Nullable Value root;

  Builder(Budget budget) {
    this.budget = budget;
  }

  /// A value, and how many nodes it is with every alias written out; no value while it is open.
  private record Weighed(@Nullable Value value, long weight) {}

  /// A list or a mapping that is not at its end.
  private static final class Open {
    final @Nullable String anchor;
    final @Nullable Map<String, Value> members;
    final ArrayList<Value> items = new ArrayList<>();
    final List<Value> merged = new ArrayList<>();
    @Nullable String key;
    boolean merge;
    long weight = 1;

    Open(@Nullable String anchor, boolean mapping) {
      this.anchor = anchor;
      this.members = mapping ? new LinkedHashMap<>() : null;
    }
  }

  /// The document's value; null before its end.
  @Nullable Value value() {
    return root;
  }

  void take(Event event) throws NotYamlException {
    switch (event) {
      case ScalarEvent scalar -> scalar(scalar);
      case AliasEvent alias -> alias(alias.getAlias().getValue());
      case MappingStartEvent start -> start(start.getAnchor(), true);
      case SequenceStartEvent start -> start(start.getAnchor(), false);
      default -> end(event);
    }
  }

  private void start(Optional<Anchor> anchor, boolean mapping) throws NotYamlException {
    if (open.size() >= budget.limits().depth()) {
      throw new NotYamlException("nested more than %d deep".formatted(budget.limits().depth()));
    }
    var parent = open.peek();
    if (parent != null && parent.members != null && parent.key == null) {
      throw new NotYamlException("a key is a list or a mapping");
    }
    var name = anchor.map(Anchor::getValue).orElse(null);
    if (name != null) {
      budget.anchor(name);
      anchors.put(name, new Weighed(null, 0));
    }
    if (mapping) {
      budget.mapping();
    } else {
      budget.list();
    }
    open.push(new Open(name, mapping));
  }

  private void end(Event event) throws NotYamlException {
    switch (event.getEventId()) {
      case MappingEnd, SequenceEnd -> {
        var done = open.pop();
        Value value;
        if (done.members == null) {
          done.items.trimToSize();
          value = new Value.Items(done.items);
        } else {
          merge(done.members, done.merged);
          value = new Value.Mapping(done.members);
        }
        if (done.anchor != null) {
          anchors.put(done.anchor, new Weighed(value, done.weight));
        }
        add(value, done.weight, false);
      }
      default -> {
        // Comments and the like hold nothing.
      }
    }
  }

  private void scalar(ScalarEvent event) throws NotYamlException {
    long weight = budget.scalar(event.getValue());
    boolean plain = event.isPlain() && event.getTag().isEmpty();
    var value = new Value.Scalar(event.getValue(), plain);
    event
        .getAnchor()
        .map(Anchor::getValue)
        .ifPresent(name -> {
          budget.anchor(name);
          anchors.put(name, new Weighed(value, weight));
        });
    add(value, weight, plain);
  }

  private void alias(String name) throws NotYamlException {
    var known = anchors.get(name);
    if (known == null || known.value() == null) {
      throw new NotYamlException("an alias that stands for nothing, or for what it is in");
    }
    budget.nodes(known.weight());
    add(known.value(), known.weight(), false);
  }

  private void add(Value value, long weight, boolean plain) throws NotYamlException {
    var into = open.peek();
    if (into == null) {
      root = value;
      return;
    }
    into.weight += weight;
    if (into.members == null) {
      budget.item();
      into.items.add(value);
    } else if (into.key == null) {
      if (!(value instanceof Value.Scalar scalar)) {
        throw new NotYamlException("a key is a list or a mapping");
      }
      into.key = scalar.text();
      into.merge = plain && scalar.text().equals(MERGE);
    } else if (into.merge) {
      budget.item();
      into.merged.add(value);
      into.key = null;
    } else {
      budget.members(1);
      if (into.members.put(into.key, value) != null) {
        throw new NotYamlException("the same key twice in a mapping");
      }
      into.key = null;
    }
  }

  /// What a mapping says itself goes before what it merges, and what it merges first before the
  /// rest.
  private void merge(Map<String, Value> members, List<Value> merged) throws NotYamlException {
    for (var each : merged) {
      switch (each) {
        case Value.Mapping mapping -> {
          budget.members(mapping.entries().size());
          mapping.entries().forEach(members::putIfAbsent);
        }
        case Value.Items items -> merge(members, items.values());
        case Value.Scalar scalar -> throw new NotYamlException("a merge of what is no mapping");
      }
    }
  }
}
