package io.github.rfiarchiver.http;

import static io.github.rfiarchiver.LoopbackServer.head;
import static io.github.rfiarchiver.LoopbackServer.reply;
import static io.github.rfiarchiver.LoopbackServer.zipped;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.LoopbackServer;
import io.github.rfiarchiver.LoopbackServer.Answer;
import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.state.Validators;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterInputStream;
import java.util.zip.GZIPOutputStream;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class HttpFetcherTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-01T12:00:00Z"), ZoneOffset.UTC);

  private final LoopbackServer site = new LoopbackServer();
  private final HttpFetcher fetcher = fetcher(Duration.ofSeconds(5), 1 << 20);

  @AfterEach
  void close() {
    site.close();
  }

  private static HttpFetcher fetcher(Duration timeout, long maxBytes) {
    return new HttpFetcher(
        new HttpLimits(timeout, maxBytes),
        Proxies.NONE,
        "rfi-archiver/test",
        NOON,
        null,
        RateLimit.NONE);
  }

  private static Proxies proxies(String named) {
    try {
      return Proxies.of(named, null, Map.of());
    } catch (MalformedException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private HttpResult fetch(String path) throws InterruptedException {
    return fetcher.fetch(HttpRequest.feed(site.url(path), Validators.NONE));
  }

  private HttpResult.Failure failure(String path) throws InterruptedException {
    return assertInstanceOf(HttpResult.Failure.class, fetch(path));
  }

  @Test
  void returns_a_document_with_its_charset_and_validators() throws InterruptedException {
    site.at(
        "/a",
        reply(
            200,
            "新闻",
            "Content-Type: text/xml; charset=GBK",
            "ETag: W/\"x\"",
            "Last-Modified: Sun, 01 Nov 2026 06:00:00 GMT"));
    HttpResult.Document document = assertInstanceOf(HttpResult.Document.class, fetch("/a"));
    assertEquals("新闻", new String(document.bytes(), StandardCharsets.UTF_8));
    assertEquals("GBK", document.charset());
    assertEquals(new Validators("W/\"x\"", "Sun, 01 Nov 2026 06:00:00 GMT"), document.validators());
    assertEquals(Duration.ZERO, document.maxAge());
  }

  @Test
  void a_document_that_a_proxy_has_transformed_is_a_document() throws InterruptedException {
    site.at("/a", reply(203, "新闻"));
    assertEquals("新闻", text("/a"));
  }

  @Test
  void echoes_validators_byte_for_byte_and_takes_304_for_unchanged() throws InterruptedException {
    site.at("/a", reply(304, "", "Cache-Control: public, max-age=600"));
    Validators held = new Validators("W/\"a b\"", "yesterday");
    HttpResult outcome = fetcher.fetch(HttpRequest.feed(site.url("/a"), held));
    assertEquals(new HttpResult.Unchanged(Duration.ofMinutes(10)), outcome);
    assertEquals("W/\"a b\"", site.requests().get(0).header("If-None-Match"));
    assertEquals("yesterday", site.requests().get(0).header("If-Modified-Since"));
  }

  @Test
  void sends_few_headers_and_the_real_User_Agent() throws InterruptedException {
    site.at("/a", reply(200, ""));
    fetch("/a");
    LoopbackServer.ReceivedRequest request = site.requests().get(0);
    assertEquals("rfi-archiver/test", request.header("User-Agent"));
    assertEquals("gzip", request.header("Accept-Encoding"));
    assertTrue(request.header("Accept").startsWith("application/rss+xml"));
    assertEquals(
        java.util.Set.of("user-agent", "accept", "accept-encoding", "host", "connection"),
        request.headers().keySet());
  }

  @Test
  void decompresses_gzip() throws IOException, InterruptedException {
    site.at("/a", zipped("新闻".getBytes(StandardCharsets.UTF_8)));
    HttpResult.Document document = assertInstanceOf(HttpResult.Document.class, fetch("/a"));
    assertEquals("新闻", new String(document.bytes(), StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x-gzip", "X-GZIP", "gzip, identity", "", "none", "UTF-8", "aws-chunked", "br"})
  void decompresses_gzip_whatever_the_Content_Encoding_is(String coding)
      throws IOException, InterruptedException {
    site.at("/a", reply(200, packed("新闻"), "Content-Encoding: " + coding));
    assertEquals("新闻", text("/a"));
  }

  @Test
  void decompresses_gzip_without_a_Content_Encoding() throws IOException, InterruptedException {
    site.at("/a", reply(200, packed("新闻")));
    assertEquals("新闻", text("/a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip",
        "x-gzip",
        "",
        "none",
        "None",
        "utf-8",
        "UTF8",
        "aws-chunked",
        "identity, identity",
        "identity,"
      })
  void reads_a_plain_body_as_it_is_where_the_header_names_gzip_or_no_coding(String coding)
      throws InterruptedException {
    site.at("/a", reply(200, "新闻", "Content-Encoding: " + coding));
    assertEquals("新闻", text("/a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "deflate", "text/xml"})
  void reads_markup_as_it_is_whatever_the_Content_Encoding_is(String coding)
      throws InterruptedException {
    site.at("/a", reply(200, "\uFEFF <?xml version='1.0'?>", "Content-Encoding: " + coding));
    assertEquals("\uFEFF <?xml version='1.0'?>", text("/a"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void decompresses_deflate_with_and_without_a_header(boolean isRaw)
      throws IOException, InterruptedException {
    byte[] text = "新闻".getBytes(StandardCharsets.UTF_8);
    Deflater deflater = new Deflater(9, isRaw);
    byte[] packed =
        new DeflaterInputStream(new ByteArrayInputStream(text), deflater).readAllBytes();
    site.at("/a", reply(200, packed, "Content-Encoding: deflate"));
    assertEquals("新闻", text("/a"));
    site.at(
        "/b", reply(200, Arrays.copyOf(packed, packed.length - 5), "Content-Encoding: deflate"));
    assertEquals(HttpResult.Kind.CONNECTION, failure("/b").kind());
    deflater.end();
  }

  @Test
  void decompresses_gzip_of_many_members_and_in_gzip_up_to_what_is_no_member()
      throws IOException, InterruptedException {
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    members.write(packed("新"));
    members.write(packed("闻"));
    members.write('\n');
    site.at("/a", reply(200, members.toByteArray(), "Content-Encoding: gzip"));
    assertEquals("新闻", text("/a"));
    ByteArrayOutputStream twice = new ByteArrayOutputStream();
    try (GZIPOutputStream outer = new GZIPOutputStream(twice)) {
      outer.write(members.toByteArray());
    }
    site.at("/b", reply(200, twice.toByteArray(), "Content-Encoding: gzip, gzip"));
    assertEquals("新闻", text("/b"));
    site.at("/c", reply(200, twice.toByteArray(), "Content-Encoding: gzip"));
    assertEquals("新闻", text("/c"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/xml;charset = GBK",
        "text/xml ; Charset= 'GBK'",
        "text/xml charset=\"GBK\"",
        ";; charset=GBK;q"
      })
  void a_charset_is_read_from_a_Content_Type_with_odd_whitespace(String type) throws Exception {
    site.at("/a", reply(200, "新闻", "Content-Type: " + type));
    assertEquals("GBK", assertInstanceOf(HttpResult.Document.class, fetch("/a")).charset());
  }

  @Test
  void an_empty_body_under_gzip_is_empty() throws InterruptedException {
    site.at("/a", reply(200, "", "Content-Encoding: gzip"));
    assertEquals("", text("/a"));
  }

  @Test
  void gzip_that_ends_early_is_a_failure() throws IOException, InterruptedException {
    byte[] packed = packed("新闻");
    site.at("/a", reply(200, Arrays.copyOf(packed, packed.length - 4), "Content-Encoding: gzip"));
    assertEquals(HttpResult.Kind.CONNECTION, failure("/a").kind());
  }

  @Test
  void decompresses_gzip_that_is_longer_than_its_content()
      throws IOException, InterruptedException {
    byte[] noise = new byte[1 << 20];
    new Random(1).nextBytes(noise);
    site.at("/a", zipped(noise));
    assertArrayEquals(noise, assertInstanceOf(HttpResult.Document.class, fetch("/a")).bytes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "", "-1", "+2", "1.0", "2, 3", "2\r\nContent-Length: 3", "0x2"})
  void an_invalid_or_ambiguous_Content_Length_is_a_failure(String length)
      throws InterruptedException {
    site.at(
        "/a",
        (request, out) -> {
          out.write(head(200, "Content-Length: " + length));
          out.write(new byte[2]);
        });
    assertTrue(failure("/a").reason().startsWith("has an invalid Content-Length"));
    assertEquals(HttpResult.Kind.OTHER, failure("/a").kind());
  }

  @Test
  void a_repeated_equal_Content_Length_is_accepted() throws InterruptedException {
    site.at("/a", reply(200, "ab", "Content-Length: 2"));
    assertEquals("ab", text("/a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no-cache, max-age=3600",
        "max-age=3600, no-store",
        "No-Cache=\"Set-Cookie\", max-age=3600",
        "max-age=3600\r\nCache-Control: no-cache",
        "max-age=0",
        "max-age=0, max-age=3600",
        "max-age=3600\r\nAge: 3600",
        "max-age=3600\r\nAge: 99999999999",
        "private"
      })
  void an_answer_that_may_not_be_cached_has_a_max_age_of_zero(String control)
      throws InterruptedException {
    site.at("/a", reply(200, "", "Cache-Control: " + control));
    assertEquals(Duration.ZERO, assertInstanceOf(HttpResult.Document.class, fetch("/a")).maxAge());
  }

  @Test
  void a_long_Retry_After_is_reported_with_its_end() throws InterruptedException {
    site.at("/a", reply(429, "", "Retry-After: 7200"))
        .at("/b", reply(503, "", "Retry-After: Mon, 02 Nov 2026 12:00:00 GMT"))
        .at("/c", reply(503, "", "Retry-After: 60"));
    assertEquals(
        "answered 429 Too Many Requests; it asks to wait 7200 s (Retry-After), until"
            + " 2026-11-01T14:00:00Z; wait, or try the mirror (feedx), --proxy,"
            + " or `backfill --since 7d --from wayback`",
        failure("/a").reason());
    assertTrue(failure("/b").reason().endsWith("until 2026-11-02T12:00:00Z"));
    assertEquals("answered 503 Service Unavailable", failure("/c").reason());
  }

  private String text(String path) throws InterruptedException {
    byte[] bytes = assertInstanceOf(HttpResult.Document.class, fetch(path)).bytes();
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] packed(String text) throws IOException {
    return packed(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] packed(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip, chunked", "identity, chunked", "chunked, chunked"})
  void refuses_a_Transfer_Encoding_whose_chunks_would_stay_in_the_body(String coding)
      throws InterruptedException {
    site.at(
        "/a",
        (request, out) -> {
          out.write(head(200, "Transfer-Encoding: " + coding));
          out.write("5\r\n<rss>\r\n0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        });
    assertEquals("has an unknown Transfer-Encoding: " + coding, failure("/a").reason());
  }

  @Test
  void a_list_of_equal_Content_Lengths_is_the_length() throws InterruptedException {
    site.at(
        "/a",
        (request, out) -> {
          out.write(head(200, "Content-Length: 5, 5"));
          out.write("<rss> of the next answer".getBytes(StandardCharsets.UTF_8));
        });
    assertEquals("<rss>", text("/a"));
    site.at(
        "/b",
        (request, out) -> {
          out.write(head(200, "Content-Length: 50, 50"));
          out.write("<rss>".getBytes(StandardCharsets.UTF_8));
        });
    assertEquals(HttpResult.Kind.CONNECTION, failure("/b").kind());
  }

  @Test
  @Timeout(5) // to ask Java for each as a charset takes 14 s
  void codings_without_number_cost_neither_stack_nor_memory() throws Exception {
    String codings = "Content-Encoding: " + "gzip, ".repeat(10_000) + "gzip";
    byte[] packed = "<rss>".getBytes(StandardCharsets.UTF_8);
    for (int layer = 0; layer < 9; layer++) {
      packed = packed(packed);
    }
    site.at("/a", reply(200, "words", codings)).at("/b", reply(200, packed, codings));
    assertEquals("words", text("/a"));
    assertEquals("has an unknown Content-Encoding: more than 8 layers", failure("/b").reason());
  }

  @Test
  void refuses_an_unknown_Content_Encoding() throws InterruptedException {
    site.at("/a", reply(200, "??", "Content-Encoding: br"));
    assertEquals("has an unknown Content-Encoding: br", failure("/a").reason());
  }

  @Test
  void accepts_a_body_of_the_largest_size_and_refuses_one_byte_more() throws InterruptedException {
    byte[] largest = new byte[1 << 20];
    site.at("/a", reply(200, largest)).at("/b", reply(200, new byte[(1 << 20) + 1]));
    assertArrayEquals(largest, assertInstanceOf(HttpResult.Document.class, fetch("/a")).bytes());
    assertTrue(failure("/b").reason().startsWith("is larger than 1 MiB"));
  }

  @Test
  void counts_the_size_of_a_gzip_bomb_after_decompression()
      throws IOException, InterruptedException {
    site.at("/a", zipped(new byte[8 << 20]));
    assertTrue(failure("/a").reason().startsWith("is larger than 1 MiB"));
  }

  @Test
  void an_endless_body_is_read_up_to_the_limit() throws InterruptedException {
    site.at(
        "/a",
        (request, out) -> {
          out.write(head(200, "X: y"));
          for (byte[] some = new byte[1 << 16]; ; ) {
            out.write(some);
          }
        });
    assertTrue(failure("/a").reason().startsWith("is larger than 1 MiB"));
  }

  @Test
  void a_body_shorter_than_announced_is_a_failure() throws InterruptedException {
    site.at(
        "/a",
        (request, out) ->
            out.write(
                (new String(head(200, "Content-Length: 100"), StandardCharsets.UTF_8) + "only this")
                    .getBytes(StandardCharsets.UTF_8)));
    HttpResult.Failure failure = failure("/a");
    assertEquals("cut off before its end", failure.reason());
    assertEquals(HttpResult.Kind.CONNECTION, failure.kind());
    site.at("/b", (request, out) -> out.write("HTTP/1.1 200".getBytes(StandardCharsets.UTF_8)));
    assertEquals("cut off before its end", failure("/b").reason());
  }

  @Test
  void a_gzip_body_that_is_cut_is_a_failure() throws InterruptedException {
    site.at(
        "/a",
        reply(
            200,
            new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 1, 2},
            "Content-Encoding: gzip"));
    assertInstanceOf(HttpResult.Failure.class, fetch("/a"));
  }

  @Test
  void one_deadline_covers_headers_that_stall() throws InterruptedException {
    site.at("/a", (request, out) -> Thread.sleep(20_000));
    assertTimesOut("/a");
  }

  @Test
  void one_deadline_covers_headers_that_trickle() throws InterruptedException {
    site.at(
        "/a",
        (request, out) -> {
          for (byte b : head(200, "X: " + "y".repeat(200))) {
            out.write(b);
            out.flush();
            Thread.sleep(100);
          }
        });
    assertTimesOut("/a");
  }

  @Test
  void one_deadline_covers_a_body_that_trickles() throws InterruptedException {
    site.at(
        "/a",
        (request, out) -> {
          out.write(head(200, "Content-Length: 1000"));
          for (int i = 0; i < 1000; i++) {
            out.write('x');
            out.flush();
            Thread.sleep(100);
          }
        });
    assertTimesOut("/a");
  }

  @Test
  void one_deadline_covers_all_redirects() throws InterruptedException {
    site.otherwise(
        (request, out) -> {
          Thread.sleep(300);
          reply(302, "", "Location: " + request.target() + "x").write(request, out);
        });
    assertTimesOut("/a");
  }

  private void assertTimesOut(String path) throws InterruptedException {
    long start = System.nanoTime();
    HttpResult outcome =
        fetcher(Duration.ofSeconds(1), 1 << 20)
            .fetch(HttpRequest.feed(site.url(path), Validators.NONE));
    HttpResult.Failure failure = assertInstanceOf(HttpResult.Failure.class, outcome);
    assertEquals("took longer than 1 s; --timeout allows more", failure.reason());
    assertEquals(HttpResult.Kind.TIMEOUT, failure.kind());
    assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() < 4000);
  }

  @Test
  void follows_redirects_and_returns_the_URL_of_a_permanent_one() throws InterruptedException {
    site.at("/a", reply(301, "", "Location: /b"))
        .at("/b", reply(308, "", "Location: /c"))
        .at("/c", reply(302, "", "Location: /d"))
        .at("/d", reply(200, "here"));
    HttpResult.Document document = assertInstanceOf(HttpResult.Document.class, fetch("/a"));
    assertEquals(site.url("/d"), document.url());
    assertEquals(site.url("/c"), document.movedTo());
  }

  @Test
  void a_temporary_redirect_is_not_a_move() throws InterruptedException {
    site.at("/a", reply(307, "", "Location: /b")).at("/b", reply(200, "here"));
    HttpResult.Document document = assertInstanceOf(HttpResult.Document.class, fetch("/a"));
    assertNull(document.movedTo());
  }

  @Test
  void ends_a_redirect_loop() throws InterruptedException {
    site.at("/a", reply(302, "", "Location: /a"));
    assertEquals("redirects more than 10 times", failure("/a").reason());
    assertEquals(11, site.requests().size());
  }

  @Test
  void refuses_a_redirect_to_another_scheme() throws InterruptedException {
    site.at("/a", reply(302, "", "Location: file:///etc/passwd")).at("/b", reply(302, ""));
    assertEquals(
        "redirects to something else than an http or https URL (302)", failure("/a").reason());
    assertEquals(
        "redirects to something else than an http or https URL (302)", failure("/b").reason());
  }

  @Test
  void requests_only_allowed_hosts_even_after_a_redirect() throws InterruptedException {
    try (LoopbackServer other = new LoopbackServer()) {
      site.at("/a", reply(302, "", "Location: http://localhost:" + other.port() + "/b"));
      HttpResult outcome = fetcher.fetch(HttpRequest.page(site.url("/a"), "127.0.0.1"));
      assertEquals(
          "redirects to localhost, neither the feed's own host nor rfi.fr; `add` fetches it",
          assertInstanceOf(HttpResult.Failure.class, outcome).reason());
      HttpResult direct = fetcher.fetch(HttpRequest.page(site.url("/a"), "example.org"));
      assertEquals(
          "is on 127.0.0.1, neither the feed's own host nor rfi.fr; `add` fetches it",
          assertInstanceOf(HttpResult.Failure.class, direct).reason());
      assertTrue(other.requests().isEmpty());
      assertEquals(1, site.requests().size());
    }
  }

  @Test
  void a_public_host_may_not_redirect_to_a_private_address() throws InterruptedException {
    HttpLimits limits = new HttpLimits(Duration.ofSeconds(5), 1 << 20);
    Proxies proxy = proxies("http://127.0.0.1:" + site.port());
    HttpFetcher throughProxy = new HttpFetcher(limits, proxy, "test", NOON, null, RateLimit.NONE);
    for (String host :
        List.of("169.254.169.254", "10.0.0.1", "192.168.1.1", "127.0.0.1", "[::1]", "localhost")) {
      site.otherwise(reply(302, "", "Location: http://" + host + "/"));
      HttpResult outcome =
          throughProxy.fetch(HttpRequest.feed("http://feeds.example/a", Validators.NONE));
      HttpResult.Failure failure = assertInstanceOf(HttpResult.Failure.class, outcome);
      assertTrue(failure.reason().startsWith("redirects to a private address"), failure.reason());
    }
    assertEquals(6, site.requests().size());
  }

  @Test
  void refuses_a_redirect_from_https_to_http() throws InterruptedException {
    assertEquals(
        "redirects from https to http: http://feeds.example/b",
        HttpFetcher.refusal(
                HttpUrl.get("https://feeds.example/a"), HttpUrl.get("http://feeds.example/b"))
            .orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[::1]", "[0:0::1]", "[2001:DB8::A]"})
  void a_page_may_be_on_the_IPv6_address_of_its_feed(String host) throws MalformedException {
    HttpUrl page = HttpUrl.get("http://" + host + ":8080/a");
    assertTrue(mayGo(HttpRequest.page(page.toString(), host), page.toString()));
  }

  private static boolean mayGo(HttpRequest request, String to) throws MalformedException {
    return request.refusal().apply(ArticleUrl.of(to)).isEmpty();
  }

  @Test
  void a_page_may_be_on_any_host_of_rfi() throws MalformedException {
    HttpRequest request = HttpRequest.page("https://www.rfi.fr/cn/x", "feedx.net");
    assertTrue(mayGo(request, "https://www.rfi.fr/cn/x"));
    assertTrue(mayGo(request, "https://rfi.fr/cn/x"));
    assertTrue(!mayGo(request, "https://evilrfi.fr/cn/x"));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 302, 404})
  void a_length_below_zero_is_a_failure_of_its_url_alone(int status) throws InterruptedException {
    site.at("/a", (request, out) -> out.write(head(status, "Content-Length: -5", "Location: /b")));
    String why = status == 200 ? "has an invalid Content-Length: -5" : "the answer is not HTTP";
    assertEquals(why, failure("/a").reason());
    assertEquals(HttpResult.Kind.OTHER, failure("/a").kind());
  }

  @ParameterizedTest
  @ValueSource(strings = {"private=\"x, max-age=60", "max-age=60, \"", "max-age=\"60\", =,,"})
  void broken_Cache_Control_does_not_cost_the_document(String control) throws InterruptedException {
    site.at("/a", reply(200, "ab", "Cache-Control: " + control));
    HttpResult.Document document = assertInstanceOf(HttpResult.Document.class, fetch("/a"));
    assertEquals(Duration.ofMinutes(1), document.maxAge());
  }

  @Test
  void each_status_has_its_kind_of_failure() throws InterruptedException {
    site.at("/403", reply(403, ""))
        .at("/404", reply(404, ""))
        .at("/410", reply(410, ""))
        .at("/503", reply(503, ""))
        .at("/418", reply(418, ""));
    assertEquals(HttpResult.Kind.REFUSED, failure("/403").kind());
    assertTrue(failure("/403").reason().contains("--proxy"));
    assertEquals(HttpResult.Kind.GONE, failure("/404").kind());
    assertEquals("answered 410 Gone: removed for good", failure("/410").reason());
    assertEquals(HttpResult.Kind.SERVER, failure("/503").kind());
    assertEquals(HttpResult.Kind.OTHER, failure("/418").kind());
  }

  @Test
  void reads_retry_after_as_seconds_and_as_a_date() throws InterruptedException {
    site.at("/a", reply(429, "", "Retry-After: 120"))
        .at("/b", reply(503, "", "Retry-After: Sun, 01 Nov 2026 12:05:00 GMT"))
        .at("/c", reply(503, "", "Retry-After: Sun, 01 Nov 2026 11:00:00 GMT"))
        .at("/d", reply(503, "", "Retry-After: soon"));
    assertEquals(Duration.ofMinutes(2), failure("/a").retryAfter());
    assertEquals(Duration.ofMinutes(5), failure("/b").retryAfter());
    assertNull(failure("/c").retryAfter());
    assertNull(failure("/d").retryAfter());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7200.0",
        "\"7200\"",
        "7200s",
        "7200 Seconds",
        "7200, 7200",
        "Sunday, 01-Nov-26 14:00:00 GMT",
        "Sun Nov  1 14:00:00 2026",
        "Sun, 1 Nov 2026 15:00:00 +0100"
      })
  void reads_retry_after_as_servers_write_it(String value) throws InterruptedException {
    site.at("/a", reply(429, "", "Retry-After: " + value));
    assertEquals(Duration.ofHours(2), failure("/a").retryAfter());
  }

  @ParameterizedTest
  @ValueSource(strings = {"2147483648", "99999999999", "00099999999999999999999"})
  void a_retry_after_of_any_length_is_a_long_wait(String seconds) throws InterruptedException {
    site.at("/429", reply(429, "", "Retry-After: " + seconds))
        .at("/503", reply(503, "", "Retry-After: " + seconds));
    assertTrue(failure("/429").longWait().isPresent());
    assertTrue(failure("/503").longWait().isPresent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"X: y", "Retry-After: 0", "Retry-After: 000"})
  void no_status_is_requested_again_here(String header) throws InterruptedException {
    for (int status : new int[] {408, 429, 503}) {
      site.at("/" + status, reply(status, "", header));
      assertEquals(status, failure("/" + status).status());
      assertNull(failure("/" + status).retryAfter());
    }
    assertEquals(6, site.requests().size());
  }

  @Test
  void a_closed_port_is_a_connection_failure() throws IOException, InterruptedException {
    int port;
    try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = nobody.getLocalPort();
    }
    HttpResult outcome =
        fetcher.fetch(HttpRequest.feed("http://127.0.0.1:" + port + "/", Validators.NONE));
    assertEquals(
        HttpResult.Kind.CONNECTION, assertInstanceOf(HttpResult.Failure.class, outcome).kind());
  }

  @Test
  void a_reset_connection_is_a_connection_failure() throws InterruptedException {
    site.at(
        "/a",
        (request, out) -> {
          out.write(head(200, "Content-Length: 1000000"));
          out.write(new byte[1000]);
        });
    assertEquals(HttpResult.Kind.CONNECTION, failure("/a").kind());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 304 Not Modified\r\n\r\n<html>a body that no 304 has</html>\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwhole and a rest\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwhole\r\n"
      })
  void what_follows_an_answer_does_not_cost_the_next_one(String answer)
      throws InterruptedException {
    Answer keepsOpen =
        (request, out) -> {
          out.write(answer.getBytes(StandardCharsets.UTF_8));
          out.flush();
          Thread.sleep(5_000);
        };
    site.at("/a", keepsOpen).at("/b", reply(200, "新闻"));
    fetch("/a");
    assertEquals("新闻", text("/b"));
  }

  @Test
  void an_unknown_host_has_a_kind_of_its_own() throws InterruptedException {
    HttpResult outcome =
        fetcher.fetch(HttpRequest.feed("http://no-such-host.invalid/rss", Validators.NONE));
    HttpResult.Failure failure = assertInstanceOf(HttpResult.Failure.class, outcome);
    assertEquals(HttpResult.Kind.UNKNOWN_HOST, failure.kind());
  }

  @Test
  void a_503_with_Retry_After_0_is_not_repeated_by_OkHttp() throws InterruptedException {
    site.at("/a", reply(503, "", "Retry-After: 0"));
    failure("/a");
    assertEquals(1, site.requests().size());
  }
}
