/// A thin client of Kubernetes that reads and cannot write: get, list and watch over
/// `java.net.http`. Nothing in Tagtrail holds a right to write to a cluster, and nothing here could
/// use one: GET is the only method that [io.tagtrail.flux.kube.GetOnly] sends.
@NullMarked
package io.tagtrail.flux.kube;

import org.jspecify.annotations.NullMarked;
