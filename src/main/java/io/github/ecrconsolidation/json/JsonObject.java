package io.github.ecrconsolidation.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/**
 * A JSON object from outside, read member by member: a member that is absent, null or of another
 * type answers empty, so that foreign text can be checked without exceptions.
 */
public record JsonObject(Map<String, Object> members) {
  private static final JSON IN_ORDER =
      JSON.std.with(JSON.Feature.WRITE_RECORD_FIELDS_IN_DECLARATION_ORDER);

  /**
   * Parses {@code text}, which must be one JSON object.
   *
   * @throws IllegalArgumentException when it is anything else
   */
  public static JsonObject parse(String text) {
    return parse(text, false);
  }

  /**
   * Parses the JSON object that {@code text} begins with, such as the answer of a function before
   * what {@code aws lambda invoke} prints of the invocation itself. A byte order mark in front, as
   * PowerShell writes it, is passed over.
   *
   * @throws IllegalArgumentException when it begins with anything else
   */
  public static JsonObject parseFirst(String text) {
    return parse(text.startsWith("\uFEFF") ? text.substring(1) : text, true);
  }

  private static JsonObject parse(String text, boolean moreMayFollow) {
    try (var parser = JSON.std.createParser(text)) {
      var value = JSON.std.anyFrom(parser);
      if (!moreMayFollow && parser.nextToken() != null) {
        throw new IllegalArgumentException("not one JSON object: text follows it");
      }
      if (value instanceof Map<?, ?> map) {
        return of(map);
      }
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
    throw new IllegalArgumentException("not a JSON object");
  }

  /**
   * One object with the members of all {@code parts} in their order, as {@link #write} has them.
   */
  public static JsonObject of(List<? extends Record> parts) {
    var members = new LinkedHashMap<String, Object>();
    for (var part : parts) {
      members.putAll(parse(write(part)).members);
    }
    return new JsonObject(members);
  }

  /** One line of JSON for maps, lists, texts, numbers and booleans. */
  public static String write(Map<String, ?> members) {
    return JSON.std.asString(members);
  }

  /**
   * One line of JSON for the components of {@code members} in their order, without those that are
   * null; of the same types, or records themselves. Records that are read back have a method for it
   * that uses this class: jackson-jr reads "many" as 0, and puts null for what is absent.
   */
  public static String write(Record members) {
    return IN_ORDER.asString(members);
  }

  /** The member as text. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(member(name) instanceof String text ? text : null);
  }

  /** The member as a whole number; empty when it is a fraction or beyond 64 bits. */
  public Optional<Long> number(String name) {
    return switch (member(name)) {
      case Integer number -> Optional.of(number.longValue());
      case Long number -> Optional.of(number);
      case null, default -> Optional.empty();
    };
  }

  /**
   * The member as a whole number; zero when it is absent.
   *
   * @throws IllegalArgumentException when it is anything else
   */
  public long count(String name) {
    return has(name)
        ? number(name)
            .orElseThrow(() -> new IllegalArgumentException(name + " is not a whole number"))
        : 0;
  }

  /**
   * The members of the object {@code name} as whole numbers, in their order; empty without one.
   *
   * @throws IllegalArgumentException when one is anything else
   */
  public Map<String, Long> counts(String name) {
    var counts = new LinkedHashMap<String, Long>();
    object(name)
        .ifPresent(of -> of.members.keySet().forEach(key -> counts.put(key, of.count(key))));
    return counts;
  }

  /** Whether the member is {@code true}. */
  public boolean flag(String name) {
    return Boolean.TRUE.equals(member(name));
  }

  /** The member as an object. */
  public Optional<JsonObject> object(String name) {
    return Optional.ofNullable(member(name) instanceof Map<?, ?> map ? of(map) : null);
  }

  /**
   * What {@code read} makes of each object among the members of the object {@code name}, in their
   * order; empty without one.
   */
  public <T> Map<String, T> each(String name, Function<JsonObject, T> read) {
    var each = new LinkedHashMap<String, T>();
    object(name)
        .ifPresent(of ->
            of.members
                .keySet()
                .forEach(key -> of.object(key).ifPresent(it -> each.put(key, read.apply(it)))));
    return each;
  }

  /** The objects in the array {@code name}; empty when there is no such array. */
  public List<JsonObject> objects(String name) {
    return member(name) instanceof List<?> list
        ? list.stream()
            .<JsonObject>mapMulti((item, into) -> {
              if (item instanceof Map<?, ?> map) {
                into.accept(of(map));
              }
            })
            .toList()
        : List.of();
  }

  /** The texts in the array {@code name}; empty when there is no such array. */
  public List<String> texts(String name) {
    return member(name) instanceof List<?> list
        ? list.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }

  /** Whether the member is there and not null. */
  public boolean has(String name) {
    return member(name) != null;
  }

  private @Nullable Object member(String name) {
    return members.get(name);
  }

  @SuppressWarnings("unchecked") // JSON member names are texts.
  private static JsonObject of(Map<?, ?> map) {
    return new JsonObject((Map<String, Object>) map);
  }
}
