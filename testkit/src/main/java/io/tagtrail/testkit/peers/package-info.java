/// Real peers: registries and clients that other people wrote, started as processes on loopback.
@NullMarked
package io.tagtrail.testkit.peers;

import org.jspecify.annotations.NullMarked;
