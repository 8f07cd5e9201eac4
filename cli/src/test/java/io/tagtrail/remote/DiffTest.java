package io.tagtrail.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.cli.out.Columns;
import io.tagtrail.cli.world.Ran;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `tagtrail diff`, over a server and beside the ledger; and what it rests on.
class DiffTest {
  @TempDir Path folder;
  private Place place;

  @BeforeEach
  void open() throws IOException {
    place = new Place(folder);
    place.image("web", "1.0", 1);
    place.image("web", "1.1", 2);
  }

  @AfterEach
  void close() {
    place.close();
  }

  private Map<String, String> files(String tag, String more) {
    return Map.of(
        "apps/web.yaml",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec:
          template:
            spec:
              containers: [{name: web, image: "%s/web:%s"}]
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: token, namespace: shop}
        stringData: {password: hunter-%s}
        """
                .formatted(place.host(), tag, tag)
            + more);
  }

  private static final String JOB =
      """
      ---
      apiVersion: batch/v1
      kind: Job
      metadata: {name: migrate, namespace: shop}
      """;

  private void twoReleases() {
    var one = place.push("r1", files("1.0", ""), "a".repeat(40));
    place.run("promote", one, "shop/dev").ok();
    var two = place.push("r2", files("1.1", JOB), "b".repeat(40));
    place.run("promote", two, "shop/dev").ok();
  }

  @Test
  void what_differs_is_told_in_80_columns_over_a_server_as_beside_the_ledger() {
    twoReleases();
    var out = place.run("diff", "shop/dev~1..shop/dev").ok().out();
    assertThat(out)
        .contains(
            "BEFORE   shop/dev ",
            "https://github.com/acme/shop/compare/aaaaaaaaaaaa...bbbbbbbbbbbb",
            "1.0 (sha256:",
            "1.1 (sha256:",
            "~  Deployment shop/web",
            "+  Job shop/migrate",
            "files: 0 added, 0 removed, 1 changed",
            "(hidden: before)",
            "GOING BACK FROM #2 DOES NOT UNDO",
            "Jobs that are new have run")
        .doesNotContain("hunter");
    for (var line : out.lines().toList()) {
      assertThat(Columns.of(line)).as(line).isLessThanOrEqualTo(80);
    }
    assertThat(place.local("diff", "shop/dev").ok().out().lines().skip(2).toList())
        .isEqualTo(out.lines().skip(2).toList());
  }

  @Test
  void it_is_a_tree_for_programs_too() {
    twoReleases();
    var json = place.run("diff", "shop/dev", "-o", "json").ok();
    assertThat(json.out()).contains("\"lasting\"", "\"hunks\"").doesNotContain("hunter");
    assertThat(json.object().needObject("after").needNumber("sequence")).isEqualTo(2);
    assertThat(place.run("diff", "shop/dev", "-o", "yaml").ok().out()).contains("topic: jobs");
  }

  @Test
  void environments_are_compared_and_what_is_no_place_is_said() {
    twoReleases();
    place.run("promote", "shop/dev~1", "shop/prod");
    place.run("promote", "shop/dev", "shop/prod").ok();
    assertThat(place.run("diff", "shop/dev..shop/prod").ok().out()).contains("the same bundle");
    for (var wrong : new String[] {"shop/dev#1", "shop/dev~7..", "nonsense"}) {
      Ran ran = place.run("diff", wrong);
      assertThat(ran.exit()).as(wrong).isNotZero();
      assertThat(ran.err()).isNotEmpty();
    }
  }

  @Test
  void a_target_whose_image_is_gone_is_no_way_back_and_another_is_named() throws Exception {
    place.run("promote", place.push("r0", files("1.1", ""), "9".repeat(40)), "shop/dev").ok();
    twoReleases();
    place.loseImage("web", 1);
    // A process of its own, which has asked for nothing a moment ago.
    var out = place.local("get", "shop/dev").ok().out();
    assertThat(out).contains("SAFE", "(#1)").contains("1 of 1 gone", "not there any more");
    // What is compared is read all the same.
    assertThat(place.local("diff", "shop/dev").ok().out()).contains("web", "1.0 (sha256:");
  }

  @Test
  void a_promotion_to_an_image_that_is_gone_is_refused_by_name() {
    var gone = place.push("r3", files("9.9", ""), "c".repeat(40));
    var ran = place.run("promote", gone, "shop/dev");
    assertThat(ran.exit()).isEqualTo(3);
    assertThat(ran.out() + ran.err()).contains("images", "/web:9.9");
  }
}
