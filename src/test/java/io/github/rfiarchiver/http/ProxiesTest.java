package io.github.rfiarchiver.http;

import static io.github.rfiarchiver.LoopbackServer.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.LoopbackServer;
import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.state.Validators;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProxiesTest {
  private final LoopbackServer site = new LoopbackServer();
  private final LoopbackServer proxy = new LoopbackServer().otherwise(reply(200, "from the proxy"));
  private final SocksServer socks = new SocksServer();

  @AfterEach
  void close() throws Exception {
    site.close();
    proxy.close();
    socks.close();
  }

  private static HttpResult fetch(String address, Proxies proxies) throws InterruptedException {
    HttpLimits limits = new HttpLimits(Duration.ofSeconds(5), 1 << 20);
    return new HttpFetcher(limits, proxies, "test", Clock.systemUTC(), null, RateLimit.NONE)
        .fetch(HttpRequest.feed(address, Validators.NONE));
  }

  private static Proxies named(String address) {
    return of(address, Map.of());
  }

  private static Proxies fromEnvironment(String... pairs) {
    java.util.HashMap<String, String> environment = new java.util.HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      environment.put(pairs[i], pairs[i + 1]);
    }
    return of(null, environment);
  }

  private static Proxies of(@Nullable String named, Map<String, String> environment) {
    try {
      return Proxies.of(named, null, environment);
    } catch (MalformedException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static String text(HttpResult outcome) {
    return new String(
        assertInstanceOf(HttpResult.Document.class, outcome).bytes(), StandardCharsets.UTF_8);
  }

  @Test
  void uses_the_named_http_proxy() throws Exception {
    assertEquals(
        "from the proxy",
        text(fetch("http://rfi.example/rss", named("http://127.0.0.1:" + proxy.port()))));
    assertEquals("http://rfi.example/rss", proxy.requests().get(0).target());
  }

  @Test
  void a_percent_sign_in_a_password_that_begins_no_escape_is_itself() throws Exception {
    for (String password : List.of("100%", "%zz", "a%2", "%25%")) {
      Proxies.Endpoint endpoint = Proxies.Endpoint.parse("--proxy", "http://u:" + password + "@h");
      assertEquals(password.replace("%25", "%"), endpoint.password());
    }
  }

  @Test
  void reads_the_environment_in_either_case_and_by_scheme() throws Exception {
    String address = "http://127.0.0.1:" + proxy.port();
    for (String name : List.of("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy")) {
      assertEquals(
          "from the proxy",
          text(fetch("http://rfi.example/", fromEnvironment(name, address))),
          name);
    }
    fetch("https://rfi.example/", fromEnvironment("HTTPS_PROXY", address));
    assertEquals("CONNECT", proxy.requests().get(4).method());
    assertEquals("rfi.example:443", proxy.requests().get(4).target());
  }

  @Test
  void the_named_proxy_wins_over_the_environment() throws Exception {
    Proxies both =
        of(
            "http://127.0.0.1:" + proxy.port(),
            Map.of("HTTP_PROXY", "http://127.0.0.1:9", "NO_PROXY", "*"));
    assertEquals("from the proxy", text(fetch("http://rfi.example/", both)));
  }

  @Test
  void hosts_in_NO_PROXY_bypass_the_proxy() throws Exception {
    site.otherwise(reply(200, "from the site"));
    String address = "http://127.0.0.1:" + proxy.port();
    for (String hosts :
        List.of(
            "127.0.0.1",
            "example.org, 127.0.0.1",
            "*",
            "127.0.0.0/8",
            "127.0.0.1:" + site.port())) {
      Proxies proxies = fromEnvironment("HTTP_PROXY", address, "NO_PROXY", hosts);
      assertEquals("from the site", text(fetch(site.url("/"), proxies)), hosts);
    }
    for (String hosts : List.of("1", "0.0.1", "127.0.0.1:9999", "10.0.0.0/8")) {
      Proxies proxies = fromEnvironment("HTTP_PROXY", address, "NO_PROXY", hosts);
      assertEquals("from the proxy", text(fetch(site.url("/"), proxies)), hosts);
    }
    Proxies domain = fromEnvironment("HTTP_PROXY", address, "no_proxy", ".example.org,example.net");
    assertEquals("from the proxy", text(fetch("http://rfi.example/", domain)));
    assertEquals("from the proxy", text(fetch("http://notexample.net/", domain)));
  }

  @Test
  void sends_user_and_password_to_an_http_proxy_that_requires_them() throws Exception {
    proxy.otherwise(
        (request, out) -> {
          boolean known = !request.header("Proxy-Authorization").isEmpty();
          (known ? reply(200, "welcome") : reply(407, "", "Proxy-Authenticate: Basic realm=\"x\""))
              .write(request, out);
        });
    String credentials =
        Base64.getEncoder().encodeToString("甲:p@ss".getBytes(StandardCharsets.UTF_8));
    Proxies proxies = named("http://%E7%94%B2:p%40ss@127.0.0.1:" + proxy.port());
    assertEquals("welcome", text(fetch("http://rfi.example/", proxies)));
    assertEquals("Basic " + credentials, proxy.requests().get(1).header("Proxy-Authorization"));
  }

  @Test
  void sends_user_and_password_with_CONNECT() throws Exception {
    proxy.otherwise(
        (request, out) -> {
          boolean known = !request.header("Proxy-Authorization").isEmpty();
          (known ? reply(502, "") : reply(407, "", "Proxy-Authenticate: Basic realm=\"x\""))
              .write(request, out);
        });
    fetch("https://rfi.example/", named("http://user:secret@127.0.0.1:" + proxy.port()));
    LoopbackServer.ReceivedRequest last = proxy.requests().get(proxy.requests().size() - 1);
    assertEquals("CONNECT", last.method());
    assertEquals("Basic dXNlcjpzZWNyZXQ=", last.header("Proxy-Authorization"));
  }

  @Test
  void a_wrong_password_is_a_failure_without_retries() throws Exception {
    proxy.otherwise(reply(407, "", "Proxy-Authenticate: Basic realm=\"x\""));
    HttpResult outcome =
        fetch("http://rfi.example/", named("http://user:wrong@127.0.0.1:" + proxy.port()));
    HttpResult.Failure failure = assertInstanceOf(HttpResult.Failure.class, outcome);
    assertEquals(407, failure.status());
    assertFalse(failure.toString().contains("wrong"));
    assertEquals(2, proxy.requests().size());
  }

  @Test
  void a_proxy_that_refuses_a_tunnel_is_asked_again_only_where_that_may_help() throws Exception {
    Proxies proxies = named("http://user:wrong@127.0.0.1:" + proxy.port());
    for (int status : new int[] {302, 403, 404, 407}) {
      proxy.otherwise(reply(status, "", "Proxy-Authenticate: Basic realm=\"x\""));
      HttpResult.Failure refused =
          assertInstanceOf(HttpResult.Failure.class, fetch("https://rfi.example/", proxies));
      assertEquals(HttpResult.Kind.REFUSED, refused.kind(), refused.reason());
      assertEquals(0, refused.status(), "it is not the answer of the site");
      assertTrue(refused.reason().startsWith("the proxy 127.0.0.1:"), refused.reason());
    }
    for (int status : new int[] {429, 502, 503}) {
      proxy.otherwise(reply(status, ""));
      HttpResult.Failure failed =
          assertInstanceOf(HttpResult.Failure.class, fetch("https://rfi.example/", proxies));
      assertEquals(HttpResult.Kind.CONNECTION, failed.kind(), failed.reason());
    }
  }

  @Test
  void a_dead_proxy_is_an_error_and_never_bypassed() throws Exception {
    site.otherwise(reply(200, "from the site"));
    for (String address : List.of("http://127.0.0.1:9", "socks5://127.0.0.1:9")) {
      HttpResult outcome = fetch(site.url("/"), named(address));
      HttpResult.Failure failure = assertInstanceOf(HttpResult.Failure.class, outcome);
      assertEquals(HttpResult.Kind.CONNECTION, failure.kind(), address);
      assertTrue(failure.reason().startsWith("the proxy 127.0.0.1:9 failed: connection "));
    }
    assertTrue(site.requests().isEmpty());
  }

  @Test
  void a_proxy_that_is_unknown_is_named_and_not_the_host_of_the_site() throws Exception {
    for (String address : List.of("unknown.invalid", "socks5://unknown.invalid:8080")) {
      HttpResult outcome = fetch("http://www.rfi.fr/", named(address));
      HttpResult.Failure failure = assertInstanceOf(HttpResult.Failure.class, outcome);
      assertTrue(
          failure
              .reason()
              .startsWith("the proxy unknown.invalid:8080 failed: unknown host: unknown.invalid"),
          failure.reason());
      assertTrue(failure.reason().endsWith("; check --proxy, or HTTPS_PROXY and the like"));
    }
  }

  @Test
  void sends_a_SOCKS_proxy_the_host_unresolved_and_no_user() throws Exception {
    socks.forwardTo(site.port());
    site.otherwise(reply(200, "through SOCKS"));
    String address = "http://no-such-host.invalid:" + site.port() + "/rss";
    assertEquals(
        "through SOCKS", text(fetch(address, named("socks5://127.0.0.1:" + socks.port()))));
    assertEquals(List.of(3), socks.addressTypes());
    assertEquals(List.of("no-such-host.invalid"), socks.hosts());
    assertEquals(List.of(), socks.users());
  }

  @Test
  void sends_user_and_password_to_a_SOCKS_proxy_that_requires_them() throws Exception {
    socks.forwardTo(site.port()).wantsPassword();
    site.otherwise(reply(200, "through SOCKS"));
    String proxyAddress = "socks5://reader:s%3Acret@127.0.0.1:" + socks.port();
    assertEquals("through SOCKS", text(fetch("http://rfi.example/", named(proxyAddress))));
    assertEquals(List.of("reader:s:cret"), socks.users());
  }

  @Test
  void never_sends_the_user_name_of_the_system() throws Exception {
    socks.forwardTo(site.port()).wantsPassword();
    fetch("http://rfi.example/", named("socks5://127.0.0.1:" + socks.port()));
    assertFalse(
        socks.users().toString().contains(System.getProperty("user.name")),
        socks.users().toString());
  }

  @Test
  void a_malformed_proxy_is_refused_without_repeating_it() throws Exception {
    for (String address :
        List.of(
            "ftp://user:secret@host:1",
            "http://user:secret@",
            "socks5://user:secret@host:99999",
            "https://user:secret@host")) {
      Exception e = assertThrows(IllegalArgumentException.class, () -> named(address));
      assertFalse(e.getMessage().contains("secret"), e.getMessage());
      assertTrue(e.getMessage().startsWith("--proxy: "), e.getMessage());
    }
  }
}
