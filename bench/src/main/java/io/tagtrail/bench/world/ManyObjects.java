package io.tagtrail.bench.world;

import io.tagtrail.testkit.registry.Artifacts;
import java.time.Instant;
import java.util.Random;
import java.util.TreeMap;

/// The layer of a bundle with many objects of the kinds that bundles have, ten in each file.
public final class ManyObjects {
  private static final int IN_A_FILE = 10;

  private ManyObjects() {}

  /// @param seed of what differs from one such bundle to another
  public static byte[] layer(int objects, long seed) {
    var random = new Random(seed);
    var files = new TreeMap<String, String>();
    var text = new StringBuilder();
    for (int i = 0; i < objects; i++) {
      text.append("---\n").append(object(i, random));
      if ((i + 1) % IN_A_FILE == 0 || i + 1 == objects) {
        files.put("apps/team-%02d/app-%04d.yaml".formatted(i % 20, i / IN_A_FILE), text.toString());
        text.setLength(0);
      }
    }
    return Artifacts.flux(files, "https://git.example/acme/shop", "main", Instant.EPOCH)
        .blobs()
        .getLast()
        .bytes();
  }

  private static String object(int i, Random random) {
    var name = "app-%05d".formatted(i);
    return switch (i % 4) {
      case 0 ->
          """
          apiVersion: apps/v1
          kind: Deployment
          metadata:
            name: %1$s
            namespace: team-%2$d
            labels: {app.kubernetes.io/name: %1$s, app.kubernetes.io/part-of: shop}
          spec:
            replicas: %3$d
            selector:
              matchLabels: {app.kubernetes.io/name: %1$s}
            template:
              metadata:
                labels: {app.kubernetes.io/name: %1$s}
              spec:
                serviceAccountName: %1$s
                containers:
                  - name: main
                    image: registry.example.com/acme/%1$s:1.%3$d.0
                    args: ["--listen=:8080", "--log=json"]
                    env:
                      - name: LEVEL
                        value: "info"
                      - name: REGION
                        valueFrom:
                          configMapKeyRef: {name: %1$s, key: region}
                    ports:
                      - {name: http, containerPort: 8080}
                    readinessProbe:
                      httpGet: {path: /ready, port: http}
                    resources:
                      requests: {cpu: 100m, memory: 128Mi}
                      limits: {memory: 256Mi}
          """
              .formatted(name, i % 20, random.nextInt(9) + 1);
      case 1 ->
          """
          apiVersion: v1
          kind: Service
          metadata:
            name: %1$s
            namespace: team-%2$d
          spec:
            selector: {app.kubernetes.io/name: %1$s}
            ports:
              - {name: http, port: 80, targetPort: http}
          """
              .formatted(name, i % 20);
      case 2 ->
          """
          apiVersion: v1
          kind: ConfigMap
          metadata:
            name: %1$s
            namespace: team-%2$d
          data:
            region: eu-%3$d
            app.properties: |
              cache.size=%3$d
              cache.ttl=60s
              feature.new-checkout=true
          """
              .formatted(name, i % 20, random.nextInt(100));
      default ->
          """
          apiVersion: networking.k8s.io/v1
          kind: Ingress
          metadata:
            name: %1$s
            namespace: team-%2$d
            annotations:
              cert-manager.io/cluster-issuer: internal
          spec:
            rules:
              - host: %1$s.example.com
                http:
                  paths:
                    - path: /
                      pathType: Prefix
                      backend:
                        service: {name: %1$s, port: {name: http}}
          """
              .formatted(name, i % 20);
    };
  }
}
