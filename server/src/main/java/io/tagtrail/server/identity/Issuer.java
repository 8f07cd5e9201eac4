package io.tagtrail.server.identity;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.server.config.IssuerConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A configured issuer at work: its document, its keys, and the way to it.
final class Issuer implements AutoCloseable {
  private static final long DOCUMENT_AGE = Duration.ofHours(1).toNanos();

  private final IssuerConfig config;
  private final LongSupplier nanos;
  private final Web web;
  private final KeySource keys;
  private @Nullable Discovery discovery;
  private long discoveredAt;

  Issuer(IssuerConfig config, IssuerTimes times, LongSupplier nanos) {
    this.config = config;
    this.nanos = nanos;
    this.web = new Web(config.ca(), times.patience());
    this.keys = new KeySource(this::read, times, nanos);
  }

  IssuerConfig config() {
    return config;
  }

  KeySource keys() {
    return keys;
  }

  Web web() {
    return web;
  }

  /// The issuer's document, read again once an hour.
  ///
  /// @throws IOException with a message for people if there is none
  Discovery discovery() throws IOException, InterruptedException {
    synchronized (this) {
      if (discovery != null && nanos.getAsLong() - discoveredAt < DOCUMENT_AGE) {
        return discovery;
      }
    }
    var address = Discovery.address(config.issuer());
    var fresh = parsed("the document at ", address, web.get(address));
    synchronized (this) {
      discovery = fresh;
      discoveredAt = nanos.getAsLong();
    }
    return fresh;
  }

  @Override
  public void close() {
    web.close();
  }

  private PublicKeys read() throws IOException, InterruptedException {
    var configured = config.jwks();
    var address = configured == null ? discovery().jwks() : configured;
    try {
      return PublicKeys.parse(bytes(address));
    } catch (JsonException e) {
      throw new IOException(
          "the keys at " + Web.named(address) + " are unusable: " + e.getMessage(), e);
    } catch (IOException e) {
      forget();
      throw e;
    }
  }

  /// The keys may have moved: the next reading asks where they are.
  private synchronized void forget() {
    discovery = null;
  }

  private byte[] bytes(URI address) throws IOException, InterruptedException {
    if (!"file".equals(address.getScheme())) {
      return web.get(address);
    }
    byte[] bytes;
    try (var in = Files.newInputStream(Path.of(address))) {
      bytes = in.readNBytes(Web.MAX_BODY + 1);
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(
          "the file %s cannot be read (%s)".formatted(address, e.getClass().getSimpleName()), e);
    }
    if (bytes.length > Web.MAX_BODY) {
      throw new IOException("the file %s is longer than %d bytes".formatted(address, Web.MAX_BODY));
    }
    return bytes;
  }

  private Discovery parsed(String what, URI address, byte[] bytes) throws IOException {
    try {
      return Discovery.parse(config.issuer(), bytes);
    } catch (JsonException e) {
      throw new IOException(what + Web.named(address) + " is unusable: " + e.getMessage(), e);
    }
  }
}
