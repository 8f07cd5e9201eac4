/// What is inside of bundles: read through the registry, recorded, compared; whether their images
/// are there.
@NullMarked
package io.tagtrail.server.inside;

import org.jspecify.annotations.NullMarked;
