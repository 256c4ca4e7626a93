package io.github.rfiarchiver.http;

import static io.github.rfiarchiver.LoopbackServer.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.LoopbackServer;
import io.github.rfiarchiver.state.Validators;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.Dns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class PrivateAddressesTest {
  private final LoopbackServer site = new LoopbackServer();
  private final Map<String, List<InetAddress>> names = new HashMap<>();

  @AfterEach
  void close() {
    site.close();
  }

  private void name(String host, String... addresses) throws UnknownHostException {
    List<InetAddress> found = new ArrayList<>();
    for (String address : addresses) {
      found.add(InetAddress.getByName(address));
    }
    names.put(host, found);
  }

  private List<InetAddress> lookup(String host) throws UnknownHostException {
    if (!names.containsKey(host)) {
      throw new UnknownHostException(host);
    }
    return names.get(host);
  }

  /** The result of a redirect to another name. */
  private HttpResult redirected(String from, String to, Proxies proxies)
      throws InterruptedException {
    site.at("/a", reply(302, "", "Location: http://" + to + ":" + site.port() + "/b"))
        .at("/b", reply(200, "secret"))
        .otherwise(
            (request, out) ->
                (request.target().endsWith("/a")
                        ? reply(302, "", "Location: http://" + to + "/b")
                        : reply(200, "from the proxy"))
                    .write(request, out));
    HttpLimits limits = new HttpLimits(Duration.ofSeconds(5), 1 << 20);
    return new HttpFetcher(
            limits,
            proxies,
            "test",
            Clock.systemUTC(),
            null,
            MemoryBudget.HEAP,
            this::lookup,
            RateLimit.NONE)
        .fetch(HttpRequest.feed("http://" + from + ":" + site.port() + "/a", Validators.NONE));
  }

  private static String text(HttpResult result) {
    HttpResult.Document document = assertInstanceOf(HttpResult.Document.class, result);
    return new String(document.bytes(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.0",
        "0.1.2.3",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.127.255.255",
        "::1",
        "::",
        "fe80::1",
        "fd00::1",
        "fc00::1"
      })
  void a_public_host_may_not_redirect_to_a_name_with_a_private_address(String address)
      throws Exception {
    name("public.example", "127.0.0.1", "203.0.113.1");
    name("inner.example", address);
    HttpResult.Failure failure =
        assertInstanceOf(
            HttpResult.Failure.class, redirected("public.example", "inner.example", Proxies.NONE));
    assertTrue(
        failure.reason().startsWith("redirects to a private address: inner.example"),
        failure.reason());
    assertEquals(HttpResult.Kind.OTHER, failure.kind());
    assertEquals(1, site.requests().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fd00::1",
        "100.64.0.1",
        "0.1.2.3",
        "localhost.",
        "a.localhost",
        "0x7f.0.0.1",
        "0x7f000001",
        "0177.0.0.1",
        "010.0.0.1"
      })
  void such_an_address_is_private_as_a_literal_too(String address) {
    assertTrue(PrivateAddresses.isPrivate(address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "www.rfi.fr",
        "1.1.example",
        "0xa.example",
        "localhost.example",
        "1.1.1.1",
        "8.0.80.1"
      })
  void other_names_and_addresses_are_public(String host) {
    assertFalse(PrivateAddresses.isPrivate(host));
  }

  @Test
  void one_private_address_among_public_ones_is_enough() throws Exception {
    name("public.example", "127.0.0.1", "203.0.113.1");
    name("inner.example", "203.0.113.2", "127.0.0.1");
    assertInstanceOf(
        HttpResult.Failure.class, redirected("public.example", "inner.example", Proxies.NONE));
    assertEquals(1, site.requests().size());
  }

  @Test
  void a_private_host_may_redirect_to_another() throws Exception {
    name("intranet.example", "127.0.0.1");
    name("inner.example", "127.0.0.1");
    assertEquals("secret", text(redirected("intranet.example", "inner.example", Proxies.NONE)));
  }

  @Test
  void public_addresses_are_returned_as_they_were_looked_up() throws Exception {
    name("public.example", "203.0.113.1", "100.128.0.1", "2001:db8::1");
    Dns guarded = PrivateAddresses.refusedBy(this::lookup);
    assertEquals(names.get("public.example"), guarded.lookup("public.example"));
  }

  @Test
  void names_behind_a_proxy_are_not_looked_up() throws Exception {
    Proxies proxy = Proxies.of("http://127.0.0.1:" + site.port(), null, Map.of());
    assertEquals("from the proxy", text(redirected("public.example", "inner.example", proxy)));
  }

  @Test
  void a_proxy_on_this_machine_is_not_a_private_target() throws Exception {
    name("proxy.example", "127.0.0.1");
    Proxies proxy = Proxies.of("http://proxy.example:" + site.port(), null, Map.of());
    assertEquals("from the proxy", text(redirected("public.example", "inner.example", proxy)));
  }
}
