package io.github.rfiarchiver.http;

import io.github.rfiarchiver.MalformedException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Selects the proxy of a request: the one that the command line names, else the one that the
 * environment names for the scheme, else that of the configuration. The first is never bypassed,
 * the others only for the hosts in {@code NO_PROXY}.
 *
 * @param direct the hosts that bypass the proxies
 */
public record Proxies(Endpoint forHttp, Endpoint forHttps, List<NoProxy> direct) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?i)(?:(https?|socks5h?)://)?(?:([^@/]*)@)?(\\[[0-9a-f:]+]|[^:/@]+)(?::(\\d{1,5}))?/?");

  /** No proxy: the host is connected to directly. */
  static final Endpoint DIRECT = new Endpoint(Proxy.NO_PROXY, "", "");

  /** No proxy: every host is connected to directly. */
  public static final Proxies NONE = new Proxies(DIRECT, DIRECT, List.of());

  /**
   * The proxies of a run.
   *
   * @param named the proxy that the user names, for all requests: {@code http://} or {@code
   *     socks5://}, with user and password where it requires them; null where none is named
   * @param otherwise the proxy of requests for which the environment names none; null for none
   * @param environment read where none is named: {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code
   *     ALL_PROXY} and {@code NO_PROXY}, in upper or lower case
   * @throws MalformedException where a proxy is malformed; the message does not repeat it, since it
   *     may hold a password
   */
  public static Proxies of(
      @Nullable String named, @Nullable String otherwise, Map<String, String> environment)
      throws MalformedException {
    if (named != null) {
      Endpoint proxy = Endpoint.parse("--proxy", named);
      return new Proxies(proxy, proxy, List.of());
    }
    Endpoint rest = otherwise == null ? DIRECT : Endpoint.parse("--proxy", otherwise);
    Endpoint all = endpoint(environment, "ALL_PROXY", rest);
    return new Proxies(
        endpoint(environment, "HTTP_PROXY", all),
        endpoint(environment, "HTTPS_PROXY", all),
        NoProxy.parse(variable(environment, "NO_PROXY")));
  }

  /**
   * Gives the SOCKS proxies their credentials. Java's SOCKS client reads them only there, and else
   * sends the user name of the system.
   */
  void authenticateSocks() {
    List<Endpoint> socks = Stream.of(forHttp, forHttps).filter(Endpoint::isSocks).toList();
    if (!socks.isEmpty()) {
      Authenticator.setDefault(
          new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
              return socks.stream()
                  .filter(proxy -> proxy.address().getPort() == getRequestingPort())
                  .findFirst()
                  .map(e -> new PasswordAuthentication(e.user(), e.password().toCharArray()))
                  .orElseGet(() -> new PasswordAuthentication("", new char[0]));
            }
          });
    }
  }

  /** The proxy of a URL; {@link #DIRECT} where the host is connected to directly. */
  Endpoint select(HttpUrl url) {
    return direct.stream().anyMatch(hosts -> hosts.covers(url.host(), url.port()))
        ? DIRECT
        : url.isHttps() ? forHttps : forHttp;
  }

  /** The failure; where there was no connection to a proxy or through it, it names the proxy. */
  HttpResult.Failure named(HttpUrl url, HttpResult.Failure failure) {
    boolean isConnected =
        Set.of(HttpResult.Kind.OTHER, HttpResult.Kind.INSECURE).contains(failure.kind());
    if (isConnected || !(select(url).proxy().address() instanceof InetSocketAddress proxy)) {
      return failure;
    }
    String reason =
        "the proxy %s:%s failed: %s; check --proxy, or HTTPS_PROXY and the like"
            .formatted(proxy.getHostString(), proxy.getPort(), failure.reason());
    return new HttpResult.Failure(failure.kind(), 0, reason, null, failure.cause());
  }

  private static Endpoint endpoint(Map<String, String> environment, String name, Endpoint otherwise)
      throws MalformedException {
    String proxy = variable(environment, name);
    return proxy.isEmpty() ? otherwise : Endpoint.parse(name, proxy);
  }

  /** A variable of the environment, in lower case (as curl prefers it) or upper case, or empty. */
  private static String variable(Map<String, String> environment, String name) {
    String lower = environment.getOrDefault(name.toLowerCase(Locale.ROOT), "").strip();
    return lower.isEmpty() ? environment.getOrDefault(name, "").strip() : lower;
  }

  /** A proxy and its credentials; user and password are empty where it requires none. */
  record Endpoint(Proxy proxy, String user, String password) {
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

    /** Its address; there is none where it is {@link #DIRECT}. */
    private InetSocketAddress address() {
      return (InetSocketAddress) proxy.address();
    }

    /** A request with the credentials; null where there are none, or they were refused. */
    @Nullable Request authenticated(Response response) {
      String header = "Proxy-Authorization";
      String basic = Credentials.basic(user, password, StandardCharsets.UTF_8);
      return user.isEmpty() || response.request().header(header) != null
          ? null
          : response.request().newBuilder().header(header, basic).build();
    }

    /** A percent sign that begins no escape is itself, as passwords contain it. */
    private static String decoded(String escaped) {
      String sound = escaped.replace("+", "%2B").replaceAll("%(?![0-9A-Fa-f]{2})", "%25");
      return URLDecoder.decode(sound, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return proxy.toString(); // never the password
    }
  }
}
