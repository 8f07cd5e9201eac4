package io.tagtrail.flux.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Rule 12: nothing in Tagtrail can write to a cluster. Held on the compiled classes, so that no
/// change of the sources gets past it.
class ReadOnlyTest {
  private static final List<String> SENDING =
      List.of("java/net/http/", "java/net/Socket", "java/net/URLConnection", "java/net/HttpURL");

  @Test
  void one_class_alone_sends_requests_to_clusters() throws Exception {
    for (var file : classes()) {
      var names = referred(file);
      boolean sends =
          names.stream()
              .anyMatch(name ->
                  SENDING.stream().anyMatch(name::startsWith)
                      // Reading what came is not sending.
                      && !name.startsWith("java/net/http/HttpResponse")
                      && !name.startsWith("java/net/http/HttpHeaders"));
      var simple = String.valueOf(file.getFileName());
      assertThat(sends).as(simple).isEqualTo(simple.matches("GetOnly(\\$.*)?\\.class") && sends);
    }
  }

  @Test
  void that_class_can_send_get_and_no_body() throws Exception {
    var calls = new TreeSet<String>();
    for (var file : classes()) {
      if (!String.valueOf(file.getFileName()).startsWith("GetOnly")) {
        continue;
      }
      for (var entry : ClassFile.of().parse(file).constantPool()) {
        if (entry instanceof MemberRefEntry member
            && member.owner().asInternalName().startsWith("java/net/http/HttpRequest")) {
          calls.add(member.name().stringValue());
        }
        if (entry instanceof StringEntry text) {
          assertThat(text.stringValue())
              .isNotIn("POST", "PUT", "PATCH", "DELETE", "CONNECT", "OPTIONS");
        }
      }
    }
    assertThat(calls).containsExactly("GET", "build", "header", "newBuilder");
  }

  private static List<String> referred(Path file) throws IOException {
    var names = new java.util.ArrayList<String>();
    for (var entry : ClassFile.of().parse(file).constantPool()) {
      if (entry instanceof ClassEntry type) {
        names.add(type.asInternalName());
      }
    }
    return names;
  }

  /// Of this package and of those that are built on it.
  private static List<Path> classes() throws URISyntaxException, IOException {
    var kube =
        Path.of(GetOnly.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .resolve("io/tagtrail/flux");
    try (var files = Files.walk(kube)) {
      var all =
          files
              .filter(file -> file.toString().endsWith(".class"))
              .filter(file -> file.toString().matches(".*/(kube|status|discovery|agent)/[^/]*"))
              .toList();
      assertThat(all).hasSizeGreaterThan(30);
      return all;
    }
  }
}
