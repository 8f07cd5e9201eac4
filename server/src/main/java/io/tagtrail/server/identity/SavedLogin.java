package io.tagtrail.server.identity;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.model.Text;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A person's sign-in at one server, as it is kept on their machine between commands.
///
/// @param server the server that the bearer is sent to, and to no other
/// @param bearer secret
/// @param refresh secret; null where the issuer gave none
/// @param expires when the bearer ends
public record SavedLogin(
    URI server,
    URI issuer,
    String clientId,
    List<String> scopes,
    String bearer,
    @Nullable String refresh,
    Instant expires) {
  public SavedLogin {
    scopes = List.copyOf(scopes);
  }

  /// The same sign-in with new tokens.
  public SavedLogin with(DeviceLogin.Tokens tokens) {
    return new SavedLogin(
        server, issuer, clientId, scopes, tokens.bearer(), tokens.refresh(), tokens.expires());
  }

  @Override
  public String toString() {
    return "SavedLogin[" + server + ", until " + expires + "]";
  }

  byte[] toJson() {
    var members = new LinkedHashMap<String, Object>();
    members.put("server", server.toString());
    members.put("issuer", issuer.toString());
    members.put("clientId", clientId);
    members.put("scopes", scopes);
    members.put("bearer", bearer);
    if (refresh != null) {
      members.put("refresh", refresh);
    }
    members.put("expires", expires.getEpochSecond());
    return StrictJson.write(members).getBytes(StandardCharsets.UTF_8);
  }

  /// @throws IOException if the bytes are no sign-in; the message says nothing of what is in them
  static SavedLogin parse(byte[] json) throws IOException {
    try {
      var members = StrictJson.object(json);
      var scopes = new ArrayList<String>();
      if (members.get("scopes") instanceof List<?> list) {
        list.forEach(scope -> scopes.add(String.valueOf(scope)));
      }
      if (!(members.get("expires") instanceof Long expires)) {
        throw new IOException("it has no expires");
      }
      return new SavedLogin(
          URI.create(text(members, "server")),
          URI.create(text(members, "issuer")),
          text(members, "clientId"),
          scopes,
          text(members, "bearer"),
          members.get("refresh") instanceof String refresh ? refresh : null,
          Instant.ofEpochSecond(expires));
    } catch (JsonException | IllegalArgumentException | java.time.DateTimeException e) {
      throw new IOException("it is damaged", e);
    }
  }

  private static String text(Map<String, Object> members, String name) throws IOException {
    if (members.get(name) instanceof String text && Text.fits(text, RawToken.MAX_LENGTH)) {
      return text;
    }
    throw new IOException("it has no " + name);
  }
}
