package io.github.ecrconsolidation.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.ecrconsolidation.cli.InputFiles.InputFile;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.references.Matches;
import io.github.ecrconsolidation.references.ReferenceFinder;
import io.github.ecrconsolidation.references.ReferencePlanner;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads all inputs, and only then decides: what one says may matter for another. */
final class ReferenceScan {
  private static final long LARGEST_FILE_BYTES = 1L << 29;

  /**
   * A file with findings, without its text.
   *
   * @param read the digest of the bytes they were found in
   */
  record ScannedFile(InputFile input, Digest read, Matches matches) {
    Path path() {
      return input.path();
    }
  }

  private final ReferenceOptions options;
  private final ReferenceFinder finder;
  private final PrintStream err;
  private final List<ScannedFile> files = new ArrayList<>();
  private final List<Matches> streams = new ArrayList<>();
  private int inputs;
  private int unreadable;
  private int notText;
  private int binary;

  ReferenceScan(ReferenceOptions options, PrintStream err) {
    this.options = options;
    this.finder = new ReferenceFinder(options.namespace(), options.registries());
    this.err = err;
  }

  /** Reads the files and directories among the inputs. */
  void readFiles() {
    var paths =
        options.inputs().stream()
            .filter(input -> !input.equals("-"))
            .flatMap(input -> path(input).stream())
            .toList();
    var found = InputFiles.of(paths, this::failed);
    found.files().forEach(this::readFile);
    if (found.ignored() + binary > 0) {
      err.printf(
          "passed over: %d vendored or ignored by git, %d binary%n", found.ignored(), binary);
    }
  }

  /** In a locale that is not UTF-8, Java can name no file with letters outside ASCII. */
  private Optional<Path> path(String input) {
    try {
      return Optional.of(Path.of(input));
    } catch (InvalidPathException e) {
      unreadable++;
      err.printf(
          "%s: %s; if the name is right, set a locale of UTF-8, such as LC_ALL=C.UTF-8%n",
          input, e.getReason());
      return Optional.empty();
    }
  }

  /** Reads what a cluster or a tool prints; JSON is read object by object. */
  void readStream(InputStream in) {
    inputs++;
    var buffered = new BufferedInputStream(in, 1 << 16);
    var matches = new Matches("-");
    try {
      if (isJson(buffered)) {
        ClusterDump.read(buffered, object -> finder.findIn(object, matches));
        streams.add(matches);
      } else {
        var text = TextFile.decode(buffered.readAllBytes());
        streams.add(
            finder.find("-", text.orElseThrow(() -> new IOException("not UTF-8 text")), true));
      }
    } catch (IOException e) {
      failed(Path.of("-"), e);
    }
  }

  /** An object with members; what Helm's templates begin with is none. */
  private static boolean isJson(BufferedInputStream in) throws IOException {
    in.mark(4096);
    var start = new String(in.readNBytes(4096), ISO_8859_1);
    in.reset();
    return start.strip().matches("(?s)(?:ï»¿)?\\s*(?:\\{\\s*[\"}]|\\[\\s*[{\"]).*");
  }

  private void readFile(InputFile input) {
    var path = input.path();
    try {
      if (Files.size(path) > LARGEST_FILE_BYTES) {
        throw new IOException("larger than %d bytes".formatted(LARGEST_FILE_BYTES));
      }
      var bytes = Files.readAllBytes(path);
      if (TextFile.isBinary(bytes)) {
        binary++;
        return;
      }
      inputs++;
      var text = TextFile.decode(bytes);
      if (text.isEmpty()) {
        leave(path, bytes);
        return;
      }
      var matches = finder.find(name(path), text.get(), false);
      if (!matches.isEmpty()) {
        files.add(new ScannedFile(input, Digest.of(bytes), matches));
      }
    } catch (IOException e) {
      failed(path, e);
    }
  }

  private void leave(Path path, byte[] bytes) {
    if (finder.isNamedIn(TextFile.guess(bytes))) {
      notText++;
      err.printf(
          "%s: not UTF-8 text; it names legacy images, which requires manual action%n", name(path));
    }
  }

  /** Names what could not be read or written. */
  void failed(Path path, IOException e) {
    unreadable++;
    err.printf(
        "%s: %s%n",
        name(path),
        switch (e) {
          case NoSuchFileException _ -> "no such file";
          case AccessDeniedException denied ->
              "permission denied" + (denied.getReason() == null ? "" : ": " + denied.getReason());
          default -> e.getMessage();
        });
  }

  /** The path as it is shown, which a patch takes too. */
  static String name(Path path) {
    var shown = path.toString().replace('\\', '/');
    var here = Path.of("").toAbsolutePath() + "/";
    var relative = shown.startsWith(here) ? shown.substring(here.length()) : shown;
    return relative.startsWith("./") ? relative.substring(2) : relative;
  }

  ReferencePlanner planner() {
    var all = new ArrayList<>(streams);
    files.forEach(file -> all.add(file.matches()));
    return new ReferencePlanner(options.targets(), options.repositories(), all);
  }

  List<ScannedFile> files() {
    return files;
  }

  List<Matches> streams() {
    return streams;
  }

  /** How many files or streams were looked at. */
  int inputs() {
    return inputs;
  }

  /** How many files name legacy images in another encoding. */
  int notText() {
    return notText;
  }

  /** How many references are marked to be ignored. */
  int ignored() {
    return Stream.concat(streams.stream(), files.stream().map(ScannedFile::matches))
        .mapToInt(Matches::ignored)
        .sum();
  }

  /** The exit code of a command that has found {@code found}: reading nothing is no success. */
  int exitCode(int found) {
    if (unreadable == 0 && inputs == 0) {
      err.println("no text file was read");
    }
    if (unreadable > 0 || inputs == 0) {
      return ExitCode.ERROR;
    }
    return found == 0 ? ExitCode.NOTHING_FOUND : ExitCode.FOUND;
  }
}
