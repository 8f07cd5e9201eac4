package io.tagtrail.bundle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// Makes archives, those too that nobody should have made.
public final class TarFile {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, 512, "UTF-8");

  public TarFile() {
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
  }

  public TarFile file(String path, String text) {
    return file(path, text.getBytes(StandardCharsets.UTF_8));
  }

  public TarFile file(String path, byte[] content) {
    var entry = new TarArchiveEntry(path, true);
    entry.setSize(content.length);
    return put(entry, content);
  }

  public TarFile folder(String path) {
    return put(new TarArchiveEntry(path + "/"), new byte[0]);
  }

  public TarFile link(String path, String target) {
    return link(path, target, TarConstants.LF_SYMLINK);
  }

  public TarFile hardLink(String path, String target) {
    return link(path, target, TarConstants.LF_LINK);
  }

  public TarFile device(String path) {
    return put(new TarArchiveEntry(path, TarConstants.LF_CHR), new byte[0]);
  }

  /// An extended header with a path, which the next entry would have.
  public TarFile pathHeader(String path) {
    var record = " path=" + path + "\n";
    int digits = String.valueOf(record.length() + 10).length();
    var content = (record.length() + digits + record).getBytes(StandardCharsets.UTF_8);
    var entry = new TarArchiveEntry("header", TarConstants.LF_PAX_EXTENDED_HEADER_LC);
    entry.setSize(content.length);
    return put(entry, content);
  }

  private TarFile link(String path, String target, byte flag) {
    var entry = new TarArchiveEntry(path, flag);
    entry.setLinkName(target);
    return put(entry, new byte[0]);
  }

  private TarFile put(TarArchiveEntry entry, byte[] content) {
    try {
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public byte[] plain() {
    try {
      tar.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  public byte[] gzip() {
    return gzip(plain());
  }

  /// What does not compress: with it a bundle is no zip bomb by its ratio.
  public static byte[] noise(int bytes) {
    var noise = new byte[bytes];
    new Random(1).nextBytes(noise);
    return noise;
  }

  public static byte[] gzip(byte[] plain) {
    var out = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(out)) {
      zip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
