package io.tagtrail.server.rules;

import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/// Expressions in CEL that are true or false, over what is declared here and nothing else: they
/// read no clock, no network, no file. Their cost is bounded: by their length, by the steps of all
/// their comprehensions together, by regular expressions that take linear time (RE2).
///
/// Loading this class loads the library, which takes some tenths of a second: whoever may need no
/// expression asks for it late.
public final class Cel {
  static final int MAX_LENGTH = 4_096;
  private static final int MAX_STEPS = 10_000;
  private static final int MESSAGE_BYTES = 300;
  private static final int CACHED = 10_000;

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .maxExpressionCodePointSize(MAX_LENGTH)
          .maxParseRecursionDepth(64)
          .comprehensionMaxIterations(MAX_STEPS)
          .maxRegexProgramSize(1_000)
          .build();

  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.legacyCelRuntimeBuilder().setOptions(OPTIONS).build();

  private static final Cel RULES =
      new Cel(builder ->
          builder
              .addVar("event", CelTypes.EVENT)
              .addVar("bundle", CelTypes.BUNDLE)
              .addVar("history", ListType.create(CelTypes.PAST)));

  private static final Cel GRANTS =
      new Cel(builder ->
          builder
              .addVar("identity", CelTypes.IDENTITY)
              .addVar("claims", MapType.create(SimpleType.STRING, SimpleType.DYN))
              .addVar("alias", CelTypes.ALIAS));

  private final CelCompiler compiler;
  private final Map<String, Compiled> compiled = new ConcurrentHashMap<>();

  private Cel(UnaryOperator<CelCompilerBuilder> variables) {
    this.compiler =
        variables
            .apply(
                CelCompilerFactory.standardCelCompilerBuilder()
                    .setOptions(OPTIONS)
                    .setTypeProvider(new CelTypes())
                    .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                    .setResultType(SimpleType.BOOL))
            .build();
  }

  /// Rules of a policy, over `event`, `bundle` and `history`.
  public static Cel rules() {
    return RULES;
  }

  /// Conditions of rights, over `identity`, `claims` and `alias`.
  public static Cel grants() {
    return GRANTS;
  }

  /// What evaluating gave.
  public sealed interface Answer {
    record True() implements Answer {}

    record False() implements Answer {}

    /// It has no value, for these variables or for any.
    ///
    /// @param why a phrase for people, bounded and printable
    record Failed(String why) implements Answer {}
  }

  private sealed interface Compiled {
    record Good(CelRuntime.Program program) implements Compiled {}

    record Bad(String why) implements Compiled {}
  }

  /// @throws InvalidValueException if it is none, or is not true or false
  public void check(String expression) {
    if (compiled(expression) instanceof Compiled.Bad bad) {
      throw new InvalidValueException(bad.why());
    }
  }

  /// Evaluates. Nothing is thrown: an expression that has no value is [Answer.Failed].
  ///
  /// @param variables texts, longs, doubles, booleans, lists and maps
  public Answer evaluate(String expression, Map<String, ?> variables) {
    return switch (compiled(expression)) {
      case Compiled.Bad bad -> new Answer.Failed(bad.why());
      case Compiled.Good good -> run(good.program(), variables);
    };
  }

  private static Answer run(CelRuntime.Program program, Map<String, ?> variables) {
    try {
      return switch (program.eval(variables)) {
        case Boolean value -> value ? new Answer.True() : new Answer.False();
        case Object other ->
            new Answer.Failed(
                "it is neither true nor false, but " + other.getClass().getSimpleName());
      };
    } catch (CelEvaluationException e) {
      return new Answer.Failed(phrase(e.getMessage()));
    } catch (RuntimeException | StackOverflowError e) {
      // The library is fed with what others wrote; whatever it trips over must not let anybody in.
      return new Answer.Failed(
          "it could not be evaluated: " + phrase(String.valueOf(e.getMessage())));
    }
  }

  private Compiled compiled(String expression) {
    if (compiled.size() > CACHED) {
      compiled.clear();
    }
    return compiled.computeIfAbsent(expression, this::compile);
  }

  private Compiled compile(String expression) {
    if (expression.length() > MAX_LENGTH) {
      return new Compiled.Bad("an expression has at most %d characters".formatted(MAX_LENGTH));
    }
    try {
      return new Compiled.Good(RUNTIME.createProgram(compiler.compile(expression).getAst()));
    } catch (CelValidationException | CelEvaluationException e) {
      return new Compiled.Bad("not an expression that holds: " + phrase(e.getMessage()));
    } catch (RuntimeException | StackOverflowError e) {
      return new Compiled.Bad("not an expression: " + phrase(String.valueOf(e.getMessage())));
    }
  }

  /// The first line of the library's message, which then quotes the expression.
  private static String phrase(@org.jspecify.annotations.Nullable String message) {
    var text = message == null ? "no reason given" : message;
    var first = text.lines().findFirst().orElse("no reason given");
    return Text.clipped(first.replaceFirst("^ERROR: <input>:", ""), MESSAGE_BYTES);
  }
}
