package io.github.rfiarchiver;

import static io.github.rfiarchiver.LoopbackServer.reply;

import io.github.rfiarchiver.LoopbackServer.Answer;
import io.github.rfiarchiver.LoopbackServer.ReceivedRequest;
import io.github.rfiarchiver.StandInSite.Logged;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A stand-in for the Wayback Machine: its CDX server and its replay, with a log. */
public final class StandInWayback implements AutoCloseable {
  private static final Pattern REPLAY = Pattern.compile("/web/(\\d{14})id_/(.+)");

  private final LoopbackServer server = new LoopbackServer();
  private final List<Row> rows = new CopyOnWriteArrayList<>();
  private final Map<String, Answer> replays = new ConcurrentHashMap<>();
  private final List<Logged> log = new CopyOnWriteArrayList<>();
  private final Clock clock;
  private int sliceSize = 1000;
  private volatile Answer cdx;

  /** A row of the index. */
  private record Row(String timestamp, String original, String type, String status, String digest) {
    String urlkey() {
      URI url = URI.create(original);
      return url.getHost().replaceFirst("^www\\.", "")
          + ")"
          + url.getRawPath()
          + "?"
          + url.getRawQuery();
    }

    @Override
    public String toString() {
      return String.join(" ", urlkey(), timestamp, original, type, status, digest);
    }
  }

  public StandInWayback(Clock clock) {
    this.clock = clock;
    cdx = (request, out) -> reply(200, answer(parameters(request.target()))).write(request, out);
    server.otherwise(this::answer);
  }

  /** Answers a request, to a proxy too. */
  public void answer(ReceivedRequest request, OutputStream out)
      throws IOException, InterruptedException {
    String target = request.target().replaceFirst("^https?://web.archive.org", "");
    log.add(new Logged(clock.instant(), target));
    Matcher replay = REPLAY.matcher(target);
    if (target.startsWith("/cdx/search/cdx?")) {
      cdx.write(request, out);
    } else if (replay.matches()) {
      String capture = replay.group(1) + " " + replay.group(2);
      replays
          .getOrDefault(capture, reply(404, "<html>Hrm. Not archived.</html>"))
          .write(request, out);
    } else {
      reply(404, "").write(request, out);
    }
  }

  public String url() {
    return server.url("");
  }

  /** Holds a page. */
  public StandInWayback page(String timestamp, String original, String html) {
    return holds(timestamp, original, "text/html", memento(200, html));
  }

  /** Holds a feed. */
  public StandInWayback feed(String timestamp, String original, String xml) {
    return holds(timestamp, original, "application/rss+xml", memento(200, xml));
  }

  /** Holds a capture that is replayed with this answer. */
  public StandInWayback holds(String timestamp, String original, String type, Answer answer) {
    row(timestamp, original, type, "200", "D" + rows.size());
    return replays(timestamp, original, answer);
  }

  public StandInWayback replays(String timestamp, String original, Answer answer) {
    replays.put(timestamp + " " + original, answer);
    return this;
  }

  public StandInWayback row(
      String timestamp, String original, String type, String status, String digest) {
    rows.add(new Row(timestamp, original, type, status, digest));
    return this;
  }

  /** A replayed capture. */
  public static Answer memento(int status, String body, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    all.add("Memento-Datetime: Sat, 28 Oct 2023 09:45:02 GMT");
    all.add("Content-Type: text/html; charset=utf-8");
    return reply(status, body, all.toArray(String[]::new));
  }

  /** Lets the index be answered in slices. */
  public StandInWayback slices(int size) {
    sliceSize = size;
    return this;
  }

  /** Answers all requests to the index. */
  public StandInWayback index(Answer answer) {
    cdx = answer;
    return this;
  }

  /** What the index answers by itself. */
  public Answer honest() {
    return (request, out) -> reply(200, answer(parameters(request.target()))).write(request, out);
  }

  private String answer(Map<String, List<String>> query) {
    List<String> filters = query.get("filter");
    List<Row> found = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    boolean isCollapsed = query.containsKey("collapse");
    for (Row row : rows.stream().sorted(Comparator.comparing(Row::toString)).toList()) {
      String type = filters.get(1).substring("mimetype:".length());
      boolean isRevisit = row.status().equals("-"); // as some servers do, whatever the filters
      if (row.original()
              .replaceFirst("^http:", "https:")
              .startsWith(query.get("url").get(0).replaceFirst("^http:", "https:"))
          && row.timestamp().compareTo(query.get("from").get(0)) >= 0
          && row.timestamp().compareTo(query.get("to").get(0)) <= 0
          && (isRevisit || (row.status().equals("200") && row.type().matches(type)))
          && (!isCollapsed || keys.add(row.urlkey()))) {
        found.add(row);
      }
    }
    String after = query.containsKey("resumeKey") ? query.get("resumeKey").get(0) : "0";
    int from =
        Integer.parseInt(URLDecoder.decode(after, StandardCharsets.UTF_8).replaceAll("\\D", ""));
    int to = Math.min(found.size(), from + sliceSize);
    StringBuilder answer = new StringBuilder();
    found.subList(from, to).forEach(row -> answer.append(row).append("\n"));
    return answer + (to < found.size() ? "\n" + key(to) + "\n" : "");
  }

  /** A resume key, encoded as the server prints it. */
  public static String key(int row) {
    return URLEncoder.encode("fr,rfi)/ %" + row + "!", StandardCharsets.UTF_8);
  }

  public static Map<String, List<String>> parameters(String target) {
    Map<String, List<String>> parameters = new ConcurrentHashMap<>();
    for (String pair : target.replaceFirst(".*?\\?", "").split("&")) {
      String[] parts = pair.split("=", 2);
      parameters
          .computeIfAbsent(parts[0], name -> new ArrayList<>())
          .add(URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return parameters;
  }

  public List<Logged> log() {
    return List.copyOf(log);
  }

  public List<String> requested() {
    return log.stream().map(Logged::path).toList();
  }

  /** The captures that were requested, in their order. */
  public List<String> replayed() {
    return requested().stream().filter(path -> path.startsWith("/web/")).toList();
  }

  public void forget() {
    log.clear();
  }

  @Override
  public void close() {
    server.close();
  }
}
