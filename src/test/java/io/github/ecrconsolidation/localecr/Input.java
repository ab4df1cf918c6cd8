package io.github.ecrconsolidation.localecr;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A JSON object of a request; a field nobody declared is refused, never skipped (rule 17). */
final class Input {
  private final String path;
  private final Map<?, ?> fields;

  private Input(String path, Map<?, ?> fields, Set<String> allowed) {
    var unknown = new HashSet<Object>(fields.keySet());
    unknown.removeAll(allowed);
    if (!unknown.isEmpty()) {
      throw invalid("%s: LocalEcr does not know the fields %s".formatted(path, unknown));
    }
    this.path = path;
    this.fields = fields;
  }

  static Input of(String operation, Map<?, ?> fields, Set<String> allowed) {
    return new Input(operation, fields, allowed);
  }

  String required(String name) {
    return text(name).orElseThrow(() -> invalid("%s needs '%s'".formatted(path, name)));
  }

  Optional<String> text(String name) {
    return value(name, String.class);
  }

  boolean flag(String name) {
    return value(name, Boolean.class).orElse(false);
  }

  Optional<Integer> number(String name, int min, int max) {
    var number = value(name, Number.class).map(Number::intValue);
    if (number.isPresent() && (number.get() < min || number.get() > max)) {
      throw invalid("%s: '%s' must be between %d and %d".formatted(path, name, min, max));
    }
    return number;
  }

  long requiredLong(String name) {
    return value(name, Number.class)
        .map(Number::longValue)
        .orElseThrow(() -> invalid("%s needs '%s'".formatted(path, name)));
  }

  <E extends Enum<E>> Optional<E> constant(String name, Class<E> type) {
    return text(name)
        .map(text ->
            Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(text))
                .findAny()
                .orElseThrow(() -> invalid("%s: '%s' cannot be '%s'".formatted(path, name, text))));
  }

  <E extends Enum<E>> E requiredConstant(String name, Class<E> type) {
    return constant(name, type).orElseThrow(() -> invalid("%s needs '%s'".formatted(path, name)));
  }

  Input requiredObject(String name, String... allowed) {
    return object(name, allowed).orElseThrow(() -> invalid("%s needs '%s'".formatted(path, name)));
  }

  Optional<Input> object(String name, String... allowed) {
    return value(name, Map.class).map(map -> new Input(path + "." + name, map, Set.of(allowed)));
  }

  List<Input> objects(String name, int min, int max, String... allowed) {
    return list(name, min, max, Map.class).stream()
        .map(map -> new Input(path + "." + name, map, Set.of(allowed)))
        .toList();
  }

  List<String> texts(String name, int min, int max) {
    return list(name, min, max, String.class);
  }

  /** An absent list is an empty one, which {@code min} may forbid; a present one obeys both. */
  private <T> List<T> list(String name, int min, int max, Class<T> type) {
    if (!(fields.get(name) instanceof List<?> list)) {
      return absentList(name, min);
    }
    if (list.size() < Math.max(1, min) || list.size() > max) {
      throw invalid("%s: '%s' takes %d to %d entries".formatted(path, name, min, max));
    }
    return list.stream().map(entry -> as(name, entry, type)).toList();
  }

  private <T> List<T> absentList(String name, int min) {
    if (min > 0 || fields.containsKey(name)) {
      throw invalid("%s: '%s' must be a list".formatted(path, name));
    }
    return List.of();
  }

  private <T> Optional<T> value(String name, Class<T> type) {
    return Optional.ofNullable((Object) fields.get(name)).map(value -> as(name, value, type));
  }

  private <T> T as(String name, Object value, Class<T> type) {
    if (!type.isInstance(value)) {
      throw invalid("%s: '%s' is not a %s".formatted(path, name, type.getSimpleName()));
    }
    return type.cast(value);
  }

  private static EcrException invalid(String message) {
    return EcrException.of(EcrError.INVALID_PARAMETER, message);
  }
}
