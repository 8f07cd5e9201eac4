package io.tagtrail.server.identity;

import io.tagtrail.bundle.diff.Forges;
import io.tagtrail.server.config.IssuerConfig;
import io.tagtrail.server.config.IssuerConfig.Preset;
import java.net.URI;
import java.util.Collection;
import java.util.HashSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where the pages are of those that issue the tokens of pipelines: the address of the issuer tells
/// it.
public final class IssuerPages {
  private static final String GITHUB = "https://token.actions.githubusercontent.com";
  private static final Pattern GITHUB_TENANT =
      Pattern.compile("https://token\\.actions\\.([a-z0-9-]+\\.ghe\\.com)(?:/.*)?");
  private static final String GITHUB_SERVER_PATH = "/_services/token";

  private IssuerPages() {}

  /// The hosts that may be linked to: those that everybody knows, and those that the configuration
  /// believes tokens of.
  public static Forges forges(Collection<IssuerConfig> issuers) {
    var github = new HashSet<>(Forges.PUBLIC.github());
    var gitlab = new HashSet<>(Forges.PUBLIC.gitlab());
    for (var each : issuers) {
      var issuer = each.issuer().toString();
      if (each.preset() == Preset.GITHUB) {
        add(github(issuer), github);
      } else if (each.preset() == Preset.GITLAB) {
        add(gitlab(issuer), gitlab);
      }
    }
    return new Forges(github, gitlab);
  }

  private static void add(@Nullable String address, Collection<String> hosts) {
    var host = address == null ? null : URI.create(address).getHost();
    if (host != null) {
      hosts.add(host);
    }
  }

  /// Null where the issuer's address does not tell.
  static @Nullable String github(String issuer) {
    if (issuer.equals(GITHUB) || issuer.startsWith(GITHUB + "/")) {
      return "https://github.com";
    }
    var tenant = GITHUB_TENANT.matcher(issuer);
    if (tenant.matches()) {
      return "https://" + tenant.group(1);
    }
    return issuer.endsWith(GITHUB_SERVER_PATH)
        ? issuer.substring(0, issuer.length() - GITHUB_SERVER_PATH.length())
        : null;
  }

  static String gitlab(String issuer) {
    return issuer.replaceFirst("/+$", "");
  }
}
