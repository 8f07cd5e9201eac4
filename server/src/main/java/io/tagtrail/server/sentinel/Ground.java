package io.tagtrail.server.sentinel;

import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.policy.Policy;
import io.tagtrail.core.promotion.Claims;
import io.tagtrail.core.promotion.GovernedPath;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.server.config.SentinelConfig;

/// What a sentinel stands on: all of one configuration, asked for anew before each look.
public record Ground(
    SentinelConfig config,
    Policy policy,
    Ledger ledger,
    Registry registry,
    Claims claims,
    GovernedPath path) {}
