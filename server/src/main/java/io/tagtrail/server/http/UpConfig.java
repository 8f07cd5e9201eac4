package io.tagtrail.server.http;

/// The configuration that `tagtrail up` begins with.
final class UpConfig {
  private UpConfig() {}

  static String text(String registry) {
    return """
    # A trial: tagtrail up wrote this, and uses it again. docs/configuration.md says what each key
    # means.
    version: 1
    ledger: {path: ledger, durable: true}
    environments:
      dev:
        location: %1$s/dev/{application}:{environment}
      preprod:
        after: [dev]
        required: []
        location: %1$s/dev/{application}:{environment}
      prod:
        after: [preprod]
        required: []
        location: %1$s/prod/{application}:{environment}
    applications:
      shop: {}
    # On this machine only: nobody needs to be kept from asking often.
    server:
      limits: {requests: 1000000, anonymous: 1000000}
      # From anywhere in this registry, which everybody can read. A real one names repositories.
      copyFrom: ["%1$s/*"]
    identity:
      apiTokens: true
    rights:
      # Tokens are limited by themselves.
      - name: trial
        allow: [read, promote, rollback, rollback-past-admission, approve, override, block, hold,
                adopt, settle, report, audit, admin]
        on: "*/*"
    """
        .formatted(registry);
  }
}
