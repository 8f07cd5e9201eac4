/// Whether there is a way back: every bundle that an alias could be rolled back to is looked at
/// whole, with its images and its keep-tags, again and again; what is lost is recorded once, and a
/// rehearsal says how many aliases can go back and why the others cannot.
@NullMarked
package io.tagtrail.server.readiness;

import org.jspecify.annotations.NullMarked;
