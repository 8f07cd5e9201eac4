package io.tagtrail.flux.kube;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A kubeconfig. What it asks for and cannot be done is refused or said, never left out in silence.
///
/// Source of the format: Kubernetes' client-go, tools/clientcmd/api/v1.
final class Kubeconfig {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");
  private static final String EXEC = "client.authentication.k8s.io/";

  private final KubeObject root;
  private final String label;

  private Kubeconfig(KubeObject root, String label) {
    this.root = root;
    this.label = label;
  }

  /// @param label the file, for messages
  /// @throws InvalidValueException if it is none
  static Kubeconfig parse(byte[] bytes, String label) {
    try {
      var documents = KubeYaml.documents(bytes, "the kubeconfig");
      if (documents.size() != 1 || !documents.getFirst().members().containsKey("clusters")) {
        throw new InvalidValueException(
            "%s is no kubeconfig: it must be one document with clusters".formatted(label));
      }
      return new Kubeconfig(new KubeObject(documents.getFirst()), label);
    } catch (JsonException e) {
      // Not the parser's own words: they may quote a secret.
      throw new InvalidValueException(label + " is no kubeconfig: it is not YAML");
    }
  }

  /// The names of its contexts.
  List<String> contexts() {
    return root.list("contexts").stream()
        .map(each -> each.text("name"))
        .flatMap(java.util.stream.Stream::ofNullable)
        .toList();
  }

  /// @param context null for the current one
  /// @param folder of the file: relative paths count from there
  KubeAccess access(@Nullable String context, Path folder) {
    var name = context == null ? root.text("current-context") : context;
    if (name == null) {
      throw wrong("names no current context: say which of %s".formatted(contexts()));
    }
    var chosen = named("contexts", "context", name);
    var cluster = named("clusters", "cluster", needed(chosen, "cluster", name));
    var userName = chosen.text("user");
    var user =
        userName == null
            ? new KubeObject(new ObjectBuilder().build())
            : named("users", "user", userName);
    var server = server(cluster);
    var warnings = new ArrayList<String>();
    if (cluster.has("proxy-url")) {
      warnings.add(
          "the kubeconfig %s asks for a proxy: it is not used, the cluster is asked directly"
              .formatted(label));
    }
    boolean insecure = cluster.flag("insecure-skip-tls-verify");
    if (insecure) {
      warnings.add(
          "the kubeconfig %s trusts anybody who answers for %s (insecure-skip-tls-verify)"
              .formatted(label, server));
    }
    refuseUnknown(user);
    var ca = data(cluster, "certificate-authority", folder);
    if (insecure && ca != null) {
      throw wrong("has a certificate authority and insecure-skip-tls-verify: one of them");
    }
    return new KubeAccess(
        server,
        new Trust(
            ca == null ? null : Pem.certificates(ca, "the certificate authority of " + label),
            insecure,
            cluster.text("tls-server-name")),
        identity(user, folder),
        credential(user, cluster, server, folder),
        "context %s of %s".formatted(Text.clipped(name, 100), label),
        warnings);
  }

  private void refuseUnknown(KubeObject user) {
    for (var field : List.of("auth-provider", "username", "password")) {
      if (user.has(field)) {
        throw wrong(
            "signs in by %s, which Kubernetes gave up: use exec or a token".formatted(field));
      }
    }
    for (var field : List.of("as", "as-uid", "as-groups", "as-user-extra")) {
      if (user.has(field)) {
        throw wrong("asks to act as somebody else (%s), which is not done".formatted(field));
      }
    }
  }

  private @Nullable Identity identity(KubeObject user, Path folder) {
    var certificate = data(user, "client-certificate", folder);
    var key = data(user, "client-key", folder);
    if (certificate == null && key == null) {
      return null;
    }
    if (certificate == null || key == null) {
      throw wrong("has a client certificate without its key, or a key without its certificate");
    }
    return Identity.of(certificate, key, label);
  }

  private Credential credential(KubeObject user, KubeObject cluster, URI server, Path folder) {
    if (user.has("exec")) {
      return new Credential.Exec(
          plugin(new KubeObject(object(user, "exec")), cluster, server, folder));
    }
    var token = user.text("token");
    var file = user.text("tokenFile");
    if (file != null) {
      return new Credential.TokenFile(path(folder, file), token);
    }
    return token == null ? Credential.NONE : new Credential.Token(token);
  }

  private ExecPlugin plugin(KubeObject exec, KubeObject cluster, URI server, Path folder) {
    var command = exec.text("command");
    var version = exec.text("apiVersion");
    if (command == null || version == null) {
      throw wrong("has an exec plugin without command or apiVersion");
    }
    if (!version.equals(EXEC + "v1") && !version.equals(EXEC + "v1beta1")) {
      throw wrong("has an exec plugin of %s: v1 and v1beta1 are known".formatted(version));
    }
    if ("Always".equals(exec.text("interactiveMode"))) {
      throw wrong("has an exec plugin that wants a person at a terminal (interactiveMode: Always)");
    }
    var arguments = new ArrayList<String>();
    if (exec.at("args") instanceof Json.Arr args) {
      for (var each : args.items()) {
        if (!(each instanceof Json.Str text)) {
          throw wrong("has an exec plugin with an argument that is no text: quote it");
        }
        arguments.add(text.value());
      }
    }
    Map<String, String> environment = new LinkedHashMap<>();
    for (var each : exec.list("env")) {
      var name = each.text("name");
      if (name == null || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
        throw wrong("has an exec plugin with a variable without a name");
      }
      var value = each.text("value");
      environment.put(name, value == null ? "" : value);
    }
    return new ExecPlugin(
        ExecPlugin.command(folder, command, arguments),
        environment,
        folder,
        version,
        exec.flag("provideClusterInfo") ? told(cluster, server) : null,
        ExecPlugin.PATIENCE);
  }

  private static Json.Obj told(KubeObject cluster, URI server) {
    return new ObjectBuilder()
        .put("server", server.toString())
        .put("tls-server-name", cluster.text("tls-server-name"))
        .put("insecure-skip-tls-verify", cluster.flag("insecure-skip-tls-verify"))
        .put("certificate-authority-data", cluster.text("certificate-authority-data"))
        .build();
  }

  private URI server(KubeObject cluster) {
    var text = cluster.text("server");
    try {
      var uri = new URI(text == null ? "" : text.replaceAll("/+$", ""));
      var scheme = uri.getScheme();
      if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawQuery() != null) {
        throw wrong("has a cluster whose server is no address");
      }
      if ("https".equalsIgnoreCase(scheme)) {
        return uri;
      }
      if ("http".equalsIgnoreCase(scheme) && LOOPBACK.matcher(uri.getHost()).matches()) {
        return uri;
      }
      throw wrong("has a cluster whose server is not https");
    } catch (URISyntaxException e) {
      throw wrong("has a cluster whose server is no address");
    }
  }

  private byte @Nullable [] data(KubeObject from, String field, Path folder) {
    var inline = from.text(field + "-data");
    if (inline != null) {
      try {
        return Base64.getDecoder().decode(inline.replaceAll("\\s", ""));
      } catch (IllegalArgumentException e) {
        throw wrong("has a %s-data that is not base64".formatted(field));
      }
    }
    var file = from.text(field);
    return file == null
        ? null
        : SmallFile.read(path(folder, file), "the " + field + " of " + label);
  }

  private Path path(Path folder, String name) {
    try {
      return folder.resolve(name).normalize();
    } catch (InvalidPathException e) {
      throw wrong("names a file that is no path");
    }
  }

  private KubeObject named(String list, String field, String name) {
    for (var each : root.list(list)) {
      if (name.equals(each.text("name"))) {
        return new KubeObject(object(each, field));
      }
    }
    throw wrong("has no %s '%s' among its %s".formatted(field, Text.clipped(name, 100), list));
  }

  private Json.Obj object(KubeObject from, String field) {
    if (from.at(field) instanceof Json.Obj obj) {
      return obj;
    }
    throw wrong("has a %s that is no object".formatted(field));
  }

  private String needed(KubeObject context, String field, String name) {
    var value = context.text(field);
    if (value == null) {
      throw wrong("has a context '%s' without a %s".formatted(Text.clipped(name, 100), field));
    }
    return value;
  }

  private InvalidValueException wrong(String what) {
    return new InvalidValueException("the kubeconfig %s %s".formatted(label, what));
  }
}
