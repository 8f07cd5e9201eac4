package io.tagtrail.bundle.diff;

import io.tagtrail.bundle.model.Secrets;
import io.tagtrail.bundle.yaml.Meaning;
import io.tagtrail.bundle.yaml.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A value without the values of Secrets in it, wherever they stand: a Secret may be in a list, in
/// a template, or in an object that makes or patches others. A text that holds one is hidden whole.
final class Masked {
  private static final String APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private final String different;

  /// @param different what stands for a value that the other side does not have
  Masked(String different) {
    this.different = different;
  }

  /// @param other what it is compared with; null for nothing
  /// @param secret whether it is a Secret, or a list of such, whatever it says of itself
  Value of(Value value, @Nullable Value other, boolean secret) {
    return switch (value) {
      case Value.Scalar scalar -> Secrets.holds(scalar.text()) ? mask(scalar, other) : scalar;
      case Value.Items items -> {
        var others = other instanceof Value.Items there ? there.values() : List.<Value>of();
        var all = new ArrayList<Value>();
        for (int i = 0; i < items.values().size(); i++) {
          all.add(of(items.values().get(i), i < others.size() ? others.get(i) : null, secret));
        }
        yield new Value.Items(all);
      }
      case Value.Mapping mapping -> mapping(mapping, other, secret);
    };
  }

  private Value mapping(Value.Mapping mapping, @Nullable Value other, boolean secret) {
    var all = new LinkedHashMap<String, Value>();
    mapping
        .entries()
        .forEach((key, child) -> {
          var there = other instanceof Value.Mapping old ? old.get(key) : null;
          boolean hidden = key.equals(APPLIED) || Secrets.hides(mapping, key, secret);
          all.put(
              key,
              hidden ? hidden(child, there) : of(child, there, Secrets.areItems(mapping, key)));
        });
    return new Value.Mapping(all);
  }

  private Value hidden(Value value, @Nullable Value other) {
    if (value instanceof Value.Mapping mapping) {
      var all = new LinkedHashMap<String, Value>();
      mapping
          .entries()
          .forEach((key, child) ->
              all.put(key, mask(child, other instanceof Value.Mapping old ? old.get(key) : null)));
      return new Value.Mapping(all);
    }
    return mask(value, other);
  }

  private Value mask(Value value, @Nullable Value other) {
    boolean same = other != null && Meaning.of(value).equals(Meaning.of(other));
    return new Value.Scalar(same ? "(hidden)" : different, false);
  }
}
