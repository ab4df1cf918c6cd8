package io.github.ecrconsolidation.localecr;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Consumer;

/** Takes requests for a front end, plays the faults due, sends the answer and keeps the audit. */
final class Door implements HttpHandler {
  private final FrontEnd frontEnd;
  private final Faults faults;
  private final Audit audit;
  private final Consumer<Throwable> defects;

  /**
   * @param defects told of exceptions that are no refusals; the JDK's server would drop them
   */
  Door(FrontEnd frontEnd, Faults faults, Audit audit, Consumer<Throwable> defects) {
    this.frontEnd = frontEnd;
    this.faults = faults;
    this.audit = audit;
    this.defects = defects;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    var incoming = new CountedStream(exchange.getRequestBody());
    exchange.setStreams(incoming, null);
    try (exchange) {
      serve(exchange, incoming);
    } catch (RuntimeException | Error e) {
      defects.accept(e);
      throw e;
    }
  }

  private void serve(HttpExchange exchange, CountedStream incoming) throws IOException {
    var arrived = System.nanoTime();
    var call = understand(exchange);
    var due = faults.take(call);
    var response = Response.of(0);
    try {
      response = answer(call, due);
      // An answer before the whole request was read would reset the connection under the client.
      incoming.transferTo(OutputStream.nullOutputStream());
    } finally {
      audit.record(
          new Audit.Entry(
              call.operation(),
              call.repository(),
              call.subjects(),
              response.status(),
              incoming.count,
              response.body().size(),
              arrived,
              System.nanoTime()));
    }
    if (due.stream().noneMatch(fault -> fault instanceof Fault.LoseResponse)) {
      send(exchange, response);
    }
  }

  private Call understand(HttpExchange exchange) throws IOException {
    try {
      return frontEnd.understand(exchange);
    } catch (EcrException e) {
      return Call.refused("unknown", e);
    }
  }

  private Response answer(Call call, List<Fault> due) throws IOException {
    try {
      for (var fault : due) {
        switch (fault) {
          case Fault.Refuse(var refusal) -> throw refusal;
          case Fault.Answer(var json) -> {
            return Response.of(200, "application/x-amz-json-1.1", json);
          }
          case Fault.Before(var hook) -> hook.run();
          case Fault.After _, Fault.LoseResponse _, Fault.Spoil _ -> {}
        }
      }
      var response = call.answer().give();
      for (var fault : due) {
        switch (fault) {
          case Fault.After(var hook) -> hook.run();
          case Fault.Spoil(var change) -> response = response.spoiled(change);
          case Fault.Refuse _, Fault.Answer _, Fault.Before _, Fault.LoseResponse _ -> {}
        }
      }
      return response;
    } catch (EcrException e) {
      return frontEnd.refuse(e);
    }
  }

  private static void send(HttpExchange exchange, Response response) throws IOException {
    var body = response.body();
    response.headers().forEach(exchange.getResponseHeaders()::set);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Long.toString(body.size()));
      exchange.sendResponseHeaders(response.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(response.status(), body.size() == 0 ? -1 : body.size());
    if (body.size() > 0) {
      try (var in = body.source().open()) {
        copy(in, exchange.getResponseBody(), body.size());
      }
    }
  }

  /** Fewer bytes than announced make the server cut the connection when the exchange closes. */
  private static void copy(InputStream in, OutputStream out, long size) throws IOException {
    var buffer = new byte[1 << 16];
    for (var left = size; left > 0; ) {
      var n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (n < 0) {
        break;
      }
      out.write(buffer, 0, n);
      left -= n;
    }
    out.flush();
  }

  private static final class CountedStream extends FilterInputStream {
    private long count;

    CountedStream(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      var one = super.read();
      count += one < 0 ? 0 : 1;
      return one;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      var n = super.read(buffer, offset, length);
      count += Math.max(0, n);
      return n;
    }
  }
}
