/// How safe a team is, as people read it, and what the doctor verb reads from this machine.
@NullMarked
package io.tagtrail.cli.doctor;

import org.jspecify.annotations.NullMarked;
