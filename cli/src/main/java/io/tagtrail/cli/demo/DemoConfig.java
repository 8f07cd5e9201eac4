package io.tagtrail.cli.demo;

import java.util.LinkedHashMap;
import java.util.Map;

/// The texts of the demo.
final class DemoConfig {
  private DemoConfig() {}

  static String text(String host) {
    return """
    # The demo's configuration: one application, three environments, one registry.
    version: 1
    ledger:
      path: .tagtrail
      # A folder that outlives the job; without this a CI runner's disk is refused.
      durable: true
    environments:
      dev:
        location: %1$s/dev/{application}:{environment}
      preprod:
        after: [dev]
        location: %1$s/dev/{application}:{environment}
      prod:
        after: [preprod]
        location: %1$s/prod/{application}:{environment}
        rollback: {window: 90d, keep: 10}
    applications:
      shop: {}
    """
        .formatted(host);
  }

  static String deployment(String release) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: shop
    spec:
      selector: {matchLabels: {app: shop}}
      template:
        metadata: {labels: {app: shop}}
        spec:
          containers:
            - name: shop
              image: registry.example.com/acme/shop:%s
    """
        .formatted(release);
  }

  /// What a job of GitHub Actions sees.
  static Map<String, String> job(int run) {
    var env = new LinkedHashMap<String, String>();
    env.put("CI", "true");
    env.put("GITHUB_ACTIONS", "true");
    env.put("GITHUB_SERVER_URL", "https://github.com");
    env.put("GITHUB_REPOSITORY", "acme/shop");
    env.put("GITHUB_WORKFLOW_REF", "acme/shop/.github/workflows/release.yml@refs/heads/main");
    env.put("GITHUB_RUN_ID", Integer.toString(run));
    env.put("GITHUB_RUN_NUMBER", Integer.toString(run - 6900));
    env.put("GITHUB_RUN_ATTEMPT", "1");
    env.put("GITHUB_ACTOR", "release-bot");
    return env;
  }
}
