package io.github.ecrconsolidation.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Tables of a document whose first column has names of the program, each as code. */
public final class NameTable {
  private static final Pattern NAME = Pattern.compile("`([\\w<>]+)`");

  private NameTable() {}

  /** The names in the section of {@code document} that begins with the line {@code heading}. */
  public static List<String> names(Path document, String heading) throws IOException {
    return Files.readAllLines(document).stream()
        .dropWhile(line -> !line.equals(heading))
        .skip(1)
        .takeWhile(line -> !line.startsWith("## "))
        .filter(line -> line.startsWith("| `"))
        .map(row -> row.split("\\|", -1)[1].split(", such as", -1)[0])
        .flatMap(cell -> NAME.matcher(cell).results())
        .map(match -> match.group(1))
        .toList();
  }
}
