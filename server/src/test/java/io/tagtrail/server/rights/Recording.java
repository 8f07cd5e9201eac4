package io.tagtrail.server.rights;

import io.tagtrail.core.ledger.LogHead;
import io.tagtrail.server.Tagtrail;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A Tagtrail that writes down what is asked of it. A method that is new is recorded too, so that
/// no test can forget it.
final class Recording {
  /// A call of a method.
  record Call(String method, List<@Nullable Object> arguments) {}

  final List<Call> calls = new ArrayList<>();
  private BiFunction<String, Object[], @Nullable Object> answers = (method, arguments) -> null;

  /// Answers with what the function gives; where that is null, with something empty.
  Recording answering(BiFunction<String, Object[], @Nullable Object> function) {
    answers = function;
    return this;
  }

  Tagtrail tagtrail() {
    return (Tagtrail) recorded(Tagtrail.class);
  }

  /// The methods that lead to a part of Tagtrail, which are nothing that is asked.
  static Stream<Method> parts() {
    return Arrays.stream(Tagtrail.class.getMethods()).filter(Recording::isPart);
  }

  static boolean isPart(Method method) {
    var type = method.getReturnType();
    return method.getDeclaringClass() == Tagtrail.class
        && type.isInterface()
        && type.getPackage().equals(Tagtrail.class.getPackage());
  }

  private Object recorded(Class<?> type) {
    return Proxy.newProxyInstance(
        Recording.class.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) ->
            isPart(method)
                ? recorded(method.getReturnType())
                : called(method, arguments == null ? new Object[0] : arguments));
  }

  private @Nullable Object called(Method method, Object[] arguments) {
    calls.add(new Call(method.getName(), Arrays.asList(arguments)));
    var answer = answers.apply(method.getName(), arguments);
    return answer == null ? empty(method.getReturnType()) : answer;
  }

  private static @Nullable Object empty(Class<?> type) {
    if (type == List.class) {
      return List.of();
    }
    if (type == Optional.class) {
      return Optional.empty();
    }
    if (type == long.class) {
      return 0L;
    }
    if (type == LogHead.class || !type.isPrimitive()) {
      return null;
    }
    return type == boolean.class ? Boolean.FALSE : null;
  }
}
