package io.tagtrail.server.signing;

import io.tagtrail.core.cluster.Clusters;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.policy.Assurance;
import io.tagtrail.core.policy.Assurance.Form;
import io.tagtrail.core.policy.Examiner;
import io.tagtrail.core.policy.Policy;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.promotion.Signer;
import io.tagtrail.oci.OciRegistry;
import io.tagtrail.server.config.Config;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What signs, and what knows whether Flux will take it, of one process.
public record Signing(KeyRing ring, RegistrySigner registrySigner, Examiner examiner) {
  /// @param env the environment variables, for secrets
  public static Signing of(
      Config config,
      Ledger ledger,
      OciRegistry registry,
      Map<String, String> env,
      Clusters clusters,
      InstantSource clock) {
    var ring = new KeyRing(config.around().keys(), env);
    Function<Alias, Assurance> assurance = alias -> config.policy().rulesOrUsual(alias).assurance();
    var signer =
        new RegistrySigner(
            ledger.head().origin(), ring, registry, assurance, relied(config.policy()));
    Function<Alias, Optional<Location>> locations =
        alias ->
            Optional.ofNullable(ledger.alias(alias).location())
                .or(() -> Optional.ofNullable(config.locations().get(alias)));
    return new Signing(
        ring, signer, new FluxVerify(ring, signer, registry, locations, clusters, clock));
  }

  /// The keys that environments verify with which do not sign Sigstore bundles themselves.
  static Set<String> relied(Policy policy) {
    return policy.environments().values().stream()
        .map(Rules::assurance)
        .filter(each -> each.signing().stream().allMatch(how -> how.form() == Form.LEGACY))
        .flatMap(each -> each.verify().stream())
        .collect(Collectors.toSet());
  }

  /// The port of the path.
  public Signer signer() {
    return registrySigner;
  }
}
