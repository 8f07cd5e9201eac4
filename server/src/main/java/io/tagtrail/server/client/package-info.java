/// Tagtrail over a server: [RemoteTagtrail] asks the HTTP API, and gives the same answers and the
/// same exceptions as a local ledger does.
@NullMarked
package io.tagtrail.server.client;

import org.jspecify.annotations.NullMarked;
