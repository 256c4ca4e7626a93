package io.github.rfiarchiver;

import static io.github.rfiarchiver.LoopbackServer.reply;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/** A stand-in for the site: its robots.txt, lists and pages, with a log of the requests. */
public final class StandInSite implements AutoCloseable {
  private final LoopbackServer server = new LoopbackServer();
  private final Map<String, LoopbackServer.Answer> answers = new ConcurrentHashMap<>();
  private final List<Logged> log = new CopyOnWriteArrayList<>();

  /** A request and when it came. */
  public record Logged(Instant time, String path) {}

  public StandInSite(Clock clock) {
    server.otherwise(
        (request, out) -> {
          log.add(new Logged(clock.instant(), request.target()));
          answers.getOrDefault(request.target(), reply(404, "")).write(request, out);
        });
  }

  public String url(String path) {
    return server.url(path);
  }

  public StandInSite at(String path, LoopbackServer.Answer answer) {
    answers.put(path, answer);
    return this;
  }

  /** Lets robots.txt name lists, with rules in front. */
  public StandInSite robots(String rules, String... lists) {
    return at(
        "/robots.txt",
        reply(
            200,
            rules
                + Arrays.stream(lists)
                    .map(list -> "Sitemap: " + url(list) + "\n")
                    .collect(Collectors.joining())));
  }

  public StandInSite index(String path, String... lists) {
    return at(path, reply(200, document("sitemapindex", "sitemap", List.of(lists))));
  }

  public StandInSite list(String path, List<String> pages) {
    return at(path, reply(200, document("urlset", "url", pages)));
  }

  /** A list as a gzip file, which no header announces. */
  public StandInSite gzipList(String path, List<String> pages) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(document("urlset", "url", pages).getBytes(StandardCharsets.UTF_8));
    }
    return at(path, reply(200, packed.toByteArray(), "Content-Type: application/gzip"));
  }

  /** A news list, in Google's namespace. */
  public StandInSite newsList(String path, List<String> pages) {
    return at(path, reply(200, news(pages)));
  }

  public String news(List<String> pages) {
    return document("urlset", "url", pages)
        .replace(
            "</url>",
            "<news:news><news:publication_date>2023-10-28T09:00:00Z</news:publication_date>"
                + "</news:news></url>");
  }

  /** A page with its article. */
  public StandInSite page(String path) {
    String text = "正文" + path;
    return at(path, reply(200, Fixtures.page(url(path), "题" + path, day(path), text)));
  }

  private static Instant day(String path) {
    String day = path.replaceFirst(".*/(\\d{4})(\\d\\d)(\\d\\d)-.*", "$1-$2-$3");
    return Instant.parse((day.equals(path) ? "2023-10-15" : day) + "T09:00:00Z");
  }

  private String document(String root, String entry, List<String> paths) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><"
        + root
        + " xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">"
        + paths.stream()
            .map(
                path ->
                    "<"
                        + entry
                        + "><loc>"
                        + url(path)
                        + "</loc><lastmod>2031-01-01</lastmod></"
                        + entry
                        + ">")
            .collect(Collectors.joining("\n"))
        + "</"
        + root
        + ">";
  }

  /** All requests so far, in their order. */
  public List<Logged> log() {
    return List.copyOf(log);
  }

  /** The paths of the requests so far, in their order. */
  public List<String> requested() {
    return log.stream().map(Logged::path).toList();
  }

  /** Those of them that are articles' pages. */
  public List<String> requestedPages() {
    return requested().stream().filter(path -> path.matches("/(cn|tw)/.*")).toList();
  }

  public void forget() {
    log.clear();
  }

  @Override
  public void close() {
    server.close();
  }
}
