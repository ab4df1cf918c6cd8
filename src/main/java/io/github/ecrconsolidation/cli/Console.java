package io.github.ecrconsolidation.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;

/** What a command is given by whoever runs it, besides its arguments. */
record Console(Map<String, String> environment, InputStream in, PrintStream out, PrintStream err) {}
