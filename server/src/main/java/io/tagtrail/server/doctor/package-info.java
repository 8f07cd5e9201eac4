/// How safe a team is, by evidence: [Evidence] is what was looked at, [Judge] says what it proves,
/// [Diagnosis] is the answer. Judging is pure: nothing here asks anybody anything, but for
/// [TrialPush], which pushes a tag's own bytes where somebody asked for that.
@NullMarked
package io.tagtrail.server.doctor;

import org.jspecify.annotations.NullMarked;
