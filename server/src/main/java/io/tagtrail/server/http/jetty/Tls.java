package io.tagtrail.server.http.jetty;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.oci.http.IoTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// The server's certificate and key, taken anew when the files change. New connections get the new
/// certificate; files that cannot be used leave the old one in place.
public final class Tls {
  private final Path certificate;
  private final Path key;
  private final SslContextFactory.Server factory = new SslContextFactory.Server();
  private List<Stamp> loaded;

  /// What a file looked like. Its real path is part of it: Kubernetes exchanges a link.
  private record Stamp(Path real, FileTime changed, long size) {}

  /// @throws InvalidValueException if the files cannot be used
  public Tls(Path certificate, Path key) {
    this.certificate = certificate;
    this.key = key;
    this.loaded = stamps();
    use(factory);
    factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    factory.setRenegotiationAllowed(false);
  }

  SslContextFactory.Server factory() {
    return factory;
  }

  private void use(SslContextFactory target) {
    target.setKeyStore(PemKeys.load(certificate, key));
    target.setKeyStorePassword(new String(PemKeys.PASSWORD));
    target.setKeyManagerPassword(new String(PemKeys.PASSWORD));
  }

  /// Takes the files anew if they changed.
  ///
  /// @return whether they did, and are in use now
  /// @throws InvalidValueException if they changed and cannot be used: what was loaded before stays
  ///   in use, and it is tried again the next time
  public boolean reloadIfChanged() {
    var now = stamps();
    if (now.equals(loaded)) {
      return false;
    }
    // Read before anything is exchanged: half of a pair may be written only.
    PemKeys.load(certificate, key);
    try {
      factory.reload(this::use);
    } catch (InvalidValueException e) {
      throw e;
    } catch (Exception e) {
      throw new InvalidValueException(
          "the certificate %s cannot be used: %s".formatted(certificate, e.getMessage()), e);
    }
    loaded = now;
    return true;
  }

  private List<Stamp> stamps() {
    return List.of(stamp(certificate), stamp(key));
  }

  private static Stamp stamp(Path file) {
    try {
      var real = file.toRealPath();
      return new Stamp(real, Files.getLastModifiedTime(real), Files.size(real));
    } catch (IOException e) {
      throw new InvalidValueException("%s cannot be read: %s".formatted(file, IoTrouble.of(e)), e);
    }
  }
}
