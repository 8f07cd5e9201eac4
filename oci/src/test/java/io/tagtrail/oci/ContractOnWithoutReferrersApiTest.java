package io.tagtrail.oci;

import io.tagtrail.core.model.Repository;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.testkit.registry.MemoryRegistry;
import io.tagtrail.testkit.registry.Pusher;
import io.tagtrail.testkit.registry.RegistryContract;
import org.junit.jupiter.api.AfterEach;

class ContractOnWithoutReferrersApiTest extends RegistryContract {
  private final MemoryRegistry memory = MemoryRegistry.withoutReferrersApi();
  private final OciRegistry registry = new OciRegistry(OciSettings.anonymous());
  private int count;

  @AfterEach
  void stop() {
    registry.close();
    memory.close();
  }

  @Override
  protected Registry registry() {
    return registry;
  }

  @Override
  protected Pusher pusher() {
    return memory.pusher();
  }

  @Override
  protected Repository freshRepository() {
    return memory.pusher().repository("acme/shop-" + ++count);
  }
}
