@NullMarked
package io.tagtrail.server.policytest;

import org.jspecify.annotations.NullMarked;
