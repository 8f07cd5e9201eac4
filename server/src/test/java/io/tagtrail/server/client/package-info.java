/// What everything that answers as Tagtrail must do, tried on a local ledger and over a server.
@NullMarked
package io.tagtrail.server.client;

import org.jspecify.annotations.NullMarked;
