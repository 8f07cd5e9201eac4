package io.tagtrail.server.config;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.net.URI;
import java.util.regex.Pattern;

/// Addresses that secrets or keys are fetched from or sent to.
public final class WebAddresses {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(?:\\.\\d{1,3}){3}|\\[::1]", Pattern.CASE_INSENSITIVE);

  private WebAddresses() {}

  /// The address, if it is https, or http within loopback, with a host and without user or
  /// fragment.
  ///
  /// @throws InvalidValueException saying what is wrong with it
  public static URI secure(String what, URI address) {
    var scheme = address.getScheme();
    boolean secure = "https".equals(scheme) || ("http".equals(scheme) && isLoopback(address));
    if (!secure || address.getHost() == null) {
      throw new InvalidValueException(
          "%s is not at an https address (http is for loopback only): %s"
              .formatted(what, Text.clipped(withoutUser(address), 200)));
    }
    if (address.getRawUserInfo() != null || address.getRawFragment() != null) {
      throw new InvalidValueException(what + " has a user or a fragment in its address");
    }
    return address;
  }

  /// Whether the address's host is this machine, by its text: no name is looked up.
  public static boolean isLoopback(URI address) {
    return address.getHost() != null && LOOPBACK.matcher(address.getHost()).matches();
  }

  private static String withoutUser(URI address) {
    return address.toString().replaceFirst("//[^/?#]*@", "//");
  }
}
