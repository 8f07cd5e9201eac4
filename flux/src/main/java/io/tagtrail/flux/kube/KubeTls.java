package io.tagtrail.flux.kube;

import io.tagtrail.core.model.InvalidValueException;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// TLS to one cluster.
final class KubeTls {
  private static final char[] PASSWORD = "memory".toCharArray();

  private KubeTls() {}

  static SSLContext context(Trust trust, @Nullable Identity identity) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(keys(identity), trusted(trust), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new InvalidValueException(
          "TLS to the cluster cannot be prepared: " + e.getMessage(), e);
    }
  }

  private static KeyManager @Nullable [] keys(@Nullable Identity identity)
      throws GeneralSecurityException, IOException {
    if (identity == null) {
      return null;
    }
    var store = emptyStore();
    store.setKeyEntry(
        "client", identity.key(), PASSWORD, identity.chain().toArray(new Certificate[0]));
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    return keys.getKeyManagers();
  }

  private static TrustManager[] trusted(Trust trust) throws GeneralSecurityException, IOException {
    if (trust.insecure()) {
      return new TrustManager[] {new Anybody()};
    }
    KeyStore store = null;
    if (trust.authorities() != null) {
      store = emptyStore();
      int n = 0;
      for (var authority : trust.authorities()) {
        store.setCertificateEntry("ca-" + n++, authority);
      }
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    var managers = factory.getTrustManagers();
    if (trust.serverName() == null) {
      return managers;
    }
    for (var manager : managers) {
      if (manager instanceof X509ExtendedTrustManager usual) {
        return new TrustManager[] {new Named(usual, trust.serverName())};
      }
    }
    throw new InvalidValueException("this Java cannot check a certificate for another name");
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  /// Checks the chain as usual, and the name against the one that the kubeconfig gives.
  private static final class Named extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager usual;
    private final String name;

    Named(X509ExtendedTrustManager usual, String name) {
      this.usual = usual;
      this.name = name.toLowerCase(Locale.ROOT);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      usual.checkServerTrusted(chain, type);
      var names = chain[0].getSubjectAlternativeNames();
      if (names != null) {
        for (List<?> each : names) {
          if (each.size() > 1 && each.get(1) instanceof String text && fits(text)) {
            return;
          }
        }
      }
      throw new CertificateException("the certificate is not for " + name);
    }

    private boolean fits(String pattern) {
      var wanted = pattern.toLowerCase(Locale.ROOT);
      if (wanted.equals(name)) {
        return true;
      }
      int dot = name.indexOf('.');
      return wanted.startsWith("*.") && dot > 0 && wanted.substring(1).equals(name.substring(dot));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      usual.checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      usual.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      usual.checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return usual.getAcceptedIssuers();
    }
  }

  /// `insecure-skip-tls-verify: true`.
  private static final class Anybody extends X509ExtendedTrustManager {
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
