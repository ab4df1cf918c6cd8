package io.github.ecrconsolidation.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.references.Node;
import io.github.ecrconsolidation.references.Node.Entry;
import io.github.ecrconsolidation.references.Node.Mapping;
import io.github.ecrconsolidation.references.Node.Scalar;
import io.github.ecrconsolidation.references.Node.Sequence;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterDumpTest {

  private static List<String> read(String json) throws IOException {
    var objects = new ArrayList<String>();
    ClusterDump.read(
        new ByteArrayInputStream(json.getBytes(UTF_8)), object -> objects.add(shown(object)));
    return objects;
  }

  private static String shown(Node node) {
    return switch (node) {
      case Scalar scalar -> scalar.value();
      case Sequence(var items) ->
          items.stream().map(ClusterDumpTest::shown).collect(Collectors.joining(" ", "[", "]"));
      case Mapping(var entries, _, _) ->
          entries.stream().map(ClusterDumpTest::shown).collect(Collectors.joining(" ", "{", "}"));
    };
  }

  private static String shown(Entry entry) {
    return entry.key().value() + ":" + shown(entry.value());
  }

  @Test
  void givesEachItemOfAListAndThenTheListWithoutThem() throws IOException {
    assertThat(read("{\"kind\":\"List\",\"items\":[{\"a\":\"b\"},{\"c\":[\"d\",1]}],\"x\":true}"))
        .containsExactly("{a:b}", "{c:[d 1]}", "{kind:List x:true}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"kind\":\"Pod\",\"items\":\"a\"} | {kind:Pod items:a}",
        "[{\"a\":null}] | [{a:}]",
        "\"é\" | é",
      })
  void givesAnythingElseAsItIs(String json, String object) throws IOException {
    assertThat(read(json)).containsExactly(object);
  }

  @Test
  void givesOneAfterAnother() throws IOException {
    assertThat(read("{\"a\":1}\n{\"b\":2}")).containsExactly("{a:1}", "{b:2}");
    assertThat(read("")).isEmpty();
  }

  @Test
  void leavesOutWhatTheClusterWrites() throws IOException {
    var object = "{\"a\":1,\"status\":{\"b\":[2]},\"metadata\":{\"managedFields\":[3],\"c\":4}}";

    assertThat(read(object)).containsExactly("{a:1 metadata:{c:4}}");
    assertThat(read("{\"items\":[%s]}".formatted(object)))
        .containsExactly("{a:1 metadata:{c:4}}", "{}");
  }

  @Test
  void keepsTheSameNamesElsewhereInAnObject() throws IOException {
    assertThat(read("{\"spec\":{\"status\":1,\"template\":{\"status\":2}},\"managedFields\":3}"))
        .containsExactly("{spec:{status:1 template:{status:2}} managedFields:3}");
    assertThat(read("{\"spec\":[{\"list\":[{\"status\":1}]}]}"))
        .containsExactly("{spec:[{list:[{status:1}]}]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"items\":[{\"kind\"", "{\"a\":1", "[1", "{\"items\":[1,", "apiVersion: v1"})
  void refusesWhatIsNoJsonOrEndsTooEarly(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("not JSON: ");
  }
}
