package io.github.ecrconsolidation.localsystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a process whose classes are compiled anew while it runs. */
class CompiledClassesTest {
  private static final String BEFORE =
      "sealed interface End permits End.Done { record Done() implements End {} }";
  private static final String AFTER =
      "sealed interface End permits End.Done, End.Failed {"
          + " record Done() implements End {} record Failed() implements End {} }";

  @TempDir private Path folder;

  @BeforeEach
  void build() throws IOException {
    compile(BEFORE);
  }

  private void compile(String source) throws IOException {
    var file = folder.resolve("End.java");
    Files.writeString(file, source);
    var code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", folder.toString(), file.toString());
    assertThat(code).isZero();
  }

  private URLClassLoader loader() throws IOException {
    return new URLClassLoader(new URL[] {folder.toUri().toURL()}, null);
  }

  /** So a first use may fail in a server that is started while it is compiled. */
  @Test
  void aNewCaseOfASealedInterfaceThatIsLoadedAlreadyIsAnIncompatibleChange() throws Exception {
    try (var running = loader()) {
      running.loadClass("End");
      compile(AFTER);

      assertThatThrownBy(() -> running.loadClass("End$Failed"))
          .isInstanceOf(IncompatibleClassChangeError.class)
          .hasMessageContaining("End$Failed");
    }
  }

  @Test
  void whatIsLoadedAtOnceKnowsOneBuildOnly() throws Exception {
    try (var running = loader()) {
      CompiledClasses.load(folder, running);
      Files.delete(folder.resolve("End$Done.class"));
      Files.delete(folder.resolve("End.class"));

      assertThat(Class.forName("End$Done", true, running).getInterfaces())
          .containsExactly(running.loadClass("End"));
    }
  }

  @Test
  void saysWhenTheClassesDoNotFitTogether() throws Exception {
    var old = Files.readAllBytes(folder.resolve("End.class"));
    compile(AFTER);
    Files.write(folder.resolve("End.class"), old);

    try (var running = loader()) {
      assertThatThrownBy(() -> CompiledClasses.load(folder, running))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("End$Failed cannot be loaded; is another build running in this folder?")
          .hasCauseInstanceOf(IncompatibleClassChangeError.class);
    }
  }

  @Test
  void loadsTheClassesOfThisBuild() throws Exception {
    CompiledClasses.load(CompiledClasses.class);
    CompiledClasses.load(Test.class); // from a jar: nothing to do
  }
}
