package io.github.ecrconsolidation.cli;

import io.github.ecrconsolidation.references.Node;
import io.github.ecrconsolidation.references.Node.Entry;
import io.github.ecrconsolidation.references.Node.Mapping;
import io.github.ecrconsolidation.references.Node.Scalar;
import io.github.ecrconsolidation.references.Node.Sequence;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads what {@code kubectl -o json} prints object by object, so that a large list needs little
 * memory.
 */
final class ClusterDump {
  /** In an object, and in its members: half of a dump, and only what the cluster itself writes. */
  private static final List<String> SKIPPED = List.of("status", "managedFields");

  private final Consumer<Node> objects;

  private ClusterDump(Consumer<Node> objects) {
    this.objects = objects;
  }

  /**
   * Gives every object of {@code in} to {@code objects}.
   *
   * @throws IOException when it is no JSON, or ends too early
   */
  static void read(InputStream in, Consumer<Node> objects) throws IOException {
    var factory = new JsonFactory();
    try (var json = factory.createParser(ObjectReadContext.empty(), in)) {
      while (json.nextToken() != null) {
        new ClusterDump(objects).root(json);
      }
    } catch (JacksonException e) {
      throw new IOException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** A list's items are objects; anything else is one itself. */
  private void root(JsonParser json) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      objects.accept(node(json, 0));
      return;
    }
    var entries = new ArrayList<Entry>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      var key = json.currentName();
      json.nextToken();
      if (key.equals("items") && json.currentToken() == JsonToken.START_ARRAY) {
        while (json.nextToken() != JsonToken.END_ARRAY) {
          objects.accept(node(json, 0));
        }
      } else {
        add(entries, key, json, 0);
      }
    }
    objects.accept(new Mapping(entries, true, false));
  }

  private static Node node(JsonParser json, int depth) {
    return switch (json.currentToken()) {
      case START_OBJECT -> {
        var entries = new ArrayList<Entry>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
          var key = json.currentName();
          json.nextToken();
          add(entries, key, json, depth);
        }
        yield new Mapping(entries, true, false);
      }
      case START_ARRAY -> {
        var items = new ArrayList<Node>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          items.add(node(json, depth + 1));
        }
        yield new Sequence(items);
      }
      case VALUE_NULL -> Scalar.of("");
      default -> Scalar.of(json.getString());
    };
  }

  private static void add(List<Entry> entries, String key, JsonParser json, int depth) {
    if (depth < SKIPPED.size() && SKIPPED.get(depth).equals(key)) {
      json.skipChildren();
    } else {
      entries.add(new Entry(Scalar.of(key), node(json, depth + 1)));
    }
  }
}
