package io.tagtrail.cli;

import io.tagtrail.cli.out.Format;
import io.tagtrail.cli.out.JsonText;
import io.tagtrail.cli.out.Page;
import io.tagtrail.cli.out.ProgressLine;
import io.tagtrail.cli.out.YamlText;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.promotion.Step;
import io.tagtrail.server.Tagtrail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One call of the command line: what its verb reads from and answers to.
final class Session {
  private static final String NO_MARKDOWN =
      "this verb has no Markdown form (runbook, doctor and readiness have): -o table, json or yaml";

  private final CliContext context;
  private final TagtrailCommand options;
  private final ProgressLine progress;
  private final Interruption interruption;
  private @Nullable Alias moving;

  Session(CliContext context, TagtrailCommand options) {
    this.context = context;
    this.options = options;
    this.progress = new ProgressLine(context.err(), context.errTerminal(), context.width());
    this.interruption = new Interruption(context.err());
  }

  CliContext context() {
    return context;
  }

  Backend backend() {
    var remote = remote();
    return remote == null ? context.backend() : new RemoteBackend(context.backend(), remote);
  }

  /// The server that is asked; null where it is a local ledger.
  @Nullable Remote remote() {
    return Remote.of(options, context.workingDirectory(), context.environment());
  }

  /// @throws InvalidValueException if no server is named
  Remote needRemote(String verb) {
    var remote = remote();
    if (remote == null) {
      throw new InvalidValueException(
          "tagtrail %s is about a server: name it with --server or in TAGTRAIL_SERVER"
              .formatted(verb));
    }
    return remote;
  }

  Globals globals() {
    return Globals.of(options.config, context.workingDirectory(), context.environment());
  }

  /// For verbs that are about this machine: a server that the flags name is a mistake, one that the
  /// environment names is none.
  void refuseRemote(String verb) {
    if (options.server != null) {
      throw new InvalidValueException(
          "tagtrail %s works on this machine: leave --server out".formatted(verb));
    }
  }

  Instant now() {
    return context.clock().instant();
  }

  boolean debug() {
    return options.debug;
  }

  boolean isTable() {
    return options.format.isText();
  }

  Tagtrail open() {
    return backend().open(globals(), progress::at, this::reached);
  }

  void progress(String doing, long done, long of) {
    progress.at(doing, done, of);
  }

  void reached(Step step) {
    interruption.reached(step);
    progress.at("done: " + step.name().toLowerCase(Locale.ROOT).replace('_', ' '), 0, 0);
  }

  /// The move of an alias is on record, and its clusters are waited for.
  void waiting(Alias alias) {
    interruption.stands(alias);
  }

  /// What the verb is to move: where it fails, it is said of this that it is unchanged.
  void moves(Alias alias) {
    moving = alias;
  }

  @Nullable Alias moving() {
    return moving;
  }

  /// From now on it is said when something lasts.
  void lasting(String doing) {
    progress.start(doing);
  }

  void endProgress() {
    progress.close();
  }

  /// The verb ended by itself.
  void ended() {
    endProgress();
    interruption.disarm();
  }

  /// Answers: as a page for people, or the tree for programs.
  void answer(Consumer<Page> page, Supplier<? extends Json> tree) {
    answer(
        page,
        tree,
        () -> {
          throw new InvalidValueException(NO_MARKDOWN);
        });
  }

  /// Answers with a document: as a page, the tree, or Markdown.
  void answer(Consumer<Page> page, Supplier<? extends Json> tree, Supplier<String> markdown) {
    endProgress();
    var text =
        switch (options.format) {
          case TABLE, TEXT -> paged(page, context.terminal());
          case JSON -> JsonText.of(tree.get());
          case YAML -> YamlText.of(tree.get());
          case MARKDOWN -> markdown.get();
        };
    context.out().print(text);
    context.out().flush();
  }

  /// Before a verb does anything: one that has no such form must not move a tag first.
  ///
  /// @throws InvalidValueException if Markdown is asked for
  void refuseMarkdown() {
    if (options.format == Format.MARKDOWN) {
      throw new InvalidValueException(NO_MARKDOWN);
    }
  }

  /// Answers with a line of its own, as one of many.
  void raw(String text) {
    endProgress();
    context.out().println(text);
    context.out().flush();
  }

  /// The same for people.
  void line(Consumer<Page> content) {
    endProgress();
    context.out().print(paged(content, context.terminal()));
    context.out().flush();
  }

  /// Says something that is not the answer.
  void say(Consumer<Page> page) {
    endProgress();
    context.err().print(paged(page, context.errTerminal()));
    context.err().flush();
  }

  private String paged(Consumer<Page> content, boolean terminal) {
    boolean colours = terminal && context.environment().getOrDefault("NO_COLOR", "").isEmpty();
    var page = new Page(context.width(), colours);
    content.accept(page);
    return page.text();
  }

  /// Asks a person; no where nobody is there to ask or nothing is answered.
  boolean confirmed(String question) {
    endProgress();
    say(page -> page.line(question + " [y/N]"));
    try {
      var answer = context.in().readLine();
      return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
