package io.tagtrail.server.config;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Text;
import io.tagtrail.server.config.RightsConfig.Grant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads `teams:` and the files that it names. A team's file defines its applications and grants
/// rights on them, and can hold nothing else; one that is broken breaks the whole.
final class TeamsReader {
  private static final int MAX_TEAMS = 1_000;
  private static final int FILE_BYTES = 150;
  private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

  private final Reading reading;
  private final Set<String> environments;
  private final List<Constraint> constraints;

  TeamsReader(Reading reading, Set<String> environments, List<Constraint> constraints) {
    this.reading = reading;
    this.environments = environments;
    this.constraints = constraints;
  }

  List<Team> teams(YamlView view) {
    if (view.keys().size() > MAX_TEAMS) {
      throw view.error("must be at most " + MAX_TEAMS);
    }
    var teams = new ArrayList<Team>();
    for (var name : view.keys()) {
      if (!NAME.matcher(name).matches()) {
        throw view.error(name, "is no name: lower-case letters, digits and inner '-'");
      }
      var each = view.mapping(name);
      var file = each.text("file");
      var applications = each.oneOrMore("applications", AliasGlob::part);
      var locations = each.text("locations");
      each.done();
      if (file == null || applications == null || applications.isEmpty()) {
        throw each.error("needs file, and applications, as in [pay-*]");
      }
      var team =
          new Team(
              name,
              each.checked("file", () -> reading.path(Text.bounded("the file", file, FILE_BYTES))),
              file,
              applications,
              locations);
      teams.forEach(other -> apart(each, team, other));
      teams.add(team);
    }
    return teams;
  }

  /// Whoever may grant rights on an application is its team, and no other.
  private static void apart(YamlView view, Team team, Team other) {
    for (var own : team.applications()) {
      for (var theirs : other.applications()) {
        if (Globs.overlap(own, theirs)) {
          throw view.error(
              "applications",
              "%s may name the same application as %s of the team %s"
                  .formatted(own, theirs, other.name()));
        }
      }
    }
  }

  /// Reads the file of a team.
  ///
  /// @param definedBy gets the team of each application
  List<Grant> read(Team team, ApplicationsReader into, Map<String, String> definedBy) {
    var top = YamlView.parse(team.label(), reading.further(team.file()));
    try {
      if (top.number("version", ConfigReader.VERSION) != ConfigReader.VERSION) {
        throw top.error("version", "must be 1: this Tagtrail knows no other");
      }
      var applications = top.mapping("applications");
      var rights = top.mappings("rights");
      top.done();
      for (var application : applications.keys()) {
        if (!team.owns(application)) {
          throw applications.error(
              application,
              "is not of the team %s, whose applications are %s"
                  .formatted(team.name(), String.join(", ", team.applications())));
        }
        definedBy.put(application, team.name());
      }
      into.read(
          applications, folder(team.file()), (alias, location) -> fence(team, alias, location));
      return new RightsReader(reading.expressions(), team, constraints, environments).read(rights);
    } catch (InvalidValueException e) {
      throw new ConfigException(team.label() + ": " + e.getMessage(), e);
    }
  }

  private static Path folder(Path file) {
    var parent = file.toAbsolutePath().normalize().getParent();
    return parent == null ? Path.of("/") : parent;
  }

  private static void fence(Team team, Alias alias, Location location) {
    var prefix = team.locations();
    if (prefix == null) {
      return;
    }
    var repository = location.repository().toString();
    var bare = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    if (!repository.equals(bare) && !repository.startsWith(bare + "/")) {
      throw new InvalidValueException(
          "the location of %s is not within %s, where the platform has the team %s: %s"
              .formatted(alias, prefix, team.name(), location));
    }
  }
}
