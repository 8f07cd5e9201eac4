package io.tagtrail.cli.env;

import java.util.regex.Pattern;

/// What must not be in an address that goes into the ledger, where it stays for good and is copied
/// onto the bundle.
public final class WebAddress {
  private static final Pattern USER =
      Pattern.compile("[a-z][a-z0-9+.-]*://[^/?#]*@.*", Pattern.CASE_INSENSITIVE);

  private WebAddress() {}

  /// Whether an address has a user, and with it mostly a token, before its host: as in
  /// `https://gitlab-ci-token:…@git.example/acme/shop`.
  public static boolean holdsPassword(String address) {
    return USER.matcher(address).matches();
  }
}
