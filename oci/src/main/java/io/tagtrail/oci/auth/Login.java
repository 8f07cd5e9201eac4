package io.tagtrail.oci.auth;

/// What we know to say at a registry. None of these shows its secret in `toString`.
public sealed interface Login {
  enum None implements Login {
    NONE
  }

  record Basic(String user, String password) implements Login {
    @Override
    public String toString() {
      return "Basic[" + user + ", ***]";
    }
  }

  /// A refresh token that a token service takes (`identitytoken` in Docker's config file).
  record Identity(String token) implements Login {
    @Override
    public String toString() {
      return "Identity[***]";
    }
  }

  /// A token that the registry itself takes (`registrytoken`).
  record Bearer(String token) implements Login {
    @Override
    public String toString() {
      return "Bearer[***]";
    }
  }
}
