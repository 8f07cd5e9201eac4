/// Who asks: verified tokens of OpenID Connect issuers, tokens of Tagtrail's own, and signed-in
/// people. A token that cannot be verified is nobody; an issuer that is away is said, never
/// guessed.
@NullMarked
package io.tagtrail.server.identity;

import org.jspecify.annotations.NullMarked;
