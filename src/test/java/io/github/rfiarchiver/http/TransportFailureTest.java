package io.github.rfiarchiver.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.LoopbackServer;
import io.github.rfiarchiver.state.Validators;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateExpiredException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.Dns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The failures of connections in each of their phases, on real sockets. */
@Timeout(30)
class TransportFailureTest {
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @FunctionalInterface
  private interface Talk {
    void with(Socket client) throws Exception;
  }

  /** Accepts connections, runs an action with each, then closes it. */
  private int server(ServerSocket socket, Talk talk) {
    open.add(socket);
    Thread thread =
        new Thread(
            () -> {
              while (!socket.isClosed()) {
                try (Socket client = socket.accept()) {
                  talk.with(client);
                } catch (Exception e) {
                  // The client or the test closed the connection.
                }
              }
            });
    thread.setDaemon(true);
    thread.start();
    return socket.getLocalPort();
  }

  private int server(Talk talk) throws IOException {
    return server(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), talk);
  }

  /** Reads a request, writes a piece of an answer and closes. */
  private int answering(String piece) throws IOException {
    return server(
        client -> {
          readRequest(client.getInputStream());
          client.getOutputStream().write(piece.getBytes(StandardCharsets.UTF_8));
        });
  }

  private static void readRequest(InputStream in) throws IOException {
    for (int end = 0; end < 4; ) {
      int b = in.read();
      if (b < 0) {
        return;
      }
      end = b == (end % 2 == 0 ? '\r' : '\n') ? end + 1 : 0;
    }
  }

  private static HttpResult.Failure fetch(String scheme, int port, Duration timeout)
      throws InterruptedException {
    String url = scheme + "://127.0.0.1:" + port + "/";
    return assertInstanceOf(
        HttpResult.Failure.class,
        fetcher(timeout, Dns.SYSTEM).fetch(HttpRequest.feed(url, Validators.NONE)));
  }

  private static HttpFetcher fetcher(Duration timeout, Dns names) {
    return new HttpFetcher(
        new HttpLimits(timeout, 1 << 20),
        Proxies.NONE,
        "test",
        Clock.systemUTC(),
        null,
        MemoryBudget.HEAP,
        names,
        RateLimit.NONE);
  }

  private static void assertConnectionFailure(String scheme, int port) throws Exception {
    HttpResult.Failure failure = fetch(scheme, port, Duration.ofSeconds(10));
    assertEquals(HttpResult.Kind.CONNECTION, failure.kind(), failure.reason());
  }

  @Test
  void a_connection_that_is_closed_at_once_is_a_connection_failure() throws Exception {
    assertConnectionFailure("http", server(client -> {}));
  }

  @Test
  void a_request_is_sent_to_one_address_of_a_host_and_the_next_one_to_another() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    int port =
        server(
            client -> {
              readRequest(client.getInputStream());
              requests.incrementAndGet();
            });
    InetAddress other = InetAddress.getByName("127.0.0.2");
    server(
        new ServerSocket(port, 50, other),
        client -> {
          readRequest(client.getInputStream());
          requests.incrementAndGet();
          client
              .getOutputStream()
              .write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        });
    HttpFetcher fetcher =
        fetcher(Duration.ofSeconds(10), host -> List.of(InetAddress.getLoopbackAddress(), other));
    HttpRequest request = HttpRequest.feed("http://site.example:" + port + "/", Validators.NONE);
    assertInstanceOf(HttpResult.Failure.class, fetcher.fetch(request));
    assertEquals(1, requests.get());
    assertInstanceOf(HttpResult.Document.class, fetcher.fetch(request));
    assertEquals(2, requests.get());
  }

  @Test
  void a_request_is_sent_on_one_used_connection_and_then_on_a_new_one() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(3);
    ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    for (int i = 0; i < 3; i++) {
      server(
          socket,
          client -> {
            requests.incrementAndGet();
            readRequest(client.getInputStream());
            all.countDown();
            all.await();
            String answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
            client.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            requests.addAndGet(client.getInputStream().read() < 0 ? 0 : 1);
          });
    }
    HttpFetcher fetcher = fetcher(Duration.ofSeconds(10), Dns.SYSTEM);
    HttpRequest request =
        HttpRequest.feed("http://127.0.0.1:" + socket.getLocalPort() + "/", Validators.NONE);
    ExecutorService threads = Executors.newFixedThreadPool(3);
    open.add(threads::shutdown);
    threads.invokeAll(Collections.nCopies(3, () -> fetcher.fetch(request)));
    assertInstanceOf(HttpResult.Document.class, fetcher.fetch(request));
    assertEquals(3 + 2, requests.get());
  }

  @Test
  void a_connection_that_is_reset_is_a_connection_failure() throws Exception {
    assertConnectionFailure(
        "http",
        server(
            client -> {
              readRequest(client.getInputStream());
              client.setSoLinger(true, 0);
            }));
  }

  @Test
  void a_connection_that_is_closed_without_an_answer_is_a_connection_failure() throws Exception {
    assertConnectionFailure("http", answering(""));
  }

  @Test
  void a_connection_that_is_closed_within_the_status_line_is_a_connection_failure()
      throws Exception {
    assertConnectionFailure("http", answering("HTTP/1.1 2"));
  }

  @Test
  void a_connection_that_is_closed_within_the_headers_is_a_connection_failure() throws Exception {
    assertConnectionFailure("http", answering("HTTP/1.1 200 OK\r\nContent-Ty"));
  }

  @Test
  void a_connection_that_is_closed_within_the_body_is_a_connection_failure() throws Exception {
    assertConnectionFailure("http", answering("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"));
  }

  @Test
  void a_connection_that_is_closed_within_a_chunk_is_a_connection_failure() throws Exception {
    assertConnectionFailure(
        "http", answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nhalf"));
  }

  @Test
  void a_connection_that_is_closed_between_chunks_is_a_connection_failure() throws Exception {
    assertConnectionFailure(
        "http", answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"));
  }

  @Test
  void a_handshake_that_is_closed_is_a_connection_failure() throws Exception {
    assertConnectionFailure("https", server(client -> client.getInputStream().read()));
  }

  @Test
  void a_handshake_that_is_reset_is_a_connection_failure() throws Exception {
    assertConnectionFailure(
        "https",
        server(
            client -> {
              client.getInputStream().read();
              client.setSoLinger(true, 0);
            }));
  }

  @Test
  void a_handshake_that_is_never_answered_is_a_connection_failure_before_the_timeout()
      throws Exception {
    long start = System.nanoTime();
    HttpResult.Failure failure =
        fetch("https", server(client -> Thread.sleep(20_000)), Duration.ofSeconds(4));
    assertEquals(HttpResult.Kind.CONNECTION, failure.kind(), failure.reason());
    assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() < 3900);
  }

  @Test
  void a_connection_that_is_not_accepted_is_a_connection_failure_before_the_timeout()
      throws Exception {
    ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    open.add(full);
    for (int i = 0; i < 8; i++) { // more than its queue holds: the next one gets no answer
      SocketChannel waiting = SocketChannel.open();
      waiting.configureBlocking(false);
      waiting.connect(new InetSocketAddress(full.getInetAddress(), full.getLocalPort()));
      open.add(waiting);
    }
    long start = System.nanoTime();
    HttpResult.Failure failure = fetch("http", full.getLocalPort(), Duration.ofSeconds(4));
    assertEquals(HttpResult.Kind.CONNECTION, failure.kind(), failure.reason());
    assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() < 3900);
  }

  @Test
  void a_request_that_uses_up_its_time_is_a_timeout_in_the_headers_and_in_the_body()
      throws Exception {
    for (String piece : List.of("", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")) {
      int port =
          server(
              client -> {
                readRequest(client.getInputStream());
                client.getOutputStream().write(piece.getBytes(StandardCharsets.UTF_8));
                Thread.sleep(20_000);
              });
      HttpResult.Failure failure = fetch("http", port, Duration.ofSeconds(1));
      assertEquals(HttpResult.Kind.TIMEOUT, failure.kind(), failure.reason());
    }
  }

  @Test
  void an_untrusted_certificate_is_not_a_connection_failure() throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    char[] password = "self-signed".toCharArray();
    try (InputStream in = getClass().getResourceAsStream("/tls/self-signed.p12")) {
      keys.load(in, password);
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, password);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    ServerSocket socket =
        tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    int port = server(socket, client -> client.getInputStream().read());
    HttpResult.Failure failure = fetch("https", port, Duration.ofSeconds(10));
    assertEquals(HttpResult.Kind.INSECURE, failure.kind(), failure.reason());
    assertTrue(failure.reason().startsWith("untrusted TLS certificate"), failure.reason());
  }

  @Test
  void says_that_a_certificate_has_expired_or_is_of_another_host() {
    IOException expired = new SSLException(new CertificateExpiredException("NotAfter: Fri Jan 31"));
    IOException other = new SSLPeerUnverifiedException("Hostname a not verified:\n  DN: CN=b");
    assertEquals(
        "untrusted TLS certificate, or wrong clock: NotAfter: Fri Jan 31",
        TransportFailure.beforeAnswer(expired).reason());
    assertEquals(
        "TLS handshake failed: Hostname a not verified",
        TransportFailure.beforeAnswer(other).reason());
  }

  @Test
  void a_server_without_TLS_is_not_a_connection_failure() throws Exception {
    int port =
        server(
            client ->
                client
                    .getOutputStream()
                    .write("SSH-2.0-x\r\n".getBytes(StandardCharsets.US_ASCII)));
    assertEquals(HttpResult.Kind.INSECURE, fetch("https", port, Duration.ofSeconds(10)).kind());
  }

  @Test
  void an_answer_that_is_not_HTTP_is_not_a_connection_failure() throws Exception {
    assertEquals(
        HttpResult.Kind.OTHER,
        fetch("http", answering("220 mail.example\r\n\r\n"), Duration.ofSeconds(10)).kind());
  }

  @Test
  void an_interrupted_thread_stops_and_reports_no_timeout() throws Exception {
    int port = server(client -> Thread.sleep(20_000));
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> fetch("http", port, Duration.ofSeconds(10)));
  }

  /** Writes the beginning of an answer, then repeats the same bytes for ever. */
  private static LoopbackServer.Answer endless(byte[] begin, String repeated) {
    return (request, out) -> {
      out.write(begin);
      byte[] piece = repeated.repeat(10_000).getBytes(StandardCharsets.US_ASCII);
      while (true) {
        out.write(piece);
      }
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void headers_chunk_extensions_and_trailers_are_bounded() throws Exception {
    try (LoopbackServer site = new LoopbackServer()) {
      assertOversized(site, Proxies.NONE);
    }
  }

  @Test
  void headers_chunk_extensions_and_trailers_are_bounded_through_a_SOCKS_proxy() throws Exception {
    try (LoopbackServer site = new LoopbackServer();
        SocksServer socks = new SocksServer().forwardTo(site.port())) {
      String proxy = "socks5://127.0.0.1:" + socks.port();
      assertOversized(site, Proxies.of(proxy, null, Map.of()));
      assertEquals(6, socks.hosts().size());
    }
  }

  private static void assertOversized(LoopbackServer site, Proxies proxies) throws Exception {
    String ok = "HTTP/1.1 200 OK\r\n";
    String chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";
    String gzip = ok + "Content-Encoding: gzip\r\n\r\n\u001f\u008b\b\b\0\0\0\0\0\3";
    site.at("/status", endless(bytes("HTTP/1.1 200 "), "x"))
        .at("/headers", endless(bytes(ok), "Y: z\r\n"))
        .at("/header", endless(bytes(ok + "Y: "), "x"))
        .at("/chunk-extension", endless(bytes(chunked + "1;"), "x"))
        .at("/trailers", endless(bytes(chunked + "1\r\nx\r\n0\r\n"), "Y: z\r\n"))
        .at("/gzip-file-name", endless(bytes(gzip), "x"));
    HttpLimits limits = new HttpLimits(Duration.ofSeconds(20), 64 << 20);
    HttpFetcher fetcher =
        new HttpFetcher(limits, proxies, "test", Clock.systemUTC(), null, RateLimit.NONE);
    for (String path :
        List.of(
            "/status", "/headers", "/header", "/chunk-extension", "/trailers", "/gzip-file-name")) {
      HttpResult outcome = fetcher.fetch(HttpRequest.feed(site.url(path), Validators.NONE));
      HttpResult.Failure failure = assertInstanceOf(HttpResult.Failure.class, outcome, path);
      assertTrue(
          failure.reason().startsWith("has more than 192 KiB of headers"),
          path + " " + failure.reason());
      assertEquals(HttpResult.Kind.OTHER, failure.kind());
    }
  }

  @Test
  void a_name_without_an_address_is_an_unknown_host() throws Exception {
    HttpResult.Failure failure =
        (HttpResult.Failure)
            new HttpFetcher(
                    new HttpLimits(Duration.ofSeconds(30), 1 << 20),
                    Proxies.NONE,
                    "test",
                    Clock.systemUTC(),
                    null,
                    RateLimit.NONE)
                .fetch(HttpRequest.feed("http://unknown.invalid/", Validators.NONE));
    assertEquals(HttpResult.Kind.UNKNOWN_HOST, failure.kind());
    assertTrue(failure.reason().startsWith("unknown host: unknown.invalid"), failure.reason());
    assertInstanceOf(UnknownHostException.class, failure.cause());
  }
}
