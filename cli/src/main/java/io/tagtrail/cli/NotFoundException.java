package io.tagtrail.cli;

/// What was asked for is not there. The message is for the person who asked.
final class NotFoundException extends RuntimeException {
  NotFoundException(String message) {
    super(message);
  }
}
