package io.tagtrail.core.promotion;

import io.tagtrail.core.event.Event;
import io.tagtrail.core.ledger.TaskKind;
import io.tagtrail.core.policy.Rules;
import java.util.EnumSet;
import java.util.Set;

/// What is to be done after the commit of a move: kept in the outbox, in the same transaction.
record AfterMove(Around around) {
  Set<TaskKind> tasks(Rules rules, Event event) {
    var tasks = EnumSet.noneOf(TaskKind.class);
    if (!event.kind().isMove()) {
      return tasks;
    }
    if (rules.attaches()) {
      tasks.add(TaskKind.ATTACH);
    }
    if (around.nudges().test(event.alias())) {
      tasks.add(TaskKind.NUDGE);
    }
    return tasks;
  }
}
