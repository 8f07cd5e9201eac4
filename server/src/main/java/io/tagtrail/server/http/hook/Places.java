package io.tagtrail.server.http.hook;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Tag;
import io.tagtrail.flux.event.Push;
import io.tagtrail.server.config.Config;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which of our tags a registry's notification may be about. Only tags of the configuration: a
/// stranger's word makes nobody look anywhere else.
final class Places {
  private Places() {}

  /// @param registry the name of the registry in locations; what names another is of no use
  static Set<Location> of(Config config, String registry, List<Push> pushes) {
    var places = new LinkedHashSet<Location>();
    for (var push : pushes) {
      boolean other = push.host() != null && !push.host().equals(registry);
      var repository = other ? Optional.<Repository>empty() : repository(registry, push);
      repository.ifPresent(where ->
          config.locations().values().stream()
              .filter(location -> location.repository().equals(where))
              .filter(location -> mayBe(location.tag(), push))
              .forEach(places::add));
    }
    return places;
  }

  /// What names no tag can concern any; a change of a keep-tag concerns its alias.
  private static boolean mayBe(Tag tag, Push push) {
    var changed = push.tag();
    return changed == null
        || changed.equals(tag)
        || (changed.isKeepTag() && changed.value().startsWith(tag.value() + "."));
  }

  private static Optional<Repository> repository(String registry, Push push) {
    try {
      return Optional.of(Repository.parse(registry + "/" + push.repository()));
    } catch (InvalidValueException e) {
      return Optional.empty();
    }
  }
}
