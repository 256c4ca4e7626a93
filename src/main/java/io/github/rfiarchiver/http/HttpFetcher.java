package io.github.rfiarchiver.http;

import io.github.rfiarchiver.state.Validators;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.charset.Charset;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import okhttp3.CacheControl;
import okhttp3.Call;
import okhttp3.ConnectionSpec;
import okhttp3.Dns;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Fetches documents over HTTP, one exchange a call, within bounds. It sends no cookies and no
 * Referer, asks for gzip, and follows redirects itself, so that every hop is held to the rules of
 * the request.
 */
public final class HttpFetcher implements Fetcher {
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Set<Integer> PERMANENT = Set.of(301, 308);

  private final OkHttpClient plain;
  private @Nullable OkHttpClient secure;
  private final HttpLimits limits;
  private final Proxies proxies;
  private final Dns dns;
  private final Dns publicDns;
  private final String userAgent;
  private final Clock clock;
  private final MemoryBudget memory;
  private final RateLimit rate;
  private final BoundedSockets sockets = new BoundedSockets();

  /**
   * @param userAgent the value of the User-Agent header
   * @param clock tells how far off the date of a Retry-After header is
   */
  public HttpFetcher(HttpLimits limits, Proxies proxies, String userAgent, Clock clock) {
    this(limits, proxies, userAgent, clock, RateLimit.NONE);
  }

  /**
   * @param rate keeps requests apart; the wait counts for no timeout
   */
  public HttpFetcher(
      HttpLimits limits, Proxies proxies, String userAgent, Clock clock, RateLimit rate) {
    this(limits, proxies, userAgent, clock, MemoryBudget.ofHeap(), Dns.SYSTEM, rate);
  }

  HttpFetcher(
      HttpLimits limits,
      Proxies proxies,
      String userAgent,
      Clock clock,
      MemoryBudget memory,
      Dns names,
      RateLimit rate) {
    this.rate = rate;
    this.limits = limits;
    this.proxies = proxies;
    this.dns = new BoundedDns(names, limits.timeout());
    this.publicDns = PrivateAddresses.refusedBy(dns);
    this.userAgent = userAgent;
    this.clock = clock;
    this.memory = memory;
    this.plain =
        proxies
            .applyTo(new OkHttpClient.Builder())
            .followRedirects(false)
            .followSslRedirects(false)
            .connectTimeout(limits.connectTimeout())
            .readTimeout(limits.timeout())
            .writeTimeout(limits.timeout())
            .dns(dns)
            .socketFactory(sockets)
            // HTTP/2 lets a server fill 16 MiB a connection unasked, and headers without end.
            .protocols(List.of(Protocol.HTTP_1_1))
            .addNetworkInterceptor(HttpFetcher::withoutInvitation)
            .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
            .build();
  }

  /** A client that refuses private addresses where a public host redirected to the URL. */
  private OkHttpClient client(HttpUrl url, boolean isGuarded) {
    return isGuarded && proxies.connectsDirectly(url)
        ? client(url).newBuilder().dns(publicDns).build()
        : client(url);
  }

  private boolean isPublic(HttpUrl url) {
    if (PrivateAddresses.isPrivate(url.host()) || !proxies.connectsDirectly(url)) {
      return !PrivateAddresses.isPrivate(url.host());
    }
    try {
      return !dns.lookup(url.host()).stream().allMatch(PrivateAddresses::isPrivate);
    } catch (UnknownHostException e) {
      return true;
    }
  }

  /** TLS takes longer to set up than many a request: it is, when it is first needed. */
  private synchronized OkHttpClient client(HttpUrl url) {
    if (!url.isHttps()) {
      return plain;
    }
    if (secure == null) {
      secure =
          BoundedHandshakes.applyTo(plain.newBuilder(), limits.connectTimeout())
              .connectionSpecs(List.of(ConnectionSpec.MODERN_TLS))
              .build();
    }
    return secure;
  }

  @Override
  public HttpResult fetch(HttpRequest request) throws InterruptedException {
    HttpUrl url = HttpUrl.parse(request.address());
    if (url == null) {
      return new HttpResult.Failure(HttpResult.Kind.NOT_SENT, "is no http or https address");
    }
    if (!request.allowedHosts().test(url.host())) {
      return new HttpResult.Failure(HttpResult.Kind.NOT_SENT, "is on " + notAllowed(url));
    }
    long size = Math.min(limits.maxBytes(request.kind()), memory.largestDocument());
    // The wait for room counts for no timeout: the server has no part in it.
    MemoryBudget.Reservation room = memory.reserveBody(size);
    try {
      HttpResult outcome = new Exchange(request, size, room).follow(url);
      if (!(outcome instanceof HttpResult.Document)) {
        room.close();
      }
      return outcome;
    } catch (InterruptedException | RuntimeException | Error e) {
      room.close();
      throw e;
    }
  }

  private static String notAllowed(HttpUrl url) {
    return url.host() + ", neither the feed's own host nor rfi.fr; `add` fetches it";
  }

  /** One request and the redirects that it meets, all before one deadline. */
  private final class Exchange {
    private final HttpRequest request;
    private final long size;
    private final MemoryBudget.Reservation room;
    private long deadline = System.nanoTime() + limits.timeout().toNanos();

    Exchange(HttpRequest request, long size, MemoryBudget.Reservation room) {
      this.request = request;
      this.size = size;
      this.room = room;
    }

    HttpResult follow(HttpUrl first) throws InterruptedException {
      HttpUrl url = first;
      Optional<String> movedTo = Optional.empty();
      boolean permanent = true;
      boolean isGuarded = false;
      for (int hop = 0; hop <= HttpLimits.REDIRECTS; hop++) {
        Response response;
        try {
          long asked = System.nanoTime();
          rate.begin(url.host());
          deadline += System.nanoTime() - asked;
          Call call = client(url, isGuarded).newCall(httpRequest(request, url));
          call.timeout().timeout(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
          sockets.restart();
          response = call.execute();
        } catch (IOException e) {
          return ended().orElseGet(() -> TransportFailure.beforeAnswer(e));
        } finally {
          rate.end(url.host());
        }
        try (response) {
          if (!REDIRECTS.contains(response.code())) {
            return outcome(response, url, movedTo);
          }
          HttpUrl next = url.resolve(Optional.ofNullable(response.header("Location")).orElse(""));
          if (response.header("Location") == null || next == null) {
            return new HttpResult.Failure(
                HttpResult.Kind.OTHER,
                "redirects to no http or https address (" + response.code() + ")");
          }
          Optional<String> refusal = refusal(url, next);
          if (refusal.isEmpty() && !request.allowedHosts().test(next.host())) {
            refusal = Optional.of("redirects to " + notAllowed(next));
          }
          if (refusal.isPresent()) {
            return new HttpResult.Failure(HttpResult.Kind.OTHER, refusal.get());
          }
          isGuarded |= isPublic(url);
          permanent &= PERMANENT.contains(response.code());
          movedTo = permanent ? Optional.of(next.toString()) : movedTo;
          url = next;
        } catch (IOException e) {
          return ended().orElseGet(() -> TransportFailure.inBody(e));
        }
      }
      return new HttpResult.Failure(
          HttpResult.Kind.OTHER, "redirects more than " + HttpLimits.REDIRECTS + " times");
    }

    /**
     * The failure of a request whose time is over, whatever OkHttp throws then.
     *
     * @throws InterruptedException where the thread was told to stop, which OkHttp throws as a
     *     timeout
     */
    private Optional<HttpResult.Failure> ended() throws InterruptedException {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return System.nanoTime() < deadline
          ? Optional.empty()
          : Optional.of(
              new HttpResult.Failure(
                  HttpResult.Kind.TIMEOUT,
                  "took longer than "
                      + limits.timeout().toSeconds()
                      + " s; --timeout allows more"));
    }

    private HttpResult outcome(Response response, HttpUrl url, Optional<String> movedTo)
        throws IOException {
      int status = response.code();
      if (status == 304 && !request.validators().equals(Validators.NONE)) {
        return new HttpResult.Unchanged(maxAge(response));
      }
      if (status != 200) {
        return new HttpResult.Failure(
            kind(status),
            status,
            "answered " + status + meaning(status) + longWait(response) + remedy(status),
            retryAfter(response));
      }
      BodyReader body = new BodyReader(response, size, sockets);
      Optional<String> invalid = body.invalidLength();
      if (invalid.isPresent()) {
        return failure(status, invalid.get());
      }
      Optional<String> unknown = body.unknownCoding();
      if (unknown.isPresent()) {
        return failure(status, "came in an unknown encoding: " + unknown.get());
      }
      byte[] bytes = body.read();
      if (bytes.length > size) {
        return failure(status, tooLarge());
      }
      room.shrinkTo(bytes.length);
      MediaType type = response.body().contentType();
      Charset charset = type == null ? null : type.charset();
      return new HttpResult.Document(
          bytes,
          Optional.ofNullable(charset).map(Charset::name),
          url.toString(),
          movedTo,
          new Validators(
              Optional.ofNullable(response.header("ETag")),
              Optional.ofNullable(response.header("Last-Modified"))),
          maxAge(response),
          room);
    }

    private String tooLarge() {
      if (size < limits.maxBytes(request.kind())) {
        return memory.tooLarge(size);
      }
      String most = "is larger than " + (size >> 20) + " MiB";
      return size < limits.maxBytes()
          ? most + ", which is all that a page may have"
          : most + "; --max-size allows more";
    }

    private HttpResult.Failure failure(int status, String reason) {
      return new HttpResult.Failure(HttpResult.Kind.OTHER, status, reason, Optional.empty());
    }
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
    return PrivateAddresses.isPrivate(to.host()) && !PrivateAddresses.isPrivate(from.host())
        ? Optional.of("redirects to a private address: " + to.host())
        : Optional.empty();
  }

  /** OkHttp takes "Retry-After: 0" as an invitation to ask once more, at once and uncounted. */
  private static Response withoutInvitation(Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    return number(response.header("Retry-After", "")).orElse(1) == 0
        ? response.newBuilder().removeHeader("Retry-After").build()
        : response;
  }

  private okhttp3.Request httpRequest(HttpRequest request, HttpUrl url) {
    okhttp3.Request.Builder http =
        new okhttp3.Request.Builder()
            .url(url)
            .header("User-Agent", userAgent)
            .header("Accept", request.kind().accept())
            // OkHttp unpacks what it asks for itself, and takes the header's word for it.
            .header("Accept-Encoding", "gzip");
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

  private static HttpResult.Kind kind(int status) {
    if (status >= 500) {
      return HttpResult.Kind.SERVER;
    }
    return switch (status) {
      case 403, 429 -> HttpResult.Kind.REFUSED;
      case 404, 410 -> HttpResult.Kind.GONE;
      default -> HttpResult.Kind.OTHER;
    };
  }

  private static String meaning(int status) {
    return switch (status) {
      case 403 -> " Forbidden: the site refuses this client or its network";
      case 404 -> " Not Found";
      case 407 -> " Proxy Authentication Required: name user and password in the proxy's address";
      case 410 -> " Gone: it will not come back";
      case 429 -> " Too Many Requests";
      case 503 -> " Service Unavailable";
      default -> "";
    };
  }

  private static String remedy(int status) {
    return status == 403 || status == 429
        ? "; wait, or use the mirror (feedx) or a proxy (--proxy)"
        : "";
  }

  /** What a server asks for that asks for a longer pause than a run waits. */
  private String longWait(Response response) {
    return retryAfter(response)
        .filter(RetryingFetcher::isTooLong)
        .map(
            wait ->
                "; it asks to wait "
                    + wait.toSeconds()
                    + " s (Retry-After), until "
                    + clock.instant().plus(wait).truncatedTo(ChronoUnit.SECONDS))
        .orElse("");
  }

  /** RFC 9110, section 10.2.3: seconds, or a date. */
  private Optional<Duration> retryAfter(Response response) {
    String value = response.header("Retry-After", "").strip();
    OptionalInt seconds = number(value);
    if (seconds.isPresent()) {
      return Optional.of(Duration.ofSeconds(seconds.getAsInt()));
    }
    // A value that says nothing is passed over.
    return Optional.ofNullable(response.headers().getInstant("Retry-After"))
        .map(date -> Duration.between(clock.instant(), date))
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
  }

  /** RFC 9111, section 5.2.2. */
  private static Duration maxAge(Response response) {
    CacheControl control = response.cacheControl();
    return control.noCache() || control.noStore()
        ? Duration.ZERO
        : Duration.ofSeconds(Math.max(0, control.maxAgeSeconds()));
  }

  private static OptionalInt number(String digits) {
    if (digits.isEmpty() || digits.chars().anyMatch(c -> c < '0' || c > '9')) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits));
  }
}
