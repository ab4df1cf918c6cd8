package io.github.ecrconsolidation.localecr;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** Translates one protocol to the store and back, and decides nothing itself. */
interface FrontEnd {
  Call understand(HttpExchange exchange) throws IOException;

  Response refuse(EcrException refusal);
}
