package io.tagtrail.server.rules;

import io.tagtrail.core.policy.Window;
import io.tagtrail.server.config.Expressions;

/// Looks at expressions with the libraries that evaluate them.
public final class LibraryExpressions implements Expressions {
  @Override
  public void rule(String cel) {
    Cel.rules().check(cel);
  }

  @Override
  public void grant(String cel) {
    Cel.grants().check(cel);
  }

  @Override
  public void window(Window window) {
    Recurrence.check(window);
  }
}
