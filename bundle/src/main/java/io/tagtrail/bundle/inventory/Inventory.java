package io.tagtrail.bundle.inventory;

import io.tagtrail.bundle.model.BundleKind;
import io.tagtrail.bundle.model.Contents;
import io.tagtrail.bundle.yaml.Meaning;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.JsonReader;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.ledger.Document;
import io.tagtrail.core.model.Digest;
import java.util.List;

/// What was inside of a bundle, and what the registries of its images said when it was looked at.
/// The ledger keeps it beside the event that names it by digest. docs/contract.md says what each
/// member means.
///
/// @param bundle the digest of the bundle's manifest
/// @param leftOut how many of each there was no room for
/// @param problems what could not be looked into
public record Inventory(
    Digest bundle,
    BundleKind kind,
    List<FileEntry> files,
    List<ObjectEntry> objects,
    List<ImageEntry> images,
    LeftOut leftOut,
    List<String> problems) {
  public static final String MEDIA_TYPE = "application/vnd.tagtrail.inventory.v1+json";
  public static final long VERSION = 1;

  /// The most bytes of a document.
  public static final int MAX_BYTES = 1 << 20;

  public Inventory {
    files = List.copyOf(files);
    objects = List.copyOf(objects);
    images = List.copyOf(images);
    problems = List.copyOf(problems);
  }

  /// @param images what is known of the bundle's images
  public static Inventory of(Digest bundle, Contents contents, List<ImageEntry> images) {
    var hidden = Hidden.of(contents);
    return new Inventory(
        bundle,
        contents.kind(),
        contents.files().values().stream()
            .map(file ->
                new FileEntry(
                    file.path(),
                    file.bytes().length,
                    hidden.contains(file.path()) ? null : file.digest()))
            .toList(),
        contents.objects().stream()
            .map(object ->
                new ObjectEntry(
                    object.id(),
                    object.apiVersion(),
                    object.file(),
                    Hidden.isIn(object) ? null : Meaning.of(object.tree())))
            .toList(),
        images,
        LeftOut.NOTHING,
        contents.problems());
  }

  /// The same with what is known of the images now.
  public Inventory with(List<ImageEntry> newImages) {
    return new Inventory(bundle, kind, files, objects, newImages, leftOut, problems);
  }

  /// The same with no more than its document has room for.
  public Inventory bounded() {
    var room = new Room(MAX_BYTES - 4_096);
    room.most(problems, Json.Str::new);
    room.most(images, ImageEntry::toJson);
    int shownObjects = room.most(objects, ObjectEntry::toJson).size();
    int shownFiles = room.most(files, FileEntry::toJson).size();
    return new Inventory(
        bundle,
        kind,
        files.subList(0, shownFiles),
        objects.subList(0, shownObjects),
        images,
        new LeftOut(
            leftOut.files() + files.size() - shownFiles,
            leftOut.objects() + objects.size() - shownObjects,
            leftOut.images()),
        problems);
  }

  /// The document, with as much as it has room for: images first, then objects, then files.
  public Document document() {
    var room = new Room(MAX_BYTES - 4_096);
    var problemTexts = room.most(problems, Json.Str::new);
    var shownImages = room.most(images, ImageEntry::toJson);
    var shownObjects = room.most(objects, ObjectEntry::toJson);
    var shownFiles = room.most(files, FileEntry::toJson);
    var out =
        new LeftOut(
            leftOut.files() + files.size() - shownFiles.size(),
            leftOut.objects() + objects.size() - shownObjects.size(),
            leftOut.images() + images.size() - shownImages.size());
    return new Document(
        MEDIA_TYPE,
        new ObjectBuilder()
            .put("v", VERSION)
            .putText("bundle", bundle)
            .put("kind", kind.label())
            .putList("files", shownFiles, json -> json)
            .putList("objects", shownObjects, json -> json)
            .putList("images", shownImages, json -> json)
            .put("leftOut", out.toJson())
            .putList("problems", problemTexts, json -> json)
            .build()
            .canonicalBytes());
  }

  /// Reads a document.
  ///
  /// @throws JsonException if it is no inventory of this version
  public static Inventory read(byte[] bytes) {
    var view = JsonReader.object(bytes);
    try {
      long version = view.needNumber("v");
      if (version != VERSION) {
        throw new JsonException(
            "the inventory has version %d; this Tagtrail reads %d".formatted(version, VERSION));
      }
      var leftOut = view.nested("leftOut", LeftOut::fromJson);
      var inventory =
          new Inventory(
              view.needParsed("bundle", Digest::parse),
              view.needParsed("kind", BundleKind::parse),
              view.objects("files", FileEntry::fromJson),
              view.objects("objects", ObjectEntry::fromJson),
              view.objects("images", ImageEntry::fromJson),
              leftOut == null ? LeftOut.NOTHING : leftOut,
              view.texts("problems"));
      view.done();
      return inventory;
    } catch (IllegalArgumentException e) {
      throw new JsonException("not an inventory: " + e.getMessage(), e);
    }
  }
}
