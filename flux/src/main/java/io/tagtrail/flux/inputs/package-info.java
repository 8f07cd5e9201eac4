/// What flux-operator asks for: the ledger's heads as inputs of a ResourceSet.
@NullMarked
package io.tagtrail.flux.inputs;

import org.jspecify.annotations.NullMarked;
