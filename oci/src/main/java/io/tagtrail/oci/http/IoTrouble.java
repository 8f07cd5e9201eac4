package io.tagtrail.oci.http;

import io.tagtrail.core.model.Text;
import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What an input or output failed of, in words for people: never the name of a class, and not the
/// name of the file or host, which whoever says it has already.
public final class IoTrouble {
  private static final int TEXT_BYTES = 300;
  private static final int MOST_CAUSES = 8;

  private IoTrouble() {}

  /// `there is no such file`, `permission denied`, `connection refused` …
  public static String of(Throwable failure) {
    return switch (failure) {
      case UncheckedIOException e when e.getCause() != null -> of(e.getCause());
      case NoSuchFileException e -> "there is no such file or folder";
      case FileNotFoundException e -> "there is no such file, or it cannot be opened";
      case AccessDeniedException e -> "permission denied";
      case FileAlreadyExistsException e -> "it is there already";
      case NotDirectoryException e -> "it is no folder";
      case DirectoryNotEmptyException e -> "the folder is not empty";
      case FileSystemException e -> said(e.getReason());
      case CharacterCodingException e -> "it is not UTF-8";
      case UnknownHostException e -> "there is no host of that name";
      case HttpConnectTimeoutException e -> "no connection was made in time";
      case SocketTimeoutException e -> "there was no answer in time";
      case ConnectException e ->
          unresolved(e)
              ? "there is no host of that name"
              : e.getMessage() == null ? "connection refused" : said(e.getMessage());
      case ClosedChannelException e -> "the connection was closed";
      default -> said(failure.getMessage());
    };
  }

  private static boolean unresolved(Throwable failure) {
    Throwable cause = failure;
    for (int i = 0; i < MOST_CAUSES && cause != null; i++) {
      if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  /// The system's own words for what it has no exception for.
  private static String said(@Nullable String reason) {
    if (reason == null || reason.isBlank()) {
      return "no reason was given";
    }
    return switch (reason.toLowerCase(Locale.ROOT)) {
      case "is a directory" -> "it is a folder";
      case "not a directory" -> "a part of its path is no folder";
      case "no space left on device" -> "the disk is full";
      case "disk quota exceeded" -> "the disk quota is used up";
      case "read-only file system" -> "the file system is read-only";
      case "connection refused" -> "connection refused";
      case "file name too long" -> "its name is too long";
      default -> Text.clipped(reason, TEXT_BYTES);
    };
  }
}
