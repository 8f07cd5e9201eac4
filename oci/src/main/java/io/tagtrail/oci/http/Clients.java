package io.tagtrail.oci.http;

import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/// The JDK's HTTP clients, each made when it is first needed: one for http, one for https, one for
/// each CA file.
///
/// `java.net.http` and not `HttpURLConnection`, although that starts 60 ms sooner: the latter sends
/// a PUT again by itself when a pooled connection turns out closed, and has no deadline for a whole
/// exchange. The former sends again only GET and HEAD, and anything whose connection never opened
/// (unless `jdk.httpclient.enableAllMethodRetry` is set, which [Wire] refuses). HTTP/1.1 only: a
/// registry gains nothing from HTTP/2 here, and its refused streams are one more thing that sends
/// again. Redirects are never followed by the client.
final class Clients implements AutoCloseable {
  private final Hosts hosts;
  private final Duration connectTimeout;
  private final Map<String, HttpClient> clients = new ConcurrentHashMap<>();

  Clients(Hosts hosts, Duration connectTimeout) {
    this.hosts = hosts;
    this.connectTimeout = connectTimeout;
  }

  HttpClient of(URI uri) {
    if ("http".equalsIgnoreCase(uri.getScheme())) {
      return clients.computeIfAbsent("http", key -> builder().sslContext(new NoTls()).build());
    }
    Path ca = hosts.of(uri.getAuthority()).caFile();
    if (ca != null) {
      return clients.computeIfAbsent("ca " + ca, key -> tls(CaFile.context(ca)));
    }
    return clients.computeIfAbsent(
        "https", key -> builder().proxy(ProxySelector.getDefault()).build());
  }

  @Override
  public void close() {
    clients.values().forEach(HttpClient::shutdownNow);
  }

  private HttpClient tls(SSLContext context) {
    return builder().proxy(ProxySelector.getDefault()).sslContext(context).build();
  }

  private HttpClient.Builder builder() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(connectTimeout)
        .executor(Executors.newVirtualThreadPerTaskExecutor());
  }
}
