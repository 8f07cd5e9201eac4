package io.tagtrail.server.identity;

import static io.tagtrail.server.identity.Template.text;

import io.tagtrail.server.config.IssuerConfig.Preset;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the tokens of well-known issuers say, by the fields of
/// [io.tagtrail.server.config.IssuerConfig#FIELDS]. Pipelines get the same names, ids and numbers
/// as the command line claims without a token, so that runs before and after are comparable.
final class Presets {
  private static final int SHA256_DIGITS = 64;

  private Presets() {}

  /// The fields that the claims fill; those that they do not are not there.
  static Map<String, String> fields(Preset preset, String issuer, Map<String, Object> claims) {
    var fields = new HashMap<String, String>();
    put(fields, "subject", text(claims, "sub"));
    switch (preset) {
      case GITHUB -> github(fields, issuer, claims);
      case GITLAB -> gitlab(fields, issuer, claims);
      // A service account is no run of a pipeline, and an unknown issuer's claims mean what the
      // mapping says that they mean.
      case KUBERNETES, OIDC -> {}
    }
    return fields;
  }

  /// docs.github.com, "OpenID Connect reference". `workflow_ref` is the workflow that runs;
  /// `job_workflow_ref` can be a reusable one of another repository, whose runs are not counted by
  /// `run_number`.
  private static void github(
      Map<String, String> fields, String issuer, Map<String, Object> claims) {
    var repository = text(claims, "repository");
    var run = text(claims, "run_id");
    var attempt = text(claims, "run_attempt");
    var server = IssuerPages.github(issuer);
    fields.put("pipeline.provider", "github");
    put(fields, "pipeline.name", withoutRef(text(claims, "workflow_ref"), repository));
    put(fields, "pipeline.id", run);
    put(fields, "pipeline.attempt", attempt);
    put(fields, "pipeline.number", text(claims, "run_number"));
    if (server != null && repository != null) {
      if (run != null) {
        fields.put(
            "pipeline.url",
            server
                + "/"
                + repository
                + "/actions/runs/"
                + run
                + (attempt == null ? "" : "/attempts/" + attempt));
      }
      put(
          fields,
          "source.repository",
          withId(server + "/" + repository, text(claims, "repository_id")));
    }
    put(fields, "source.revision", revision(text(claims, "ref"), text(claims, "sha")));
  }

  /// docs.gitlab.com, "OpenID Connect (OIDC) Authentication Using ID Tokens". For a merge request
  /// from a fork `project_*` is the fork, and `job_project_*` where the pipeline runs. A job that
  /// is run again has a new `job_id`, which so counts as the attempt. The token has no number that
  /// counts pipelines.
  private static void gitlab(
      Map<String, String> fields, String issuer, Map<String, Object> claims) {
    var server = IssuerPages.gitlab(issuer);
    var project = text(claims, "project_path");
    var where = text(claims, "job_project_path");
    if (where == null) {
      where = project;
    }
    var pipeline = text(claims, "pipeline_id");
    fields.put("pipeline.provider", "gitlab");
    put(fields, "pipeline.name", where);
    put(fields, "pipeline.id", pipeline);
    put(fields, "pipeline.attempt", text(claims, "job_id"));
    if (where != null && pipeline != null) {
      fields.put("pipeline.url", server + "/" + where + "/-/pipelines/" + pipeline);
    }
    if (project != null) {
      put(fields, "source.repository", withId(server + "/" + project, text(claims, "project_id")));
    }
    put(fields, "source.revision", revision(text(claims, "ref"), text(claims, "sha")));
  }

  private static @Nullable String withoutRef(@Nullable String workflow, @Nullable String other) {
    if (workflow == null) {
      return other;
    }
    int at = workflow.indexOf('@');
    return at > 0 ? workflow.substring(0, at) : workflow;
  }

  /// The address that people know, with the number that stays when the name goes to somebody else.
  private static String withId(String address, @Nullable String id) {
    return id == null ? address : address + "#" + id;
  }

  /// As Flux writes it: `main@sha1:…`.
  private static @Nullable String revision(@Nullable String ref, @Nullable String sha) {
    if (sha == null) {
      return null;
    }
    var digest = (sha.length() == SHA256_DIGITS ? "sha256:" : "sha1:") + sha;
    return ref == null ? digest : ref.replaceFirst("^refs/(?:heads|tags)/", "") + "@" + digest;
  }

  private static void put(Map<String, String> fields, String name, @Nullable String value) {
    if (value != null) {
      fields.put(name, value);
    }
  }
}
