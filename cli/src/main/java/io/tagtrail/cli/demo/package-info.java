/// The demo: the main job on the embedded registry, told as a story.
@NullMarked
package io.tagtrail.cli.demo;

import org.jspecify.annotations.NullMarked;
