/// The embedded registry: an OCI Distribution 1.1 registry over a folder.
///
/// **What it is for: trial, tests, and single air-gapped hosts.** It has no authentication, no TLS,
/// no replication and no garbage collection. Whoever reaches its address may push, move and delete
/// everything in it; by default it therefore binds a loopback address and nothing else. What it
/// does promise: a push that was answered with 201 is on the disk (content and folder entries
/// forced) whole, under its digest, or the disk lied; a tag always names a manifest that was
/// complete when it was pushed; `kill -9` at any moment leaves nothing half-written in view.
///
/// The folder:
///
/// ```
/// format                                     which layout this is
/// lock                                       held by the one process that serves it
/// blobs/<algorithm>/<hh>/<hex>               content, shared by all repositories
/// tmp/, uploads/<uuid>/                      what is still arriving
/// repositories/<name>/_blobs/<algorithm>/<hex>       (empty) the repository has the blob
/// repositories/<name>/_manifests/<algorithm>/<hex>   the descriptor of a manifest
/// repositories/<name>/_tags/<tag>                    the descriptor that the tag names
/// repositories/<name>/_referrers/<subject>/<digest>  the entry of a referrer
/// ```
///
/// No component of a repository's name can begin with an underscore, so no repository can be
/// another's inner folder. Needs a file system whose folders can be forced and whose renames are
/// atomic: any local one of Linux or macOS, no network share.
///
/// Deleting takes away names, never content; DELETE of a blob that a manifest still needs is
/// allowed, as in other registries, and leaves that manifest incomplete.
@NullMarked
package io.tagtrail.gateway.embedded;

import org.jspecify.annotations.NullMarked;
