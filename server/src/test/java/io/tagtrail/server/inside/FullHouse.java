package io.tagtrail.server.inside;

import io.tagtrail.bundle.BundleReader;
import io.tagtrail.bundle.Part;
import io.tagtrail.bundle.Reading;
import io.tagtrail.bundle.bound.Limits;
import io.tagtrail.bundle.diff.Comparison;
import io.tagtrail.bundle.diff.Difference;
import io.tagtrail.bundle.diff.Side;
import io.tagtrail.bundle.inventory.Inventory;
import io.tagtrail.bundle.model.BundleKind;
import io.tagtrail.bundle.model.Contents;
import io.tagtrail.core.model.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;

/// A process with as many bundles in memory as its rooms let in, each as large as one may be,
/// beside what a server holds anyway. It runs in a heap of its own, and ends with 0 if they fit.
final class FullHouse {
  /// What a server holds beside bundles, and more.
  private static final int BESIDE = 64 << 20;

  private static final int LAYER = 3 << 20;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /// What a bundle may be made of, so that it is as large in memory as it can be.
  enum Shape {
    SCALARS("a%d", ","),
    MEMBERS("{a%d: b}", ","),
    NESTED("[[[[b]]]]", ","),
    WIDE("Ω%d", ","),
    LETTERS("%d" + "x".repeat(2_000), ",\n"),
    OBJECTS("{metadata: {name: o%d}}", ","),
    IMAGES("{metadata: {name: o}, spec: {containers: [{image: 'r.io/a:%d'}]}}", ","),
    LINE("%d" + "x".repeat(1 << 20), ",\n");

    final String form;
    final String comma;

    Shape(String form, String comma) {
      this.form = form;
      this.comma = comma;
    }
  }

  private FullHouse() {}

  public static void main(String[] args) throws Exception {
    var shape = Shape.valueOf(args[0]);
    var beside = new byte[BESIDE];
    var sizes = largest(shape);
    var layers = layers(shape, sizes, 10);
    var others = layers(shape, sizes, 50);
    var rooms = Rooms.OF_PROCESS;
    int moves = rooms.moves() == rooms.comparisons() ? 0 : rooms.moves().bundles();
    var inside = new CountDownLatch(moves + 1);
    try (var threads = Executors.newFixedThreadPool(moves + 1)) {
      var all = new ArrayList<java.util.concurrent.Future<?>>();
      for (int i = 0; i < moves; i++) {
        all.add(
            threads.submit(
                () -> rooms.moves().within(PATIENCE, 1, () -> held(layers, inside)).orElseThrow()));
      }
      all.add(
          threads.submit(() ->
              rooms
                  .comparisons()
                  .within(PATIENCE, Rooms.PAIR, () -> compared(layers, others, inside))
                  .orElseThrow()));
      for (var each : all) {
        each.get();
      }
    }
    System.out.printf(
        "%s: %d layers; %d bundles for moves, 2 compared, %d MiB beside, of %d MiB%n",
        shape, layers.size(), moves, beside.length >> 20, Runtime.getRuntime().maxMemory() >> 20);
  }

  private static Difference compared(
      List<byte[]> layers, List<byte[]> others, CountDownLatch inside) {
    var before = side(layers, 1);
    var after = side(others, 2);
    await(inside);
    return Comparison.of(before, after);
  }

  private static Inventory held(List<byte[]> layers, CountDownLatch inside) {
    var contents = contents(layers);
    await(inside);
    var inventory = Inventory.of(digest(1), contents, List.of()).bounded();
    inventory.document();
    return inventory;
  }

  /// Until everybody has read its bundles.
  private static void await(CountDownLatch inside) {
    inside.countDown();
    try {
      inside.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Side side(List<byte[]> layers, int seed) {
    var contents = contents(layers);
    return new Side(Inventory.of(digest(seed), contents, List.of()), contents);
  }

  private static Digest digest(int seed) {
    return Digest.of(new byte[] {(byte) seed});
  }

  private static Contents contents(List<byte[]> layers) {
    if (read(layers) instanceof Reading.Read(var contents)) {
      return contents;
    }
    // Others wait for this one.
    System.out.println("what was read before is not read again");
    Runtime.getRuntime().halt(1);
    throw new IllegalStateException();
  }

  private static Reading read(List<byte[]> layers) {
    var parts = layers.stream().map(each -> new Part("application/yaml", null, each)).toList();
    return new BundleReader(Limits.USUAL, List.of()).read(BundleKind.FLUX, parts);
  }

  /// The sizes of as many layers as are read, and of the one that is too much as much as is read.
  private static List<Integer> largest(Shape shape) {
    var sizes = new ArrayList<Integer>();
    for (int size = LAYER; size >= LAYER / 8; ) {
      sizes.add(size);
      if (read(layers(shape, sizes, 10)) instanceof Reading.Unreadable) {
        sizes.removeLast();
        size /= 2;
      }
    }
    if (sizes.isEmpty()) {
      throw new IllegalStateException("nothing is read");
    }
    return sizes;
  }

  private static List<byte[]> layers(Shape shape, List<Integer> sizes, int first) {
    var layers = new ArrayList<byte[]>();
    for (int size : sizes) {
      layers.add(layer(shape, size, first + layers.size()));
    }
    return layers;
  }

  private static byte[] layer(Shape shape, int size, int number) {
    boolean items = shape == Shape.OBJECTS || shape == Shape.IMAGES;
    var text =
        new StringBuilder(
            items
                ? "{apiVersion: v1, kind: PodList, items: ["
                : "{apiVersion: v1, kind: A, metadata: {name: a%d}, all: [".formatted(number));
    for (int i = 0; text.length() < size; i++) {
      text.append(shape.form.replace("%d", number + "-" + i)).append(shape.comma);
    }
    text.append("]}\n");
    return gzip(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /// With what does not compress at its end, as a comment, so that it is no zip bomb.
  private static byte[] gzip(byte[] text) {
    var noise = new byte[text.length / 190];
    new Random(text.length).nextBytes(noise);
    var comment = new StringBuilder("#");
    for (byte each : noise) {
      comment.append((char) ('a' + Math.floorMod(each, 26)));
    }
    var bytes = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(bytes)) {
      zip.write(text);
      zip.write(comment.toString().getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
