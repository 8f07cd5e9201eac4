package io.tagtrail.oci.auth;

import io.tagtrail.core.model.Repository;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a token is asked for: a repository to read, or to write, and perhaps one to mount from.
public record Scope(Repository repository, boolean push, @Nullable String from) {
  public static Scope pull(Repository repository) {
    return new Scope(repository, false, null);
  }

  public static Scope push(Repository repository) {
    return new Scope(repository, true, null);
  }

  public static Scope mount(Repository repository, String from) {
    return new Scope(repository, true, from);
  }

  /// As the token specification of the distribution project writes them.
  List<String> texts() {
    var own = "repository:" + repository.path() + (push ? ":pull,push" : ":pull");
    return from == null ? List.of(own) : List.of(own, "repository:" + from + ":pull");
  }
}
