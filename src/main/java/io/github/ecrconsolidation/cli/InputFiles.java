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
 * The files that arguments stand for: a file itself, and in a directory all but what others wrote
 * or git ignores. No file comes twice, by whatever links it is reached.
 */
final class InputFiles {
  private static final Set<String> SKIPPED =
      Set.of(
          ".git",
          ".hg",
          ".svn",
          "node_modules",
          "bower_components",
          "vendor",
          ".terraform",
          ".terragrunt-cache",
          ".venv",
          "venv",
          "site-packages",
          "__pycache__",
          ".tox",
          ".gradle",
          "Pods");

  /** What people read: nothing is pulled by it. */
  private static final Pattern DOCUMENT =
      Pattern.compile(
          ".*\\.(?:md|mdx|markdown|rst|adoc|asciidoc|org)|(?:readme|changelog|changes|history|license|notice)(?:\\.txt)?");

  private final Set<Path> seen = new HashSet<>();
  private final List<InputFile> files = new ArrayList<>();
  private final BiConsumer<Path, IOException> unreadable;
  private int ignored;

  /**
   * A file to read.
   *
   * @param document whether it is a document, which was not named
   */
  record InputFile(Path path, boolean document) {}

  /**
   * What was found.
   *
   * @param ignored the files and directories that were passed over
   */
  record Found(List<InputFile> files, int ignored) {}

  private InputFiles(BiConsumer<Path, IOException> unreadable) {
    this.unreadable = unreadable;
  }

  /** The files of {@code arguments}, those of a directory by name. */
  static Found of(List<Path> arguments, BiConsumer<Path, IOException> unreadable) {
    var inputs = new InputFiles(unreadable);
    arguments.forEach(inputs::add);
    return new Found(inputs.files, inputs.ignored);
  }

  private void add(Path argument) {
    try {
      if (Files.isDirectory(argument)) {
        walk(argument);
      } else {
        addFile(argument, false);
      }
    } catch (IOException e) {
      unreadable.accept(argument, e);
    }
  }

  private void addFile(Path file, boolean document) throws IOException {
    if (seen.add(real(file))) {
      files.add(new InputFile(file, document));
    }
  }

  /** A pipe, such as a shell's {@code <(command)}, has no path but the one it is given. */
  private static Path real(Path file) throws IOException {
    return Files.isRegularFile(file) || !Files.exists(file)
        ? file.toRealPath()
        : file.toAbsolutePath();
  }

  private void walk(Path directory) throws IOException {
    var found = new ArrayList<Path>();
    Files.walkFileTree(
        directory,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new Visitor(directory, found));
    found.sort(Comparator.naturalOrder());
    for (var file : found) {
      addFile(file, DOCUMENT.matcher(name(file).toLowerCase(Locale.ROOT)).matches());
    }
  }

  private static String name(Path path) {
    var name = path.getFileName();
    return name == null ? "" : name.toString();
  }

  /** Collects what is neither vendored nor ignored. */
  private final class Visitor extends SimpleFileVisitor<Path> {
    private final Path top;
    private final List<Path> found;
    private final IgnoreRules rules;

    Visitor(Path top, List<Path> found) {
      this.top = top;
      this.found = found;
      this.rules = IgnoreRules.around(top);
    }

    @Override
    public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes attributes) {
      if (inner.equals(top)) {
        return FileVisitResult.CONTINUE;
      }
      if (SKIPPED.contains(name(inner)) || rules.ignore(inner, true)) {
        ignored++;
        return FileVisitResult.SKIP_SUBTREE;
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile()) {
        if (rules.ignore(file, false)) {
          ignored++;
        } else {
          found.add(file);
        }
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
  }
}
