package io.tagtrail.server.config;

import io.tagtrail.core.model.Text;
import io.tagtrail.oci.http.IoTrouble;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// What all readers of one configuration share: the folder that paths are relative to, the
/// environment, the files that were read.
final class Reading {
  private static final int PATH_BYTES = 500;

  private final Path main;
  private final Map<String, String> env;
  private final Expressions expressions;
  private final Set<Path> files = new LinkedHashSet<>();

  Reading(Path main, Map<String, String> env, Expressions expressions) {
    this.main = main;
    this.env = env;
    this.expressions = expressions;
    files.add(main);
  }

  Map<String, String> env() {
    return env;
  }

  Expressions expressions() {
    return expressions;
  }

  Set<Path> files() {
    return files;
  }

  /// The path, relative to the folder of the main file.
  Path path(String text) {
    return folder().resolve(text);
  }

  Path folder() {
    var parent = main.toAbsolutePath().getParent();
    return parent == null ? Path.of("/") : parent;
  }

  /// The text of a further file, which is then part of the configuration.
  String further(Path file) {
    files.add(file);
    return text(file, "(it is named in %s)".formatted(main.getFileName()));
  }

  /// The text of a file of at most 1 MiB.
  ///
  /// @param remedy what to do where there is none
  static String text(Path file, String remedy) {
    var name = Text.clipped(file.toString(), PATH_BYTES);
    try (var in = Files.newInputStream(file)) {
      // Bounded before it is in memory: the name may be that of a device or of a disk image.
      var bytes = in.readNBytes(YamlView.MAX_SIZE + 1);
      if (bytes.length > YamlView.MAX_SIZE) {
        throw YamlView.tooLong(name);
      }
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (NoSuchFileException e) {
      throw new ConfigException(
          file + ": there is no such file" + (remedy.isEmpty() ? "" : " " + remedy), e);
    } catch (AccessDeniedException e) {
      throw new ConfigException(name + ": this user may not read it", e);
    } catch (CharacterCodingException e) {
      throw new ConfigException(name + ": not UTF-8", e);
    } catch (IOException e) {
      throw new ConfigException(name + " cannot be read: " + IoTrouble.of(e), e);
    }
  }
}
