package io.tagtrail.core.promotion;

import io.tagtrail.core.event.RequestKey;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.model.Digest;
import org.jspecify.annotations.Nullable;

/// Makes the keys by which a repeated request is recognised. A key is scoped to the mover and the
/// alias: nobody can spend another's. A person's name is not hashed into it (the hash of a name
/// gives the name away); whoever finds an event by its key compares the name with the side record.
final class RequestKeys {
  private RequestKeys() {}

  /// The key of a request for a bundle; null where the asker gave none and there is no pipeline id
  /// to imply one. Of a rollback that lets Tagtrail choose, the bundle is no part: a re-run means
  /// the same rollback, not a further one.
  static @Nullable RequestKey of(MoveRequest request, @Nullable Digest found) {
    boolean chosen = request.aim() instanceof Aim.RollBack back && back.sequence() == null;
    var bundle = chosen ? null : found;
    var given = request.idempotencyKey();
    var pipeline = request.pipeline();
    if (given == null && pipeline.id() == null) {
      return null;
    }
    var scope =
        new ObjectBuilder()
            .putText("alias", request.alias())
            .put("issuer", request.mover().issuer())
            .put("subject", request.mover().subject());
    if (given != null) {
      scope.put("key", given);
    } else {
      scope
          .putText("bundle", bundle)
          .put("aim", aimKind(request.aim()))
          .put("provider", pipeline.provider())
          .put("pipeline", pipeline.id())
          .put("attempt", pipeline.attempt());
    }
    var asked =
        new ObjectBuilder()
            .put("aim", aimKind(request.aim()))
            .putText("bundle", bundle)
            .putText("location", request.location());
    return new RequestKey(
        Digest.of(scope.build().canonicalBytes()), Digest.of(asked.build().canonicalBytes()));
  }

  private static String aimKind(Aim aim) {
    return switch (aim) {
      case Aim.Promote p -> "promote";
      case Aim.PromoteFrom p -> "promote";
      case Aim.RollBack r -> "rollback";
      case Aim.Adopt a -> "adopt";
      case Aim.Relocate r -> "relocate";
    };
  }
}
