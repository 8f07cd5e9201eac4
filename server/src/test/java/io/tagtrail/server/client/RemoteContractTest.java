package io.tagtrail.server.client;

import io.tagtrail.server.Tagtrail;
import io.tagtrail.server.http.Serve;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

class RemoteContractTest extends TagtrailContract {
  private @Nullable Serve serve;

  @Override
  Tagtrail open(Path folder) {
    serve = ApiServer.start(folder);
    return RemoteTagtrail.at(
        ServerAddress.parse(uri().toString(), false),
        null,
        TokenSource.of(ApiServer.token(folder), "a test"));
  }

  private URI uri() {
    return Objects.requireNonNull(serve).uri();
  }

  @Override
  void ended() {
    if (serve != null) {
      serve.close();
    }
  }
}
