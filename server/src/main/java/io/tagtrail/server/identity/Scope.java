package io.tagtrail.server.identity;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a token is limited to: it can do nothing else, whatever the rights say.
///
/// @param rights names of rights in lower case, as `promote` or `rollback-past-admission`
/// @param aliases `shop/prod`, `shop/*`, `*/dev` or `*/*`
public record Scope(Set<String> rights, List<String> aliases) {
  private static final Pattern RIGHT = Pattern.compile("[a-z](?:[a-z-]{0,62}[a-z])?");
  private static final Pattern PLACE =
      Pattern.compile("(?:\\*|[a-z0-9-]{1,63})/(?:\\*|[a-z0-9-]{1,63})");
  private static final int MAX_ALIASES = 100;

  public Scope {
    rights = java.util.Collections.unmodifiableSet(new TreeSet<>(rights));
    aliases = List.copyOf(aliases);
    if (rights.isEmpty() || aliases.isEmpty()) {
      throw new InvalidValueException(
          "a token's scope needs at least one right and one alias (shop/prod, shop/*, */*)");
    }
    if (aliases.size() > MAX_ALIASES) {
      throw new InvalidValueException("a token's scope has at most " + MAX_ALIASES + " aliases");
    }
    check("a right", RIGHT, List.copyOf(rights));
    check("an alias (shop/prod, shop/*, */dev, */*)", PLACE, aliases);
  }

  /// Whether it covers a right, named as in the scope.
  ///
  /// @param alias null for what concerns no single alias, which only a scope of `*/*` covers
  public boolean covers(String right, @Nullable Alias alias) {
    return rights.contains(right.toLowerCase(Locale.ROOT).replace('_', '-'))
        && aliases.stream().anyMatch(place -> matches(place, alias));
  }

  /// Whether everything that another scope covers is covered by this one: each of its patterns lies
  /// within one of these, part by part.
  public boolean contains(Scope other) {
    return rights.containsAll(other.rights)
        && other.aliases.stream()
            .allMatch(theirs -> aliases.stream().anyMatch(own -> within(theirs, own)));
  }

  private static boolean within(String narrower, String wider) {
    int theirs = narrower.indexOf('/');
    int own = wider.indexOf('/');
    return part(wider.substring(0, own), narrower.substring(0, theirs))
        && part(wider.substring(own + 1), narrower.substring(theirs + 1));
  }

  private static boolean matches(String place, @Nullable Alias alias) {
    if (alias == null) {
      return place.equals("*/*");
    }
    int slash = place.indexOf('/');
    return part(place.substring(0, slash), alias.application())
        && part(place.substring(slash + 1), alias.environment());
  }

  private static boolean part(String pattern, String name) {
    return pattern.equals("*") || pattern.equals(name);
  }

  private static void check(String what, Pattern form, List<String> values) {
    for (var value : values) {
      if (!form.matcher(value).matches()) {
        throw new InvalidValueException("not %s: '%s'".formatted(what, Text.clipped(value, 100)));
      }
    }
  }
}
