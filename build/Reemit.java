import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/// Writes a jar again with its classes at Java 25's version: `java Reemit.java IN.jar OUT.jar`.
///
/// The JDK's AOT cache stores no class of a version before 50, and picocli's are of version 49:
/// without this, half of what a verb loads would be parsed and verified at every start. Nothing but
/// the version and the stack maps changes.
public class Reemit {
  private static final int JAVA_25 = 69;

  public static void main(String[] args) throws IOException {
    var in = Path.of(args[0]);
    var out = new ByteArrayOutputStream();
    try (var jar = new JarFile(in.toFile());
        var loader = new URLClassLoader(new URL[] {in.toUri().toURL()});
        var written = new JarOutputStream(out)) {
      var resolver =
          ClassHierarchyResolver.ofResourceParsing(loader)
              .orElse(ClassHierarchyResolver.defaultResolver());
      var file =
          ClassFile.of(
              ClassFile.ClassHierarchyResolverOption.of(resolver),
              ClassFile.StackMapsOption.GENERATE_STACK_MAPS);
      for (var entry : jar.stream().toList()) {
        // Signatures and a module descriptor of the old classes would not hold for the new ones.
        if (entry.isDirectory() || entry.getName().endsWith("module-info.class")) {
          continue;
        }
        var bytes = jar.getInputStream(entry).readAllBytes();
        written.putNextEntry(new JarEntry(entry.getName()));
        written.write(entry.getName().endsWith(".class") ? again(file, bytes) : bytes);
        written.closeEntry();
      }
    }
    Files.write(Path.of(args[1]), out.toByteArray());
  }

  private static byte[] again(ClassFile file, byte[] bytes) {
    return file.transformClass(
        file.parse(bytes),
        (builder, element) -> {
          if (element instanceof ClassFileVersion) {
            builder.withVersion(JAVA_25, 0);
          } else if (element instanceof MethodModel method) {
            // Taken apart and put together again, so that stack maps are made: the old classes have
            // none.
            builder.transformMethod(method, MethodTransform.transformingCode(CodeBuilder::with));
          } else {
            builder.with(element);
          }
        });
  }
}
