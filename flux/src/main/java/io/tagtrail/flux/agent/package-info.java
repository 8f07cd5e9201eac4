/// What the agent in a cluster does: it looks there, read-only, and pushes what it sees outwards to
/// the Tagtrail server. Nothing listens, and nothing comes in.
@NullMarked
package io.tagtrail.flux.agent;

import org.jspecify.annotations.NullMarked;
