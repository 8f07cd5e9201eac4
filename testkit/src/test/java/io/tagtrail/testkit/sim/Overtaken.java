package io.tagtrail.testkit.sim;

import io.tagtrail.core.ledger.Appended;
import io.tagtrail.core.ledger.Batch;
import io.tagtrail.core.ledger.Ledger;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/// Makes ledgers on which somebody else is always a moment faster, once.
final class Overtaken {
  private @Nullable Runnable first;

  private Overtaken(Runnable first) {
    this.first = first;
  }

  /// A ledger on which something happens right before the first append.
  static Ledger by(Ledger raw, Runnable first) {
    var it = new Overtaken(first);
    return (Ledger)
        Proxy.newProxyInstance(
            Ledger.class.getClassLoader(),
            new Class<?>[] {Ledger.class},
            (proxy, method, arguments) -> {
              if (arguments != null && arguments.length == 1 && arguments[0] instanceof Batch b) {
                return it.append(raw, b);
              }
              try {
                return method.invoke(raw, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private Appended append(Ledger raw, Batch batch) {
    var now = first;
    first = null;
    if (now != null) {
      now.run();
    }
    return raw.append(batch);
  }
}
