package io.tagtrail.server.http.exchange;

/// Ends a request with a problem, from wherever it was found.
public final class ProblemException extends RuntimeException {
  private final transient Problem problem;

  public ProblemException(Problem problem) {
    // It is an answer, not a malfunction: nobody reads its stack.
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  public static ProblemException of(ProblemType type, String detail) {
    return new ProblemException(Problem.of(type, detail));
  }

  public Problem problem() {
    return problem;
  }
}
