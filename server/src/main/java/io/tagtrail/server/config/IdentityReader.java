package io.tagtrail.server.config;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import io.tagtrail.server.config.IssuerConfig.Preset;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads `identity:`.
final class IdentityReader {
  private static final URI GITHUB = URI.create("https://token.actions.githubusercontent.com");
  private static final URI GITLAB = URI.create("https://gitlab.com");
  private static final List<String> SCOPES = List.of("openid", "profile", "email");

  private IdentityReader() {}

  static IdentityConfig read(YamlView view, @Nullable URI publicUrl, Reading reading) {
    var issuers = new ArrayList<IssuerConfig>();
    var all = view.mapping("issuers");
    for (var name : all.keys()) {
      var each = all.mapping(name);
      issuers.add(issuer(name, each, reading));
    }
    all.done();
    SignIn signIn = null;
    var sign = view.mapping("signIn");
    if (view.isMapping("signIn")) {
      signIn = signIn(sign, publicUrl);
    }
    boolean apiTokens = view.flag("apiTokens", false);
    view.done();
    var read = signIn;
    return view.checked(() -> new IdentityConfig(issuers, read, apiTokens));
  }

  private static IssuerConfig issuer(String name, YamlView view, Reading reading) {
    var preset = view.parsed("preset", IdentityReader::preset, Preset.OIDC);
    var address = view.parsed("issuer", ServerReader::uri);
    var issuer = address == null ? usual(preset) : address;
    var audiences = view.oneOrMore("audiences", text -> text);
    var algorithms = view.list("algorithms", text -> text);
    var skew = view.parsed("skew", Durations::parse, IssuerConfig.DEFAULT_SKEW);
    var jwks = view.parsed("jwks", ServerReader::uri);
    var ca = view.parsed("ca", reading::path);
    var mapping = texts(view.mapping("mapping"));
    boolean people = view.flag("people", false);
    var groups = view.text("groups");
    view.done();
    if (issuer == null) {
      throw view.error("needs its address, as in issuer: https://login.example.com");
    }
    return view.checked(() ->
        new IssuerConfig(
            name,
            issuer,
            audiences == null ? List.of() : audiences,
            preset,
            algorithms == null ? IssuerConfig.DEFAULT_ALGORITHMS : Set.copyOf(algorithms),
            skew,
            jwks,
            ca,
            mapping,
            people,
            groups));
  }

  private static @Nullable URI usual(Preset preset) {
    return switch (preset) {
      case GITHUB -> GITHUB;
      case GITLAB -> GITLAB;
      case KUBERNETES, OIDC -> null;
    };
  }

  private static Preset preset(String text) {
    for (var preset : Preset.values()) {
      if (preset.name().toLowerCase(Locale.ROOT).equals(text)) {
        return preset;
      }
    }
    throw new InvalidValueException("must be github, gitlab, kubernetes or oidc");
  }

  private static Map<String, String> texts(YamlView view) {
    var map = new LinkedHashMap<String, String>();
    for (var field : view.keys()) {
      if (!IssuerConfig.FIELDS.contains(field)) {
        throw view.error(
            field,
            "is not a field that can be mapped (there are %s)"
                .formatted(String.join(", ", new TreeSet<>(IssuerConfig.FIELDS))));
      }
      map.put(field, view.textOrEmpty(field));
    }
    view.done();
    return map;
  }

  private static SignIn signIn(YamlView view, @Nullable URI publicUrl) {
    var issuer = view.text("issuer");
    var client = view.text("clientId");
    var secret = view.text("clientSecretEnv");
    var scopes = view.list("scopes", text -> text);
    view.done();
    if (issuer == null || client == null) {
      throw view.error("needs issuer (the name of one of the issuers) and clientId");
    }
    if (publicUrl == null) {
      throw view.error("needs server.publicUrl: browsers are sent back there");
    }
    return view.checked(() ->
        new SignIn(
            Text.clipped(issuer, 80), client, secret, scopes == null ? SCOPES : scopes, publicUrl));
  }
}
