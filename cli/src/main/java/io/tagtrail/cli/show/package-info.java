/// How the domain's answers are shown to people and to programs.
///
/// The JSON form is a contract: members are added, never renamed. What has no value is not there;
/// lists are always there. Digests are whole, times are UTC to the millisecond.
///
/// | answer | members |
/// |---|---|
/// | an entry | `index`, `kind`, `time`, `stream`, `sequence`, `location`, `digest`, `previous`, `release`, `revision`, `mover`, `moverStatus`, `pipeline`, `runUrl`, `reason`, `erased`, `event` (as docs/event.schema.json has it) |
/// | `get` | `alias`, `asOf`, `location`, `governed`, `movedOutside`, `problems`, `now`, `before`, `outside`, `registry`, `stops`, `record`, `rollback` |
/// | `list` | `live`, `aliases` (each as `get` has it, without `rollback`) |
/// | a move | `alias`, `outcome`, and by outcome `entry`, `copied`, `board`, `sequence`, `digest`, `actual`, `expected`, `why`, `reasons`, `checks`, `intent` |
/// | `history` | `alias`, `entries`, each with `mark` where it was taken back |
/// | `search` | `what`, `found` (`alias`, `running`, `since`, `until`, `entry`) |
/// | `check`, `settle` | `checked` (`alias`, `result`, `recorded`, `intent`, `why`) |
/// | `resolve` | `url`, `repository`, `tag`, `digest` as `flux push artifact`, and `sequence`, `alias` |
@NullMarked
package io.tagtrail.cli.show;

import org.jspecify.annotations.NullMarked;
