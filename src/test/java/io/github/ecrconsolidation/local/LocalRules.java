package io.github.ecrconsolidation.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.ecrconsolidation.template.Template;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.event.ruler.Ruler;
import tools.jackson.jr.ob.JSON;

/**
 * The rules of EventBridge that are made by API calls, and queues in ElasticMQ to which they send.
 * An operation that is not one of {@code prove} is refused. The policies of queues are not looked
 * at.
 */
public final class LocalRules implements AutoCloseable {
  private static final String ARN =
      "arn:aws:events:%s:%s:rule/".formatted(Template.REGION, Template.ACCOUNT);

  private final SQSRestServer queues;
  private final URI queuesEndpoint;
  private final SqsClient sqs;
  private final HttpServer server;
  private final Map<String, Rule> rules = new TreeMap<>();

  private record Rule(String pattern, Object tags, Map<String, String> targets) {}

  private LocalRules() throws IOException {
    queues =
        SQSRestServerBuilder.withInterface("127.0.0.1")
            .withDynamicPort()
            .withAWSAccountId(Template.ACCOUNT)
            .withAWSRegion(Template.REGION)
            .start();
    queuesEndpoint =
        URI.create("http://127.0.0.1:" + queues.waitUntilStarted().localAddress().getPort());
    sqs = LocalClients.sqs(queuesEndpoint).httpClientBuilder(Apache5HttpClient.builder()).build();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  public static LocalRules start() throws IOException {
    return new LocalRules();
  }

  /** For {@code AWS_ENDPOINT_URL_EVENTBRIDGE}. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** For {@code AWS_ENDPOINT_URL_SQS}. */
  public URI queuesEndpoint() {
    return queuesEndpoint;
  }

  /** Takes an event of ECR, and sends it to the queues of the rules that match. */
  public synchronized void accept(String event) {
    for (var rule : rules.values()) {
      if (matches(rule, event)) {
        rule.targets.values().forEach(arn -> send(arn, event));
      }
    }
  }

  private static boolean matches(Rule rule, String event) {
    try {
      return Ruler.matchesRule(event, rule.pattern);
    } catch (Exception e) { // declared as such by Ruler
      throw new IllegalArgumentException("%s cannot match %s".formatted(rule, event), e);
    }
  }

  private void send(String arn, String event) {
    var name = arn.substring(arn.lastIndexOf(':') + 1);
    var url = sqs.getQueueUrl(request -> request.queueName(name)).queueUrl();
    sqs.sendMessage(request -> request.queueUrl(url).messageBody(event));
  }

  /** The names of all rules. */
  public synchronized List<String> rules() {
    return List.copyOf(rules.keySet());
  }

  /** The URLs of all queues. */
  public List<String> queues() {
    return sqs.listQueues().queueUrls();
  }

  /** Creates a queue that nobody tagged. */
  public void createQueue(String name) {
    sqs.createQueue(request -> request.queueName(name));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var target = Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
      var input = JSON.std.mapFrom(exchange.getRequestBody().readAllBytes());
      try {
        answer(exchange, 200, act(target.orElse("").replace("AWSEvents.", ""), input));
      } catch (Refusal e) {
        answer(exchange, 400, Map.of("__type", e.code, "message", e.code));
      }
    }
  }

  private synchronized Map<String, ?> act(String operation, Map<String, Object> input) {
    return switch (operation) {
      case "PutRule" -> {
        var name = text(input, "Name");
        var tags = Optional.ofNullable(input.get("Tags")).orElse(List.of());
        rules.put(name, new Rule(text(input, "EventPattern"), tags, new TreeMap<>()));
        yield Map.of("RuleArn", ARN + name);
      }
      case "PutTargets" -> {
        var targets = rule(text(input, "Rule")).targets;
        if (input.get("Targets") instanceof List<?> list
            && list.getFirst() instanceof Map<?, ?> target) {
          targets.put(String.valueOf(target.get("Id")), String.valueOf(target.get("Arn")));
        }
        yield Map.of("FailedEntryCount", 0, "FailedEntries", List.of());
      }
      case "DescribeRule" -> {
        rule(text(input, "Name"));
        yield Map.of("Arn", ARN + text(input, "Name"));
      }
      case "ListRules" ->
          Map.of(
              "Rules",
              rules.keySet().stream()
                  .filter(name -> name.startsWith(text(input, "NamePrefix")))
                  .map(name -> Map.of("Name", name))
                  .toList());
      case "ListTagsForResource" ->
          Map.of("Tags", rule(text(input, "ResourceARN").substring(ARN.length())).tags);
      case "RemoveTargets" -> {
        rule(text(input, "Rule")).targets.clear();
        yield Map.of("FailedEntryCount", 0, "FailedEntries", List.of());
      }
      case "DeleteRule" -> {
        if (rules.containsKey(text(input, "Name"))
            && !rule(text(input, "Name")).targets.isEmpty()) {
          throw new Refusal("ValidationException");
        }
        rules.remove(text(input, "Name"));
        yield Map.of();
      }
      default -> throw new Refusal("UnknownOperationException");
    };
  }

  private Rule rule(String name) {
    return Optional.ofNullable(rules.get(name))
        .orElseThrow(() -> new Refusal("ResourceNotFoundException"));
  }

  private static String text(Map<String, Object> input, String name) {
    return Optional.ofNullable(input.get(name))
        .map(Object::toString)
        .orElseThrow(() -> new Refusal("ValidationException"));
  }

  private static void answer(HttpExchange exchange, int status, Map<String, ?> body)
      throws IOException {
    var bytes = JSON.std.asBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    sqs.close();
    queues.stopAndWait();
  }

  private static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String code;

    Refusal(String code) {
      super(code);
      this.code = code;
    }
  }
}
