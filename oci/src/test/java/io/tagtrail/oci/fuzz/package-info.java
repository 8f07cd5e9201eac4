/// Fuzz targets of what registries, their proxies and folders of other tools give the client.
/// Whatever it is, a [io.tagtrail.core.registry.RegistryException] says so in words that hold no
/// secret.
@NullMarked
package io.tagtrail.oci.fuzz;

import org.jspecify.annotations.NullMarked;
