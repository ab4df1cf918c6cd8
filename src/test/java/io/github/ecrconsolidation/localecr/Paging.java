package io.github.ecrconsolidation.localecr;

/**
 * How many rows a page of the JSON API has.
 *
 * @param defaultSize when the caller does not say; ECR's 100 would need large tests (rule 7)
 * @param largest a cap on what the caller says, as {@code maxResults} is a maximum and no promise
 */
record Paging(int defaultSize, int largest) {
  Page.Request request(Input in) {
    return request(in, 1000);
  }

  Page.Request request(Input in, int most) {
    var size = in.number("maxResults", 1, most).orElse(Math.min(defaultSize, most));
    return Page.Request.ofToken(in.text("nextToken"), Math.min(size, largest));
  }

  /** Explicit ids exclude paging (model). */
  static void refuseWithIds(Input in) {
    if (in.text("nextToken").isPresent() || in.number("maxResults", 1, 1000).isPresent()) {
      throw EcrException.of(EcrError.INVALID_PARAMETER, "paging does not go with explicit ids");
    }
  }
}
