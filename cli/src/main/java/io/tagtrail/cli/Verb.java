package io.tagtrail.cli;

import java.util.concurrent.Callable;

/// A verb of the command line. Subclasses have its arguments as picocli fields and do its work in
/// [#run].
abstract class Verb implements Callable<Integer> {
  private final Session session;

  Verb(Session session) {
    this.session = session;
  }

  final Session session() {
    return session;
  }

  /// Whether its answer is a document, which can be had as Markdown.
  boolean isDocument() {
    return false;
  }

  /// Does it, answers, and says how it ended.
  ///
  /// @throws InterruptedException if the thread is interrupted while it waits
  abstract ExitCode run() throws InterruptedException;

  @Override
  public final Integer call() throws InterruptedException {
    if (!isDocument()) {
      session.refuseMarkdown();
    }
    try {
      return run().code();
    } finally {
      session.endProgress();
    }
  }
}
