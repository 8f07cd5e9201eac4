package io.tagtrail.server.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class BudgetTest {
  @Test
  void requests_to_one_registry_are_spaced_however_many_ask() throws Exception {
    var budget = new Budget(100, System::nanoTime);
    long began = System.nanoTime();

    var waiting = new ArrayList<Future<?>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 60; i++) {
        waiting.add(threads.submit(() -> budget.accept("registry.example")));
      }
    }
    for (var each : waiting) {
      each.get();
    }

    // A tenth of a second's worth comes at once: ten, and fifty more take half a second.
    long millis = (System.nanoTime() - began) / 1_000_000;
    assertThat(millis).isBetween(480L, 3_000L);
  }

  @Test
  void another_registry_has_a_budget_of_its_own() {
    var budget = new Budget(1, System::nanoTime);
    long began = System.nanoTime();

    budget.accept("a.example");
    budget.accept("b.example");

    assertThat(System.nanoTime() - began).isLessThan(500_000_000L);
  }

  @Test
  void who_is_interrupted_does_not_wait() {
    var budget = new Budget(1, System::nanoTime);
    budget.accept("a.example");
    Thread.currentThread().interrupt();
    long began = System.nanoTime();

    budget.accept("a.example");

    assertThat(Thread.interrupted()).isTrue();
    assertThat(System.nanoTime() - began).isLessThan(500_000_000L);
  }
}
