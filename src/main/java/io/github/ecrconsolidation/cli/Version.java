package io.github.ecrconsolidation.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version that the build writes into the manifest of the jar. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    var version = Optional.ofNullable(Version.class.getPackage().getImplementationVersion());
    return new String[] {"ecr-consolidation " + version.orElse("(not from a jar)")};
  }
}
