package io.tagtrail.server.identity;

import io.tagtrail.server.config.WebAddresses;
import java.net.URI;
import java.time.Duration;

/// The cookies of one public address. By https they carry the prefix `__Host-`, so that no other
/// host of the domain can plant one; by http, which is for loopback only, browsers refuse that.
final class Cookies {
  private final boolean secure;

  Cookies(URI publicUrl) {
    this.secure = "https".equals(publicUrl.getScheme()) || !WebAddresses.isLoopback(publicUrl);
  }

  String session() {
    return name("tagtrail-session");
  }

  String login() {
    return name("tagtrail-login");
  }

  /// The value of a Set-Cookie header.
  String set(String name, String value, Duration age) {
    return name
        + "="
        + value
        + "; Path=/; Max-Age="
        + age.toSeconds()
        + "; HttpOnly; SameSite=Lax"
        + (secure ? "; Secure" : "");
  }

  /// The value of a Set-Cookie header that takes the cookie away.
  String clear(String name) {
    return set(name, "", Duration.ZERO);
  }

  private String name(String name) {
    return secure ? "__Host-" + name : name;
  }
}
