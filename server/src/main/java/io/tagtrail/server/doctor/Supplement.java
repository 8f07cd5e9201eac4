package io.tagtrail.server.doctor;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What others who work in this process can say of an alias, beside ledger and registry. Each is
/// empty where nobody can.
public interface Supplement {
  /// Nobody says anything.
  Supplement NONE = new Supplement() {};

  /// Each answers what it knows; the first that does is taken.
  static Supplement of(List<Supplement> all) {
    var copy = List.copyOf(all);
    return new Supplement() {
      @Override
      public Optional<Kept> kept(Alias alias) {
        return copy.stream().flatMap(each -> each.kept(alias).stream()).findFirst();
      }

      @Override
      public Optional<Evidence.Watch> watch(Alias alias, Location location) {
        return copy.stream().flatMap(each -> each.watch(alias, location).stream()).findFirst();
      }

      @Override
      public Optional<Boolean> signed(Location location, Digest bundle, List<String> keys) {
        return copy.stream()
            .flatMap(each -> each.signed(location, bundle, keys).stream())
            .findFirst();
      }
    };
  }

  /// What the last look at all targets of an alias showed.
  default Optional<Kept> kept(Alias alias) {
    return Optional.empty();
  }

  /// Who looks for outside moves of it.
  default Optional<Evidence.Watch> watch(Alias alias, Location location) {
    return Optional.empty();
  }

  /// Whether a bundle carries a signature by one of these keys.
  default Optional<Boolean> signed(Location location, Digest bundle, List<String> keys) {
    return Optional.empty();
  }

  /// What is kept, as [Evidence.Retention] has it.
  record Kept(
      @Nullable Instant checked,
      int targets,
      int ready,
      List<String> lost,
      List<String> dying,
      @Nullable Boolean rules) {}
}
