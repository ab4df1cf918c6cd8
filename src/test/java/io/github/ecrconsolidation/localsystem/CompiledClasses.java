package io.github.ecrconsolidation.localsystem;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The classes of this build, loaded all at once: what runs for hours from {@code target} must not
 * take some of its classes from this build and others from the next one. Then a new case of a
 * sealed interface that is loaded already is an {@link IncompatibleClassChangeError} (JVMS 5.3.5).
 */
final class CompiledClasses {
  private static final String SUFFIX = ".class";

  private CompiledClasses() {}

  /**
   * Loads every class of the folder that {@code of} came from; of a jar, which no build rewrites
   * under way, none.
   *
   * @throws IllegalStateException when the classes do not fit together
   */
  static void load(Class<?> of) throws IOException {
    try {
      var from = Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(from)) {
        load(from, of.getClassLoader());
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Loads every class in {@code folder} by {@code loader}, and initializes none. */
  static void load(Path folder, ClassLoader loader) throws IOException {
    try (var files = Files.walk(folder)) {
      files
          .map(file -> folder.relativize(file).toString())
          .filter(name -> name.endsWith(SUFFIX) && !name.endsWith("-info.class"))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()).replace('/', '.'))
          .forEach(name -> load(name, loader));
    } catch (UncheckedIOException e) {
      throw changing(folder.toString(), e);
    }
  }

  private static void load(String name, ClassLoader loader) {
    try {
      Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      throw changing(name, e);
    }
  }

  private static IllegalStateException changing(String what, Throwable cause) {
    return new IllegalStateException(
        "%s cannot be loaded; is another build running in this folder?".formatted(what), cause);
  }
}
