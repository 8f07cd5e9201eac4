/// What is in `deploy/`: read, checked and run as far as can be without a cluster or a container.
@NullMarked
package io.tagtrail.deploy;

import org.jspecify.annotations.NullMarked;
