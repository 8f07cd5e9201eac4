/// What tests of registries are made of: bundles, a way to push them that is not the code under
/// test, a registry in memory, and the contract that every {@link
/// io.tagtrail.core.registry.Registry} keeps.
@NullMarked
package io.tagtrail.testkit.registry;

import org.jspecify.annotations.NullMarked;
