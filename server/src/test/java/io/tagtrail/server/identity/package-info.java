/// Identity against a real issuer in this process, [TestIssuer], which other packages' tests can
/// start too.
@NullMarked
package io.tagtrail.server.identity;

import org.jspecify.annotations.NullMarked;
