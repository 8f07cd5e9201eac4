package io.tagtrail.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Dependencies point down: cli → server → gateway → oci, bundle, store → core → nothing; tlog
/// stands alone, store uses it.
class ArchitectureTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.tagtrail");

  @Test
  void dependencies_point_down() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("cli")
        .definedBy("io.tagtrail.cli..")
        .layer("server")
        .definedBy("io.tagtrail.server..")
        .layer("gateway")
        .definedBy("io.tagtrail.gateway..")
        .layer("flux")
        .definedBy("io.tagtrail.flux..")
        .layer("oci")
        .definedBy("io.tagtrail.oci..")
        .layer("store")
        .definedBy("io.tagtrail.store..")
        .layer("bundle")
        .definedBy("io.tagtrail.bundle..")
        .layer("core")
        .definedBy("io.tagtrail.core..")
        .layer("tlog")
        .definedBy("io.tagtrail.tlog..")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("server")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("gateway")
        .mayOnlyBeAccessedByLayers("cli", "server")
        .whereLayer("flux")
        .mayOnlyBeAccessedByLayers("cli", "server")
        .whereLayer("oci")
        .mayOnlyBeAccessedByLayers("cli", "server", "gateway")
        .whereLayer("bundle")
        .mayOnlyBeAccessedByLayers("cli", "server")
        .whereLayer("store")
        .mayOnlyBeAccessedByLayers("cli", "server")
        .whereLayer("tlog")
        .mayOnlyBeAccessedByLayers("store", "server", "cli")
        .ignoreDependency(
            com.tngtech.archunit.base.DescribedPredicate.describe(
                "the testkit", c -> c.getPackageName().startsWith("io.tagtrail.testkit")),
            com.tngtech.archunit.base.DescribedPredicate.alwaysTrue())
        .check(HOUSE);
  }

  @Test
  void the_core_touches_no_files_no_network_and_no_database() {
    noClasses()
        .that()
        .resideInAPackage("io.tagtrail.core..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "java.net..", "java.sql..", "java.io.File*")
        .check(HOUSE);
  }

  @Test
  void the_tree_depends_on_nothing() {
    classes()
        .that()
        .resideInAPackage("io.tagtrail.tlog..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.tagtrail.tlog..", "java..", "org.jspecify..")
        .check(HOUSE);
  }

  @Test
  void no_package_of_a_module_is_in_a_cycle_with_another() {
    for (var module : List.of("oci", "gateway", "server", "store", "bundle")) {
      slices()
          .matching("io.tagtrail." + module + ".(*)..")
          .should()
          .beFreeOfCycles()
          .allowEmptyShould(true)
          .check(HOUSE);
    }
  }

  @Test
  void only_the_one_path_and_its_helpers_put_a_tag() {
    noClasses()
        .that()
        .resideInAnyPackage("io.tagtrail.core.history..", "io.tagtrail.core.policy..")
        .should()
        .callMethod(
            io.tagtrail.core.registry.Registry.class,
            "put",
            io.tagtrail.core.model.Location.class,
            io.tagtrail.core.registry.Manifest.class)
        .check(HOUSE);
    noClasses()
        .that()
        .haveSimpleName("Settler")
        .or()
        .haveSimpleName("Observer")
        .should()
        .callMethod(
            io.tagtrail.core.registry.Registry.class,
            "put",
            io.tagtrail.core.model.Location.class,
            io.tagtrail.core.registry.Manifest.class)
        .because("settling never writes to a registry")
        .check(HOUSE);
  }

  @Test
  void every_package_is_null_marked() throws IOException {
    var root = Path.of(System.getProperty("tagtrail.root"));
    try (var files = Files.walk(root)) {
      var folders =
          files
              .filter(f -> f.toString().endsWith(".java"))
              .filter(f -> f.toString().contains("/src/main/java/"))
              .map(Path::getParent)
              .distinct()
              .toList();
      assertThat(folders).isNotEmpty();
      for (var folder : folders) {
        assertThat(folder.resolve("package-info.java"))
            .content()
            .as(folder.toString())
            .contains("@NullMarked");
      }
    }
  }
}
