package io.tagtrail.cli.doctor;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.oci.auth.CredentialHelper;
import io.tagtrail.oci.auth.Credentials;
import io.tagtrail.oci.auth.DockerConfig;
import io.tagtrail.oci.auth.Login;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A login to try, as it is named on the command line: `user:password`, `env:NAME` (the same in a
/// variable), `file:PATH` (the same in a file, or a dockerconfigjson as Flux's Secret has it), or
/// `docker` (what Docker's configuration of this machine has).
///
/// @param user its name, for the record; null where the registry's entry decides
/// @param bare whether it does not say itself which registry it is for, and is given to whichever
///   asks until it is [#at] one
public record LoginSpec(@Nullable String user, Credentials credentials, boolean bare) {
  private static final int MAX_BYTES = 1 << 20;

  public static final LoginSpec NOBODY = new LoginSpec(null, Credentials.none(), false);

  /// The same for one registry and no other, where it does not say by itself which it is for.
  public LoginSpec at(String registry) {
    return bare
        ? new LoginSpec(
            user,
            asking -> asking.equals(registry) ? credentials.login(asking) : Login.None.NONE,
            false)
        : this;
  }

  @Override
  public String toString() {
    return "LoginSpec[" + user + ", ***]";
  }

  /// @param option the option that it is the value of, for errors; the value itself is never shown
  /// @throws InvalidValueException if it is none of these
  public static LoginSpec parse(
      String option, String text, Map<String, String> environment, Path folder) {
    if (text.equals("docker")) {
      return new LoginSpec("this machine's Docker login", Credentials.standard(environment), false);
    }
    if (text.startsWith("env:")) {
      var name = text.substring(4);
      var value = environment.get(name);
      if (value == null || value.isEmpty()) {
        throw new InvalidValueException(
            "%s names the variable %s, which is not set".formatted(option, name));
      }
      return pair(option, value);
    }
    return text.startsWith("file:") ? file(option, text.substring(5), folder) : pair(option, text);
  }

  private static LoginSpec file(String option, String name, Path folder) {
    Path file;
    String text;
    try {
      file = folder.resolve(name).normalize();
      if (Files.size(file) > MAX_BYTES) {
        throw new InvalidValueException("%s: the file is larger than 1 MiB".formatted(option));
      }
      text = Files.readString(file).strip();
    } catch (IOException | InvalidPathException e) {
      throw new InvalidValueException(
          "%s: the file %s cannot be read (%s)"
              .formatted(option, name, e.getClass().getSimpleName()),
          e);
    }
    return text.startsWith("{")
        ? new LoginSpec(
            "the login of " + file.getFileName(),
            new DockerConfig(file, new CredentialHelper()),
            false)
        : pair(option, text);
  }

  private static LoginSpec pair(String option, String text) {
    int colon = text.indexOf(':');
    if (colon < 1 || colon == text.length() - 1) {
      throw new InvalidValueException(option + " is user:password, env:NAME, file:PATH or docker");
    }
    var user = text.substring(0, colon);
    var login = new Login.Basic(user, text.substring(colon + 1));
    return new LoginSpec(user, registry -> login, true);
  }
}
