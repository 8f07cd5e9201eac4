package io.tagtrail.server.http;

import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// SIGHUP, by which daemons are told to read their configuration again. Java has no public way to
/// it but `sun.misc.Signal`, which is in every JDK (module jdk.unsupported) and not to be compiled
/// against.
final class Hangup {
  private static final Logger LOG = LoggerFactory.getLogger(Hangup.class);

  private Hangup() {}

  static void onHangup(Runnable action) {
    try {
      var signal = Class.forName("sun.misc.Signal");
      var handler = Class.forName("sun.misc.SignalHandler");
      Runnable told = () -> Thread.ofVirtual().name("hangup").start(action);
      var run =
          MethodHandles.lookup()
              .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
              .bindTo(told);
      signal
          .getMethod("handle", signal, handler)
          .invoke(
              null,
              signal.getConstructor(String.class).newInstance("HUP"),
              MethodHandleProxies.asInterfaceInstance(
                  handler, MethodHandles.dropArguments(run, 0, signal)));
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      LOG.warn(
          "SIGHUP does not reload the configuration here; changes of its files do: {}",
          e.getMessage());
    }
  }
}
