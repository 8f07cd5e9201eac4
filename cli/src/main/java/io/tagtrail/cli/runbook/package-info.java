/// The incident page of an alias: what to do, with the commands filled in. Pure: from what was
/// asked of Tagtrail to a document, and from the document to text, Markdown and JSON.
@NullMarked
package io.tagtrail.cli.runbook;

import org.jspecify.annotations.NullMarked;
