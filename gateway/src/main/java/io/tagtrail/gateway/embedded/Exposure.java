package io.tagtrail.gateway.embedded;

/// Who may reach the registry, which has no authentication.
public enum Exposure {
  /// This machine only: another address is refused.
  LOOPBACK_ONLY,
  /// Whoever reaches the address that was asked for. For a host without a network, or behind
  /// something that asks who they are.
  ANY_ADDRESS
}
