package io.tagtrail.server.client;

import io.tagtrail.core.promotion.Step;
import io.tagtrail.core.promotion.Time;
import io.tagtrail.core.registry.Progress;
import io.tagtrail.server.Local;
import io.tagtrail.server.Tagtrail;
import java.nio.file.Path;
import java.util.Map;

class LocalContractTest extends TagtrailContract {
  @Override
  Tagtrail open(Path folder) {
    return Local.open(
        shop().config(), Map.of(), Time.system(), Step.Listener.SILENT, Progress.SILENT);
  }

  @Override
  void ended() {}
}
