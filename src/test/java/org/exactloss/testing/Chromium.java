package org.exactloss.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * A headless Chromium that is driven through its DevTools protocol. It is the program {@code
 * chromium} on the PATH, as Debian's package of that name installs it.
 */
public final class Chromium implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final long SECONDS = 60;

  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger numbers = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<JsonNode>> awaited = new ConcurrentHashMap<>();
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  private Chromium(Process process, String port) throws IOException, InterruptedException {
    this.process = process;
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest list =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list")).build();
    JsonNode pages =
        MAPPER.readTree(client.send(list, HttpResponse.BodyHandlers.ofString()).body());
    URI page = null;
    for (JsonNode target : pages) {
      if (target.path("type").asText().equals("page")) {
        page = URI.create(target.path("webSocketDebuggerUrl").asText());
      }
    }
    socket = client.newWebSocketBuilder().buildAsync(page, new Answers()).join();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      send(domain + ".enable", Map.of());
    }
  }

  /**
   * Starts the program.
   *
   * @param profile an empty folder for what it stores
   */
  public static Chromium start(Path profile) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader error = process.errorReader(StandardCharsets.UTF_8);
    String line = error.readLine();
    while (line != null && !line.startsWith("DevTools listening on ")) {
      line = error.readLine();
    }
    if (line == null) {
      throw new IllegalStateException("Chromium has ended with code " + process.waitFor());
    }
    Thread drain = new Thread(() -> error.lines().forEach(ignored -> {}), "chromium-messages");
    drain.setDaemon(true);
    drain.start();
    return new Chromium(process, line.replaceFirst(".*:([0-9]+)/.*", "$1"));
  }

  /** Opens a page at a width, in the colour scheme {@code light} or {@code dark}. */
  public void open(Path page, int width, String scheme) {
    messages.clear();
    requests.clear();
    send(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
    send(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    CompletableFuture<JsonNode> loaded = new CompletableFuture<>();
    awaited.put("Page.loadEventFired", loaded);
    send("Page.navigate", Map.of("url", page.toUri().toString()));
    await(loaded);
  }

  /** The value of an expression in the page, also one that is promised. */
  public JsonNode evaluate(String expression) {
    JsonNode answer =
        send(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (answer.has("exceptionDetails")) {
      throw new IllegalStateException(answer.path("exceptionDetails").toString());
    }
    return answer.path("result").path("value");
  }

  /** Presses a key that has this name and code. */
  public void press(String key, int code) {
    for (String type : List.of("rawKeyDown", "keyUp")) {
      send(
          "Input.dispatchKeyEvent",
          Map.of("type", type, "key", key, "code", key, "windowsVirtualKeyCode", code));
    }
  }

  /** Types a text where the focus is. */
  public void type(String text) {
    send("Input.insertText", Map.of("text", text));
  }

  /** A picture of the top of the page, as PNG in Base64. */
  public String screenshot(int width, int height) {
    return send(
            "Page.captureScreenshot",
            Map.of(
                "captureBeyondViewport",
                true,
                "clip",
                Map.of("x", 0, "y", 0, "width", width, "height", height, "scale", 1)))
        .path("data")
        .asText();
  }

  /** What the page has said on its console, and what has failed, since it was opened. */
  public List<String> messages() {
    return List.copyOf(messages);
  }

  /** What was asked for since the page was opened, that page among it. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  private JsonNode send(String method, Map<String, ?> parameters) {
    int number = numbers.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(number, answer);
    ObjectNode message = MAPPER.createObjectNode().put("id", number).put("method", method);
    message.set("params", MAPPER.valueToTree(parameters));
    socket.sendText(message.toString(), true).join();
    JsonNode received = await(answer);
    if (received.has("error")) {
      throw new IllegalStateException(method + ": " + received.path("error"));
    }
    return received.path("result");
  }

  private static JsonNode await(CompletableFuture<JsonNode> answer) {
    return answer.orTimeout(SECONDS, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() throws InterruptedException {
    socket.abort();
    process.destroy();
    process.waitFor(SECONDS, TimeUnit.SECONDS);
  }

  /** Hears what the browser says. */
  private final class Answers implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        String whole = text.toString();
        text.setLength(0);
        try {
          hear(MAPPER.readTree(whole));
        } catch (IOException e) {
          throw new java.io.UncheckedIOException(e);
        }
      }
      return WebSocket.Listener.super.onText(webSocket, data, last);
    }

    private void hear(JsonNode message) {
      JsonNode parameters = message.path("params");
      switch (message.path("method").asText()) {
        case "" -> answers.remove(message.path("id").asInt()).complete(message);
        case "Log.entryAdded", "Runtime.exceptionThrown" -> messages.add(parameters.toString());
        case "Runtime.consoleAPICalled" ->
            messages.add(
                parameters.path("args").findValuesAsText("value").stream()
                    .collect(Collectors.joining(" ")));
        case "Network.requestWillBeSent" ->
            requests.add(parameters.path("request").path("url").asText());
        default -> {
          CompletableFuture<JsonNode> event = awaited.remove(message.path("method").asText());
          if (event != null) {
            event.complete(parameters);
          }
        }
      }
    }
  }
}
