/// Holds the published contract (docs/contract.md, its schema and its examples) to the code.
@NullMarked
package io.tagtrail.server.contract;

import org.jspecify.annotations.NullMarked;
