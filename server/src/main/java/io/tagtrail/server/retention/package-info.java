/// The linter of retention rules: reads what a registry's owner wrote (zot, Harbor, ECR, ACR, GAR,
/// clean-ups of GHCR, GitLab) and says which rollback target dies when, by which rule, and what to
/// write instead. It asks no registry: the rules are a file, the targets are the ledger's.
@NullMarked
package io.tagtrail.server.retention;

import org.jspecify.annotations.NullMarked;
