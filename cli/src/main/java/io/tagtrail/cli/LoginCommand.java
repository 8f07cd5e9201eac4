package io.tagtrail.cli;

import io.tagtrail.cli.out.Style;
import io.tagtrail.cli.show.Labels;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.server.client.SavedTokens;
import io.tagtrail.server.client.ServerSignIn;
import io.tagtrail.server.identity.DeviceLogin;
import io.tagtrail.server.identity.SavedLogin;
import io.tagtrail.server.wire.UnauthenticatedException;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Command;

/// `tagtrail login`
@Command(
    name = "login",
    description = "Signs you in at a server: open the address it shows, on any device.")
final class LoginCommand extends Verb {
  LoginCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() throws InterruptedException {
    var remote = session().needRemote("login");
    var context = session().context();
    var signIn = ServerSignIn.ask(remote.server(), remote.ca());
    try (var login =
        new DeviceLogin(
            signIn.issuer(),
            signIn.clientId(),
            signIn.scopes(),
            remote.issuerCa(context.workingDirectory(), context.environment()),
            context.clock())) {
      var waiting = login.start();
      show(waiting);
      session().lasting("waiting for you to confirm");
      return switch (login.await(waiting, LoginCommand::sleep)) {
        case DeviceLogin.Polled.Granted granted -> kept(remote, signIn, granted.tokens());
        case DeviceLogin.Polled.Denied denied ->
            throw new UnauthenticatedException("the sign-in was denied");
        case DeviceLogin.Polled.Expired expired ->
            throw new UnauthenticatedException("nobody confirmed the code in time");
        case DeviceLogin.Polled.Refused refused ->
            throw new UnauthenticatedException("the issuer refuses: " + refused.why());
        case DeviceLogin.Polled.Pending pending ->
            throw new IllegalStateException("the wait ended while it was pending");
      };
    } catch (IOException e) {
      throw new UnauthenticatedException("nobody was signed in: " + e.getMessage());
    }
  }

  private static void sleep(Duration time) throws InterruptedException {
    Thread.sleep(time);
  }

  private void show(DeviceLogin.Waiting waiting) {
    var complete = waiting.complete();
    session()
        .say(page -> {
          page.line("open this address on any device:");
          page.whole((complete == null ? waiting.verification() : complete).toString());
          page.line(Style.BOLD, "and confirm the code " + waiting.userCode());
        });
  }

  private ExitCode kept(Remote remote, ServerSignIn signIn, DeviceLogin.Tokens tokens)
      throws IOException {
    SavedTokens.folder(session().context().environment())
        .write(
            new SavedLogin(
                remote.server().uri(),
                signIn.issuer(),
                signIn.clientId(),
                signIn.scopes(),
                tokens.bearer(),
                tokens.refresh(),
                tokens.expires()));
    session()
        .answer(
            page ->
                page.line(
                    "signed in at %s, until %s%s"
                        .formatted(
                            remote.server(),
                            Labels.when(tokens.expires(), session().now()),
                            tokens.refresh() == null ? "" : "; it is extended by itself")),
            () ->
                new ObjectBuilder()
                    .putText("server", remote.server())
                    .put("expires", tokens.expires())
                    .build());
    return ExitCode.OK;
  }
}
