package io.tagtrail.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.server.Ask;
import io.tagtrail.server.ForbiddenException;
import io.tagtrail.server.wire.ServerException;
import io.tagtrail.server.wire.UnauthenticatedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A server, or something before it, that fails in every way that a client can meet.
class BrokenServerTest {
  private static final Alias PROD = Alias.parse("shop/prod");
  private static final String SECRET = "tt_very-secret";

  private final ToldServer server = new ToldServer();
  private final RemoteTagtrail tagtrail =
      RemoteTagtrail.at(server.address(), null, TokenSource.of(SECRET, "a test"));

  @AfterEach
  void end() {
    tagtrail.close();
    server.close();
  }

  private static Ask ask() {
    return Ask.of("r", new Mover(Mover.Kind.PERSON, FactStatus.CLAIMED, null, null), "ann");
  }

  private static Ask keyed() {
    var ask = ask();
    return new Ask(
        "r", ask.mover(), "ann", ask.pipeline(), ask.builder(), null, null, null, "my-key", false);
  }

  @Test
  void a_read_that_was_cut_is_asked_again() {
    server.then(0, "").then(200, "{\"aliases\":[\"shop/prod\"]}");
    assertThat(tagtrail.state().unfinished()).containsExactly(PROD);
    assertThat(server.asked).hasSize(2).allMatch(each -> each.endsWith("Bearer " + SECRET));
  }

  @Test
  void a_move_that_was_cut_is_never_sent_again_not_even_with_a_key() {
    for (var ask : new Ask[] {ask(), keyed()}) {
      server.asked.clear();
      var failure =
          catchThrowableOfType(
              ServerException.class, () -> tagtrail.moves().promote(PROD, ":x", false, ask));
      assertThat(failure.mayHaveHappened()).isTrue();
      assertThat(failure).hasMessageContaining("look before asking again");
      assertThat(server.asked).hasSize(1);
    }
  }

  @Test
  void where_nobody_listens_a_move_certainly_did_not_happen() {
    server.close();
    var failure =
        catchThrowableOfType(
            ServerException.class, () -> tagtrail.moves().promote(PROD, ":x", false, keyed()));
    assertThat(failure.mayHaveHappened()).isFalse();
    assertThat(failure).hasMessageContaining("nothing was changed");
  }

  @Test
  void problems_become_the_exceptions_that_they_were() {
    server.problem(400, "invalid", "");
    assertThatThrownBy(() -> tagtrail.state().status(PROD, false))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("why not");
    server.problem(403, "forbidden", ",\"right\":\"promote\",\"on\":\"shop/prod\"");
    var forbidden =
        catchThrowableOfType(
            ForbiddenException.class, () -> tagtrail.moves().promote(PROD, ":x", false, ask()));
    assertThat(forbidden.right()).isEqualTo("promote");
    assertThat(forbidden.on()).isEqualTo("shop/prod");
    server.problem(502, "registry-lying", ",\"applied\":\"no\",\"registryStatus\":404");
    var registry =
        catchThrowableOfType(
            RegistryException.class, () -> tagtrail.moves().promote(PROD, ":x", false, ask()));
    assertThat(registry.kind()).isEqualTo(RegistryException.Kind.LYING);
    assertThat(registry.applied()).isEqualTo(RegistryException.Applied.NO);
    assertThat(registry.status()).isEqualTo(404);
    server.problem(503, "ledger-unknown-outcome", "");
    assertThatThrownBy(() -> tagtrail.controls().unhold(PROD, ask()))
        .isInstanceOfSatisfying(
            LedgerException.class,
            e -> assertThat(e.kind()).isEqualTo(LedgerException.Kind.UNKNOWN_OUTCOME));
  }

  @Test
  void a_registry_of_which_the_server_does_not_say_whether_it_was_written_to_may_have_been() {
    server.problem(502, "registry-unavailable", "");
    var failure =
        catchThrowableOfType(
            RegistryException.class, () -> tagtrail.moves().promote(PROD, ":x", false, ask()));
    assertThat(failure.applied()).isEqualTo(RegistryException.Applied.UNKNOWN);
  }

  @Test
  void an_outcome_in_a_problem_is_the_answer() throws Exception {
    server.problem(
        409,
        "stale",
        ",\"outcome\":{\"alias\":\"shop/prod\",\"outcome\":\"stale\",\"movedOutside\":true,\"why\":\"x\"}");
    assertThat(tagtrail.moves().promote(PROD, ":x", false, ask()))
        .isEqualTo(new Outcome.Stale(null, null, true, "x"));
  }

  @Test
  void a_token_that_is_not_accepted_is_named_by_where_it_came_from_and_never_shown() {
    server.problem(401, "unauthenticated", "");
    assertThatThrownBy(() -> tagtrail.trail().head())
        .isInstanceOf(UnauthenticatedException.class)
        .hasMessageContaining("a test")
        .message()
        .doesNotContain(SECRET);
  }

  @Test
  void what_is_no_tagtrail_server_is_said_so() {
    server.then(200, "<html>hello</html>");
    assertThatThrownBy(() -> tagtrail.trail().head())
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("not what a Tagtrail server says");
    server.then(502, "<html>bad gateway</html>");
    assertThatThrownBy(() -> tagtrail.trail().head())
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("502")
        .hasMessageContaining("check the address");
    server.then(301, "");
    assertThatThrownBy(() -> tagtrail.trail().head())
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("another address");
    server.then(200, "{\"origin\":\"x\"}");
    assertThatThrownBy(() -> tagtrail.trail().head())
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("another version");
    server.then(404, "{\"type\":\"urn:other:thing\"}");
    assertThatThrownBy(() -> tagtrail.trail().entry(7)).isInstanceOf(ServerException.class);
  }

  @Test
  void what_is_not_there_is_empty() {
    server.problem(404, "not-found", "");
    assertThat(tagtrail.trail().entry(7)).isEmpty();
  }

  @Test
  void a_folder_of_this_machine_is_no_source_for_a_server() {
    assertThatThrownBy(() -> tagtrail.moves().promote(PROD, "oci-layout:./x", false, ask()))
        .isInstanceOf(InvalidValueException.class);
    assertThat(server.asked).isEmpty();
  }
}
