/// Tries a policy on a table of cases, by the same code that decides.
@NullMarked
package io.tagtrail.server.policytest;

import org.jspecify.annotations.NullMarked;
