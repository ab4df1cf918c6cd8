package io.github.ecrconsolidation.cli;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * The files that arguments stand for: a file itself, whatever its name, and in a directory all that
 * may hold references. No file comes twice, by whatever links it is reached.
 */
final class InputFiles {
  private static final Pattern NAMES =
      Pattern.compile(
          ".*\\.(?:ya?ml|json|tpl|env|dockerfile)|\\.env(?:\\..*)?|(?:docker|container)file(?:\\..*)?|kustomization");
  private static final Set<String> SKIPPED = Set.of(".git", "node_modules");

  private final Set<Path> seen = new HashSet<>();
  private final List<Path> files = new ArrayList<>();
  private final BiConsumer<Path, IOException> unreadable;

  private InputFiles(BiConsumer<Path, IOException> unreadable) {
    this.unreadable = unreadable;
  }

  /** The files of {@code arguments}, those of a directory by name. */
  static List<Path> of(List<Path> arguments, BiConsumer<Path, IOException> unreadable) {
    var inputs = new InputFiles(unreadable);
    arguments.forEach(inputs::add);
    return inputs.files;
  }

  private void add(Path argument) {
    try {
      if (Files.isDirectory(argument)) {
        walk(argument);
      } else {
        addFile(argument);
      }
    } catch (IOException e) {
      unreadable.accept(argument, e);
    }
  }

  private void addFile(Path file) throws IOException {
    if (seen.add(file.toRealPath())) {
      files.add(file);
    }
  }

  private void walk(Path directory) throws IOException {
    var found = new ArrayList<Path>();
    Files.walkFileTree(
        directory,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes attributes) {
            return !inner.equals(directory) && SKIPPED.contains(name(inner))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && NAMES.matcher(lowerCaseName(file)).matches()) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            if (!(e instanceof FileSystemLoopException)) {
              unreadable.accept(file, e);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    found.sort(Comparator.naturalOrder());
    for (var file : found) {
      addFile(file);
    }
  }

  private static String name(Path path) {
    var name = path.getFileName();
    return name == null ? "" : name.toString();
  }

  private static String lowerCaseName(Path path) {
    return name(path).toLowerCase(Locale.ROOT);
  }
}
