package io.tagtrail.oci.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IoTroubleTest {
  @TempDir Path folder;

  /// As the system throws it.
  private static String of(org.junit.jupiter.api.function.Executable failing) {
    return IoTrouble.of(assertThrows(IOException.class, failing));
  }

  @Test
  void what_a_disk_says_is_put_in_words_without_the_name_of_a_class() throws IOException {
    var file = Files.write(folder.resolve("a"), new byte[] {(byte) 0xff});
    assertThat(of(() -> Files.readString(folder.resolve("none"))))
        .isEqualTo("there is no such file or folder");
    assertThat(of(() -> Files.readAllBytes(folder))).isEqualTo("it is a folder");
    assertThat(of(() -> Files.readString(file.resolve("b"))))
        .isEqualTo("a part of its path is no folder");
    assertThat(of(() -> Files.createDirectory(file))).isEqualTo("it is there already");
    assertThat(of(() -> Files.readString(file, StandardCharsets.UTF_8)))
        .isEqualTo("it is not UTF-8");
    assertThat(of(() -> Files.readString(folder.resolve("x".repeat(300)))))
        .isEqualTo("its name is too long");
    assertThat(IoTrouble.of(new AccessDeniedException("/keys/q.key")))
        .isEqualTo("permission denied");
    assertThat(IoTrouble.of(new FileSystemException("/f", null, "No space left on device")))
        .isEqualTo("the disk is full");
    assertThat(IoTrouble.of(new IOException("No space left on device")))
        .isEqualTo("the disk is full");
  }

  @Test
  void what_a_network_says_too() throws IOException {
    int port;
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    assertThat(of(() -> asked("http://127.0.0.1:" + port + "/"))).isEqualTo("connection refused");
    assertThat(of(() -> asked("http://no-such-host.invalid/")))
        .isEqualTo("there is no host of that name");
  }

  private static void asked(String address) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      client.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.discarding());
    }
  }

  @Test
  void what_has_no_words_says_so() {
    assertThat(IoTrouble.of(new IOException())).isEqualTo("no reason was given");
    assertThat(IoTrouble.of(new ConnectException())).isEqualTo("connection refused");
    assertThat(IoTrouble.of(new IOException("GOAWAY received"))).isEqualTo("GOAWAY received");
  }
}
