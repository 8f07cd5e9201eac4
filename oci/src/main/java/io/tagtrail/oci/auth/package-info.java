/// Who we are to a registry: credentials, challenges, tokens.
@NullMarked
package io.tagtrail.oci.auth;

import org.jspecify.annotations.NullMarked;
