package io.github.rfiarchiver.http;

import io.github.rfiarchiver.MalformedException;
import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Which proxy a request goes through: the one that is named, else the one that the environment
 * names for the scheme. A proxy is never bypassed, but for the hosts in {@code NO_PROXY}.
 */
public final class Proxies {
  private static final Pattern FORM =
      Pattern.compile(
          "(?i)(?:(https?|socks5h?)://)?(?:([^@/]*)@)?(\\[[0-9a-f:]+]|[^:/@]+)(?::(\\d{1,5}))?/?");

  /** No proxy: every host is connected to directly. */
  public static final Proxies NONE =
      new Proxies(Optional.empty(), Optional.empty(), NoProxy.parse(""));

  private final Optional<Endpoint> forHttp;
  private final Optional<Endpoint> forHttps;
  private final NoProxy direct;

  private Proxies(Optional<Endpoint> forHttp, Optional<Endpoint> forHttps, NoProxy direct) {
    this.forHttp = forHttp;
    this.forHttps = forHttps;
    this.direct = direct;
  }

  /**
   * The proxies of a run.
   *
   * @param named the proxy that the user names, for all requests: {@code http://} or {@code
   *     socks5://}, with user and password where it wants them
   * @param environment read where none is named: {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code
   *     ALL_PROXY} and {@code NO_PROXY}, in either case
   * @throws MalformedException where an address cannot be understood; the message does not repeat
   *     it, since it may hold a password
   */
  public static Proxies of(Optional<String> named, Map<String, String> environment)
      throws MalformedException {
    if (named.isPresent()) {
      Optional<Endpoint> proxy = Optional.of(Endpoint.parse("--proxy", named.get()));
      return new Proxies(proxy, proxy, NoProxy.parse(""));
    }
    Optional<Endpoint> all = endpoint(environment, "ALL_PROXY");
    Optional<Endpoint> http = endpoint(environment, "HTTP_PROXY");
    Optional<Endpoint> https = endpoint(environment, "HTTPS_PROXY");
    return new Proxies(
        http.or(() -> all),
        https.or(() -> all),
        NoProxy.parse(variable(environment, "NO_PROXY").orElse("")));
  }

  OkHttpClient.Builder applyTo(OkHttpClient.Builder client) {
    if (forHttp.isEmpty() && forHttps.isEmpty()) {
      return client.proxy(Proxy.NO_PROXY);
    }
    List<Endpoint> endpoints = Stream.of(forHttp, forHttps).flatMap(Optional::stream).toList();
    if (endpoints.stream().anyMatch(Endpoint::isSocks)) {
      // Java's SOCKS client asks here alone; without an answer it sends the system's user name.
      Authenticator.setDefault(new SocksAuthenticator(endpoints));
    }
    return client
        .proxySelector(new Selector())
        .proxyAuthenticator(
            (route, response) -> {
              Optional<Endpoint> proxy = endpoint(route == null ? null : route.proxy());
              if (proxy.isEmpty()
                  || proxy.get().user().isEmpty()
                  || response.request().header("Proxy-Authorization") != null) {
                return null; // it was refused, or there is nothing to say
              }
              return response
                  .request()
                  .newBuilder()
                  .header(
                      "Proxy-Authorization",
                      Credentials.basic(
                          proxy.get().user(), proxy.get().password(), StandardCharsets.UTF_8))
                  .build();
            });
  }

  /** The proxy of a URL; {@link Proxy#NO_PROXY} where the host is connected to directly. */
  Proxy select(HttpUrl url) {
    Optional<Endpoint> proxy = url.isHttps() ? forHttps : forHttp;
    return direct.covers(url.host(), url.port())
        ? Proxy.NO_PROXY
        : proxy.map(Endpoint::proxy).orElse(Proxy.NO_PROXY);
  }

  private Optional<Endpoint> endpoint(@Nullable Proxy proxy) {
    return Stream.of(forHttp, forHttps)
        .flatMap(Optional::stream)
        .filter(endpoint -> endpoint.proxy().equals(proxy))
        .findFirst();
  }

  private static Optional<Endpoint> endpoint(Map<String, String> environment, String name)
      throws MalformedException {
    Optional<String> address = variable(environment, name);
    return address.isEmpty() ? Optional.empty() : Optional.of(Endpoint.parse(name, address.get()));
  }

  private static Optional<String> variable(Map<String, String> environment, String name) {
    String lower = environment.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    String value = lower.isBlank() ? environment.getOrDefault(name, "") : lower;
    return Optional.of(value.strip()).filter(v -> !v.isEmpty());
  }

  private final class Selector extends ProxySelector {
    @Override
    public List<Proxy> select(URI uri) {
      HttpUrl url = HttpUrl.get(uri);
      return List.of(url == null ? Proxy.NO_PROXY : Proxies.this.select(url));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
      // The failure reaches the caller; there is no other proxy to choose.
    }
  }

  /** A proxy and what it wants to know. */
  private record Endpoint(Proxy proxy, String user, String password) {
    static Endpoint parse(String source, String address) throws MalformedException {
      Matcher form = FORM.matcher(address.strip());
      if (!form.matches()) {
        throw new MalformedException(
            source, "is not a proxy; write http://HOST:PORT or socks5://HOST:PORT");
      }
      String scheme = form.group(1) == null ? "http" : form.group(1).toLowerCase(Locale.ROOT);
      if (scheme.equals("https")) {
        throw new MalformedException(
            source, "an https:// proxy is not supported; use http:// or socks5://");
      }
      boolean socks = scheme.startsWith("socks");
      int port = form.group(4) == null ? (socks ? 1080 : 8080) : Integer.parseInt(form.group(4));
      if (port < 1 || port > 65535) {
        throw new MalformedException(source, "a port is a number from 1 to 65535");
      }
      String[] credentials = (form.group(2) == null ? "" : form.group(2)).split(":", 2);
      String host = form.group(3).replaceAll("[\\[\\]]", "");
      return new Endpoint(
          new Proxy(
              socks ? Proxy.Type.SOCKS : Proxy.Type.HTTP,
              InetSocketAddress.createUnresolved(host, port)),
          decoded(credentials[0]),
          credentials.length < 2 ? "" : decoded(credentials[1]));
    }

    boolean isSocks() {
      return proxy.type() == Proxy.Type.SOCKS;
    }

    private static String decoded(String escaped) {
      return URLDecoder.decode(escaped.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return proxy.toString(); // never the password
    }
  }

  private static final class SocksAuthenticator extends Authenticator {
    private final List<Endpoint> endpoints;

    SocksAuthenticator(List<Endpoint> endpoints) {
      this.endpoints = endpoints;
    }

    @Override
    protected PasswordAuthentication getPasswordAuthentication() {
      return endpoints.stream()
          .filter(Endpoint::isSocks)
          .filter(e -> ((InetSocketAddress) e.proxy().address()).getPort() == getRequestingPort())
          .findFirst()
          .map(e -> new PasswordAuthentication(e.user(), e.password().toCharArray()))
          .orElseGet(() -> new PasswordAuthentication("", new char[0]));
    }
  }
}
