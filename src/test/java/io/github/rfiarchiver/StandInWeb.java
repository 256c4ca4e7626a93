package io.github.rfiarchiver;

import static io.github.rfiarchiver.LoopbackServer.reply;

import io.github.rfiarchiver.LoopbackServer.Answer;
import io.github.rfiarchiver.LoopbackServer.ReceivedRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A proxy on loopback that plays the web: the site, the mirror, example.org and the Wayback
 * Machine, over TLS with a certificate in their names. While it is open, clients of this process
 * trust that certificate and no other.
 */
public final class StandInWeb implements AutoCloseable {
  private static final String SITE = "https://www.rfi.fr";
  private static final Path STORE = Path.of("src/test/resources/tls/stand-in.p12");
  private static final String PASSWORD = "loopback";
  private static final String TRUST = "javax.net.ssl.trustStore";

  private static final String LISTS = SITE + "/sitemaps/cn/";

  /** The months of the site's lists, each with one page. */
  private static final List<String> MONTHS =
      List.of("202501", "202502", "202503", "202504", "202505", "202506", "202610", "202611");

  private static final List<String> LISTED =
      MONTHS.stream().map(month -> SITE + "/cn/a/" + month + "06-d").toList();

  private final LoopbackServer proxy = new LoopbackServer();
  private final StandInWayback wayback = new StandInWayback(Clock.systemUTC());

  public StandInWeb() throws IOException, GeneralSecurityException {
    for (String url : LISTED) {
      wayback.page(url.replaceFirst(".*/(\\d+)-.*", "$1120000"), url, page(url));
    }
    proxy.playing(certificate()).otherwise(this::answer);
    System.setProperty(TRUST, STORE.toString());
    System.setProperty(TRUST + "Password", PASSWORD);
  }

  /** The address of the proxy. */
  public String proxy() {
    return proxy.url("");
  }

  private void answer(ReceivedRequest request, OutputStream out)
      throws IOException, InterruptedException {
    String url = request.target();
    if (url.startsWith("https://web.archive.org/")) {
      wayback.answer(request, out);
    } else {
      answer(url).write(request, out);
    }
  }

  private static Answer answer(String url) {
    if (url.matches("https://(.*/rss(/rfi\\.xml)?|example\\.org/feed\\.xml)")) {
      return reply(200, feed());
    } else if (url.equals(SITE + "/robots.txt")) {
      return reply(200, "Sitemap: " + LISTS + "index.xml\n");
    } else if (url.equals(LISTS + "index.xml")) {
      return reply(
          200,
          document(
              "sitemapindex",
              "sitemap",
              MONTHS.stream().map(month -> LISTS + "contents_" + month + ".xml")));
    } else if (url.startsWith(LISTS)) {
      return reply(
          200,
          document(
              "urlset", "url", Stream.of(LISTED.get(MONTHS.indexOf(url.replaceAll("\\D", ""))))));
    } else if (url.startsWith(SITE + "/cn/")) {
      return reply(200, page(url));
    }
    return reply(404, "");
  }

  /** A feed with an article of last year and one of last week. */
  public static String feed() {
    return Fixtures.feed(
        Fixtures.item(
            SITE + "/cn/%E4%B8%AD%E5%9B%BD/20231028-a",
            "核电站首航",
            Instant.parse("2023-10-28T09:45:02Z"),
            "核能与 NATO 的消息，来自巴黎。"),
        Fixtures.item(
            SITE + "/cn/%E7%94%9F%E6%B4%BB/20261107-b",
            "周末出门",
            Instant.parse("2026-11-07T09:00:00Z"),
            "石桥旁边有集市。"));
  }

  /** A page of the site with its article, of the day in its URL. */
  public static String page(String url) {
    String day = url.replaceFirst(".*/(\\d{4})(\\d\\d)(\\d\\d)-.*", "$1-$2-$3");
    Instant date = Instant.parse((day.equals(url) ? "2026-11-06" : day) + "T09:00:00Z");
    return Fixtures.page(url, "一页", date, "正文在此。");
  }

  private static String document(String root, String entry, Stream<String> urls) {
    String open = "<" + entry + "><loc>";
    String close = "</loc></" + entry + ">";
    return "<"
        + root
        + " xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">"
        + urls.map(url -> open + url + close).collect(Collectors.joining())
        + "</"
        + root
        + ">";
  }

  private static SSLContext certificate() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(STORE)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  @Override
  public void close() {
    System.clearProperty(TRUST);
    System.clearProperty(TRUST + "Password");
    proxy.close();
    wayback.close();
  }
}
