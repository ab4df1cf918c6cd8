package io.github.ecrconsolidation.localecr;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What an answer carries: its announced size, and where the bytes come from when they are due. */
record Body(long size, Source source) {
  static final Body NONE = of("");

  /** Opens the bytes; fewer of them than announced cut the connection. */
  interface Source {
    InputStream open() throws IOException;
  }

  static Body of(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Body(bytes.length, () -> new ByteArrayInputStream(bytes));
  }

  /** A part of a file, read as it is sent. */
  static Body of(Path file, long first, long size) {
    return new Body(size, () -> Channels.newInputStream(FileChannel.open(file).position(first)));
  }
}
