/// Who may do what: rights by expressions over verified claims, and the guard that every request to
/// a server passes.
@NullMarked
package io.tagtrail.server.rights;

import org.jspecify.annotations.NullMarked;
