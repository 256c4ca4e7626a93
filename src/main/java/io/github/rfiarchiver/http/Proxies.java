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
 * Selects the proxy of a request: the one that the user names, else the one that the environment
 * names for the scheme. A proxy is never bypassed, except for the hosts in {@code NO_PROXY}.
 */
public final class Proxies {
  private static final Pattern FORM =
      Pattern.compile(
          "(?i)(?:(https?|socks5h?)://)?(?:([^@/]*)@)?(\\[[0-9a-f:]+]|[^:/@]+)(?::(\\d{1,5}))?/?");

  /** No proxy: every host is connected to directly. */
  public static final Proxies NONE = new Proxies(null, null, NoProxy.parse(""));

  private final @Nullable Endpoint forHttp;
  private final @Nullable Endpoint forHttps;
  private final NoProxy direct;

  private Proxies(@Nullable Endpoint forHttp, @Nullable Endpoint forHttps, NoProxy direct) {
    this.forHttp = forHttp;
    this.forHttps = forHttps;
    this.direct = direct;
  }

  /**
   * The proxies of a run.
   *
   * @param named the proxy that the user names, for all requests: {@code http://} or {@code
   *     socks5://}, with user and password where it requires them; null where none is named
   * @param environment read where none is named: {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code
   *     ALL_PROXY} and {@code NO_PROXY}, in upper or lower case
   * @throws MalformedException where a proxy is malformed; the message does not repeat it, since it
   *     may hold a password
   */
  public static Proxies of(@Nullable String named, Map<String, String> environment)
      throws MalformedException {
    if (named != null) {
      Endpoint proxy = Endpoint.parse("--proxy", named);
      return new Proxies(proxy, proxy, NoProxy.parse(""));
    }
    Endpoint all = endpoint(environment, "ALL_PROXY");
    Endpoint http = endpoint(environment, "HTTP_PROXY");
    Endpoint https = endpoint(environment, "HTTPS_PROXY");
    return new Proxies(
        http == null ? all : http,
        https == null ? all : https,
        NoProxy.parse(variable(environment, "NO_PROXY")));
  }

  OkHttpClient.Builder applyTo(OkHttpClient.Builder client) {
    List<Endpoint> endpoints = endpoints().toList();
    if (endpoints.isEmpty()) {
      return client.proxy(Proxy.NO_PROXY);
    }
    if (endpoints.stream().anyMatch(Endpoint::isSocks)) {
      // Java's SOCKS client reads them only here, and else sends the user name of the system.
      Authenticator.setDefault(new SocksAuthenticator(endpoints));
    }
    return client
        .proxySelector(new Selector())
        .proxyAuthenticator(
            (route, response) -> {
              Optional<Endpoint> proxy =
                  endpoints.stream()
                      .filter(e -> route != null && e.proxy().equals(route.proxy()))
                      .findFirst();
              if (proxy.isEmpty()
                  || proxy.get().user().isEmpty()
                  || response.request().header("Proxy-Authorization") != null) {
                return null; // the credentials were refused, or there are none
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
    Endpoint endpoint = url.isHttps() ? forHttps : forHttp;
    return endpoint == null || direct.covers(url.host(), url.port())
        ? Proxy.NO_PROXY
        : endpoint.proxy();
  }

  /** The failure; where there was no connection to a proxy or through it, it names the proxy. */
  HttpResult.Failure named(HttpUrl url, HttpResult.Failure failure) {
    boolean isUnconnected =
        failure.kind() == HttpResult.Kind.UNKNOWN_HOST
            || failure.kind() == HttpResult.Kind.CONNECTION;
    return isUnconnected && select(url).address() instanceof InetSocketAddress proxy
        ? new HttpResult.Failure(
            failure.kind(),
            0,
            "the proxy "
                + proxy.getHostString()
                + ":"
                + proxy.getPort()
                + " failed: "
                + failure.reason()
                + "; check --proxy, or HTTPS_PROXY and the like",
            null,
            failure.cause())
        : failure;
  }

  private Stream<Endpoint> endpoints() {
    return Stream.of(Optional.ofNullable(forHttp), Optional.ofNullable(forHttps))
        .flatMap(Optional::stream);
  }

  private static @Nullable Endpoint endpoint(Map<String, String> environment, String name)
      throws MalformedException {
    String proxy = variable(environment, name);
    return proxy.isEmpty() ? null : Endpoint.parse(name, proxy);
  }

  /** A variable of the environment, in lower case (as curl prefers it) or upper case, or empty. */
  private static String variable(Map<String, String> environment, String name) {
    String lower = environment.getOrDefault(name.toLowerCase(Locale.ROOT), "").strip();
    return lower.isEmpty() ? environment.getOrDefault(name, "").strip() : lower;
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

  /** A proxy and its credentials; user and password are empty where it requires none. */
  private record Endpoint(Proxy proxy, String user, String password) {
    static Endpoint parse(String source, String proxy) throws MalformedException {
      Matcher form = FORM.matcher(proxy.strip());
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
