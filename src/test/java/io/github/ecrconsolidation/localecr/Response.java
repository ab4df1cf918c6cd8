package io.github.ecrconsolidation.localecr;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** An HTTP answer before it is sent. */
record Response(int status, Map<String, String> headers, Body body) {
  static Response of(int status) {
    return new Response(status, Map.of(), Body.NONE);
  }

  static Response of(int status, String contentType, String text) {
    return new Response(status, Map.of("Content-Type", contentType), Body.of(text));
  }

  Response with(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Response(status, more, body);
  }

  Response with(Body other) {
    return new Response(status, headers, other);
  }

  Response spoiled(UnaryOperator<Body> fault) {
    return with(fault.apply(body));
  }
}
