@NullMarked
package io.tagtrail.server.doctor;

import org.jspecify.annotations.NullMarked;
