/// The rules that hold over the whole house.
@NullMarked
package io.tagtrail.architecture;

import org.jspecify.annotations.NullMarked;
