package io.github.rfiarchiver.fetch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.Charset;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.ConnectionSpec;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Fetches documents over HTTP, one exchange a call, within bounds. It sends no cookies and no
 * Referer, asks for gzip, and follows redirects itself, so that every hop is held to the rules of
 * the request.
 */
public final class HttpFetcher implements Fetcher {
  private static final Set<Integer> SERVER_ERRORS = Set.of(500, 502, 503, 504);
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Set<Integer> PERMANENT = Set.of(301, 308);

  private static final Pattern NUMERIC_HOST = Pattern.compile("[\\d.]+|.*:.*");

  private final OkHttpClient plain;
  private @Nullable OkHttpClient secure;
  private final HttpLimits limits;
  private final String userAgent;
  private final Clock clock;

  /**
   * @param userAgent the value of the User-Agent header
   * @param clock tells how far off the date of a Retry-After header is
   */
  public HttpFetcher(HttpLimits limits, Proxies proxies, String userAgent, Clock clock) {
    this.limits = limits;
    this.userAgent = userAgent;
    this.clock = clock;
    this.plain =
        proxies
            .applyTo(new OkHttpClient.Builder())
            .followRedirects(false)
            .followSslRedirects(false)
            .connectTimeout(limits.timeout())
            .readTimeout(limits.timeout())
            .writeTimeout(limits.timeout())
            .dns(new BoundedDns(limits.timeout()))
            .addNetworkInterceptor(HttpFetcher::withoutInvitation)
            .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
            .build();
  }

  /** TLS takes longer to set up than many a request: it is, when it is first needed. */
  private synchronized OkHttpClient client(HttpUrl url) {
    if (!url.isHttps()) {
      return plain;
    }
    if (secure == null) {
      secure = plain.newBuilder().connectionSpecs(List.of(ConnectionSpec.MODERN_TLS)).build();
    }
    return secure;
  }

  @Override
  public Outcome fetch(Request request) {
    HttpUrl url = HttpUrl.parse(request.address());
    if (url == null) {
      return new Outcome.Failure(Outcome.Kind.OTHER, "is no http or https address");
    }
    long deadline = System.nanoTime() + limits.timeout().toNanos();
    Optional<String> movedTo = Optional.empty();
    boolean permanent = true;
    for (int hop = 0; hop <= HttpLimits.REDIRECTS; hop++) {
      if (!request.allowedHosts().test(url.host())) {
        return new Outcome.Failure(
            Outcome.Kind.OTHER,
            (hop == 0 ? "is on " : "redirects to ")
                + url.host()
                + ", neither the feed's own host nor rfi.fr");
      }
      Call call = client(url).newCall(httpRequest(request, url));
      call.timeout().timeout(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      try (Response response = call.execute()) {
        if (!REDIRECTS.contains(response.code())) {
          return outcome(request, response, url, movedTo);
        }
        HttpUrl next = url.resolve(Optional.ofNullable(response.header("Location")).orElse(""));
        if (response.header("Location") == null || next == null) {
          return new Outcome.Failure(
              Outcome.Kind.OTHER,
              "redirects to no http or https address (" + response.code() + ")");
        }
        Optional<String> refusal = refusal(url, next);
        if (refusal.isPresent()) {
          return new Outcome.Failure(Outcome.Kind.OTHER, refusal.get());
        }
        permanent &= PERMANENT.contains(response.code());
        movedTo = permanent ? Optional.of(next.toString()) : movedTo;
        url = next;
      } catch (IOException e) {
        return failure(e);
      }
    }
    return new Outcome.Failure(
        Outcome.Kind.OTHER, "redirects more than " + HttpLimits.REDIRECTS + " times");
  }

  @Override
  public void cancel() {
    plain.dispatcher().cancelAll(); // the secure client shares it
  }

  /** Why a redirect is not followed, as a clause; which hosts are allowed is another question. */
  static Optional<String> refusal(HttpUrl from, HttpUrl to) {
    if (from.isHttps() && !to.isHttps()) {
      return Optional.of("redirects from https to http: " + to);
    }
    return isPrivate(to.host()) && !isPrivate(from.host())
        ? Optional.of("redirects to a private address: " + to.host())
        : Optional.empty();
  }

  /** Whether a host is this machine or one of the local network, by its name or its number. */
  private static boolean isPrivate(String host) {
    if (host.equals("localhost") || host.endsWith(".localhost")) {
      return true;
    }
    if (!NUMERIC_HOST.matcher(host).matches()) {
      return false;
    }
    try {
      InetAddress address = InetAddress.getByName(host); // of a number, no name is looked up
      return address.isLoopbackAddress()
          || address.isSiteLocalAddress()
          || address.isLinkLocalAddress()
          || address.isAnyLocalAddress();
    } catch (UnknownHostException e) {
      return true; // a number that is none
    }
  }

  /** OkHttp takes "Retry-After: 0" as an invitation to ask once more, at once and uncounted. */
  private static Response withoutInvitation(Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    return number(response.header("Retry-After", "")).orElse(1) == 0
        ? response.newBuilder().removeHeader("Retry-After").build()
        : response;
  }

  private okhttp3.Request httpRequest(Request request, HttpUrl url) {
    okhttp3.Request.Builder http =
        new okhttp3.Request.Builder()
            .url(url)
            .header("User-Agent", userAgent)
            .header("Accept", request.kind().accept());
    // Byte for byte: a validator may hold what OkHttp otherwise refuses, an ETag in Chinese for
    // one.
    Headers.Builder headers = http.build().headers().newBuilder();
    request.validators().etag().ifPresent(tag -> headers.addUnsafeNonAscii("If-None-Match", tag));
    request
        .validators()
        .lastModified()
        .ifPresent(date -> headers.addUnsafeNonAscii("If-Modified-Since", date));
    return http.headers(headers.build()).build();
  }

  private Outcome outcome(Request request, Response response, HttpUrl url, Optional<String> movedTo)
      throws IOException {
    int status = response.code();
    if (status == 304 && !request.validators().equals(Validators.NONE)) {
      return new Outcome.Unchanged(maxAge(response));
    }
    if (status != 200) {
      return new Outcome.Failure(
          kind(status), status, "answered " + status + meaning(status), retryAfter(response));
    }
    String encoding = response.header("Content-Encoding", "identity");
    if (!"identity".equalsIgnoreCase(encoding)) {
      return new Outcome.Failure(
          Outcome.Kind.OTHER, status, "came in an unknown encoding: " + encoding, Optional.empty());
    }
    ResponseBody body = response.body();
    BufferedSource source = body.source();
    if (source.request(limits.maxBytes() + 1)) {
      return new Outcome.Failure(
          Outcome.Kind.OTHER,
          status,
          "is larger than " + (limits.maxBytes() >> 20) + " MiB; --max-size allows more",
          Optional.empty());
    }
    Charset charset = body.contentType() == null ? null : body.contentType().charset();
    return new Outcome.Document(
        source.readByteArray(),
        Optional.ofNullable(charset).map(Charset::name),
        url.toString(),
        movedTo,
        new Validators(
            Optional.ofNullable(response.header("ETag")),
            Optional.ofNullable(response.header("Last-Modified"))),
        maxAge(response));
  }

  private Outcome.Failure failure(IOException e) {
    if (e instanceof InterruptedIOException) {
      return new Outcome.Failure(
          Outcome.Kind.OTHER,
          "took longer than " + limits.timeout().toSeconds() + " s; --timeout allows more");
    }
    if (e instanceof UnknownHostException) {
      return new Outcome.Failure(
          Outcome.Kind.CONNECTION, "has a host that is not known: " + e.getMessage());
    }
    if (e instanceof SSLException) {
      return new Outcome.Failure(
          Outcome.Kind.OTHER, "has no secure connection to offer: " + e.getMessage());
    }
    if (e instanceof ConnectException) {
      return new Outcome.Failure(
          Outcome.Kind.CONNECTION, "cannot be connected to: " + rootMessage(e));
    }
    if (e instanceof EOFException || e instanceof ProtocolException) {
      return new Outcome.Failure(Outcome.Kind.CONNECTION, "was cut off: " + e.getMessage());
    }
    return new Outcome.Failure(
        e instanceof SocketException ? Outcome.Kind.CONNECTION : Outcome.Kind.OTHER,
        "broke: " + e.getMessage());
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  private static Outcome.Kind kind(int status) {
    if (SERVER_ERRORS.contains(status)) {
      return Outcome.Kind.SERVER;
    }
    return switch (status) {
      case 403, 429 -> Outcome.Kind.REFUSED;
      case 404, 410 -> Outcome.Kind.GONE;
      default -> Outcome.Kind.OTHER;
    };
  }

  private static String meaning(int status) {
    return switch (status) {
      case 403 -> " Forbidden: the site refuses this client; --user-agent and --proxy may help";
      case 404 -> " Not Found";
      case 407 -> " Proxy Authentication Required: name user and password in the proxy's address";
      case 410 -> " Gone: it will not come back";
      case 429 -> " Too Many Requests";
      case 503 -> " Service Unavailable";
      default -> "";
    };
  }

  /** RFC 9110, section 10.2.3: seconds, or a date. */
  private Optional<Duration> retryAfter(Response response) {
    String value = response.header("Retry-After", "").strip();
    OptionalInt seconds = number(value);
    if (seconds.isPresent()) {
      return Optional.of(Duration.ofSeconds(seconds.getAsInt()));
    }
    try {
      Instant date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(clock.instant(), date);
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeException e) {
      return Optional.empty(); // none, or one that says nothing
    }
  }

  /** RFC 9111, section 5.2.2.1. */
  private static Duration maxAge(Response response) {
    for (String directive :
        response.header("Cache-Control", "").toLowerCase(Locale.ROOT).split(",")) {
      String[] pair = directive.strip().split("=", 2);
      if (pair[0].equals("max-age") && pair.length == 2) {
        return Duration.ofSeconds(number(pair[1].replace("\"", "")).orElse(0));
      }
    }
    return Duration.ZERO;
  }

  private static OptionalInt number(String digits) {
    if (digits.isEmpty() || digits.chars().anyMatch(c -> c < '0' || c > '9')) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits));
  }
}
