package io.github.rfiarchiver.http;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.RawSink;
import io.github.rfiarchiver.archive.raw.HttpHeader;
import io.github.rfiarchiver.archive.raw.RawExchange;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.http.TransportFailure.RefusedException;
import io.github.rfiarchiver.source.Capture;
import io.github.rfiarchiver.state.Validators;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import okhttp3.Call;
import okhttp3.Dns;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Response;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Fetches documents over HTTP/1.1, without retries and within bounds of time and size. It sends no
 * cookies and no Referer, accepts gzip, and follows redirects itself, so that every hop is checked
 * against the rules of the request.
 */
public final class HttpFetcher implements Fetcher {
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Set<Integer> PERMANENT = Set.of(301, 308);
  private static final Pattern MAX_AGE = Pattern.compile("\\bmax-age(?:\\s*=\\s*\"?([^\\s\",]*))?");
  private static final Pattern NEVER_FRESH = Pattern.compile("\\bno-(?:cache|store)\\b");

  private final HttpClients clients;
  private final HttpLimits limits;
  private final String userAgent;
  private final Clock clock;
  private final MemoryBudget memory;
  private final @Nullable RawSink raw;
  private final RateLimit rate;

  /**
   * @param userAgent the value of the User-Agent header
   * @param clock the start of the time in a Retry-After header
   * @param raw keeps every response that is used; null where none is kept
   * @param rate keeps requests apart; the wait counts for no timeout
   */
  public HttpFetcher(
      HttpLimits limits,
      Proxies proxies,
      String userAgent,
      Clock clock,
      @Nullable RawSink raw,
      RateLimit rate) {
    this(limits, proxies, userAgent, clock, raw, MemoryBudget.HEAP, Dns.SYSTEM, rate);
  }

  HttpFetcher(
      HttpLimits limits,
      Proxies proxies,
      String userAgent,
      Clock clock,
      @Nullable RawSink raw,
      MemoryBudget memory,
      Dns names,
      RateLimit rate) {
    this.rate = rate;
    this.limits = limits;
    this.userAgent = userAgent;
    this.clock = clock;
    this.raw = raw;
    this.memory = memory;
    this.clients = new HttpClients(limits, proxies, names);
  }

  @Override
  public HttpResult fetch(HttpRequest request) throws InterruptedException {
    HttpUrl url = HttpUrl.parse(request.url());
    if (url == null) {
      return new HttpResult.Failure(HttpResult.Kind.NOT_SENT, "is not an http or https URL");
    }
    Optional<String> refusal = notAllowed(request, url);
    if (refusal.isPresent()) {
      return new HttpResult.Failure(HttpResult.Kind.NOT_SENT, "is on " + refusal.get());
    }
    long size = Math.min(limits.maxBytes(request.kind()), memory.largestDocument());
    // The wait for memory is not part of the timeout: the server does not cause it.
    MemoryBudget.Reservation room = memory.reserveBody(raw == null ? size : 2 * size);
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

  private static Optional<String> notAllowed(HttpRequest request, HttpUrl to) {
    try {
      return request.refusal().apply(ArticleUrl.of(to.toString()));
    } catch (MalformedException e) {
      return Optional.of(to.host() + ", with a URL that " + e.reason());
    }
  }

  /** One request with its redirects, under one deadline. */
  private final class Exchange {
    private final HttpRequest request;
    private final long size;
    private final MemoryBudget.Reservation room;
    private final List<RawExchange> captures = new ArrayList<>();
    private long deadline = System.nanoTime() + limits.timeout().toNanos();

    Exchange(HttpRequest request, long size, MemoryBudget.Reservation room) {
      this.request = request;
      this.size = size;
      this.room = room;
    }

    HttpResult follow(HttpUrl first) throws InterruptedException {
      HttpUrl url = first;
      String movedTo = null;
      boolean isPermanent = true;
      boolean isGuarded = false;
      for (int hop = 0; hop <= HttpLimits.REDIRECTS; hop++) {
        long asked = System.nanoTime();
        rate.begin(url.host(), request.kind());
        deadline += System.nanoTime() - asked;
        Response response;
        try {
          Call call = clients.client(url, isGuarded).newCall(httpRequest(request, url));
          call.timeout().timeout(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
          BoundedSockets.restart();
          response = call.execute();
        } catch (IOException | RuntimeException e) {
          HttpResult.Failure failure = clients.proxies.named(url, TransportFailure.beforeAnswer(e));
          return timeout().orElse(failure);
        } finally {
          rate.end(url.host());
        }
        HttpResult result;
        try (response) {
          if (REDIRECTS.contains(response.code())) {
            HttpUrl next = next(response, url);
            capture(response, new byte[0]);
            isGuarded |= clients.isPublic(url);
            isPermanent &= PERMANENT.contains(response.code());
            movedTo = isPermanent ? next.toString() : movedTo;
            url = next;
            continue;
          }
          result = result(response, url, movedTo);
        } catch (IOException | RuntimeException e) {
          result = timeout().orElseGet(() -> TransportFailure.inBody(e));
        }
        return hop > 0 && result instanceof HttpResult.Failure failure
            ? failure.redirectedTo(url)
            : result;
      }
      return new HttpResult.Failure(
          HttpResult.Kind.OTHER, "redirects more than " + HttpLimits.REDIRECTS + " times");
    }

    private HttpUrl next(Response response, HttpUrl url) throws RefusedException {
      String location = response.header("Location");
      HttpUrl next = location == null ? null : url.resolve(location);
      if (next == null) {
        throw new RefusedException(
            "redirects to something else than an http or https URL (" + response.code() + ")");
      }
      Optional<String> refusal =
          refusal(url, next).or(() -> notAllowed(request, next).map("redirects to "::concat));
      if (refusal.isPresent()) {
        throw new RefusedException(refusal.get());
      }
      return next;
    }

    /**
     * The timeout of a request whose time is over, whatever OkHttp throws then.
     *
     * @throws InterruptedException where the thread was interrupted, which OkHttp reports as a
     *     timeout
     */
    private Optional<HttpResult.Failure> timeout() throws InterruptedException {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      String late =
          "took longer than " + limits.timeout().toSeconds() + " s; --timeout allows more";
      return System.nanoTime() < deadline
          ? Optional.empty()
          : Optional.of(new HttpResult.Failure(HttpResult.Kind.TIMEOUT, late));
    }

    private HttpResult result(Response response, HttpUrl url, @Nullable String movedTo)
        throws IOException {
      if (response.code() == 304 && !request.validators().equals(Validators.NONE)) {
        keep(response, new byte[0]);
        return new HttpResult.Unchanged(maxAge(response));
      }
      Optional<HttpResult.Failure> failure = StatusFailure.of(request.kind(), response, clock);
      if (failure.isPresent()) {
        return failure.get();
      }
      Buffer received = new Buffer();
      byte[] bytes =
          new BodyReader(response, size, raw == null ? null : received)
              .read()
              .orElseThrow(() -> new RefusedException(tooLarge()));
      keep(response, received.readByteArray());
      room.shrinkTo(bytes.length);
      return new HttpResult.Document(
          bytes,
          HttpHeader.charset(response.header("Content-Type")),
          url.toString(),
          movedTo,
          new Validators(response.header("ETag"), response.header("Last-Modified")),
          maxAge(response),
          room);
    }

    /**
     * Takes a response as it came off the wire, its request with it. A capture of the Wayback
     * Machine keeps its original URL and date.
     */
    private void capture(Response response, byte[] body) {
      Response wire = response.networkResponse();
      if (raw != null && wire != null) {
        String url = wire.request().url().toString();
        Optional<Capture> replayed = request.replayed(url);
        captures.add(
            new RawExchange(
                replayed.map(Capture::time).orElseGet(clock::instant),
                replayed.map(c -> c.original().toString()).orElse(url),
                headers(wire.request().headers()),
                wire.protocol().toString(),
                wire.code(),
                wire.message(),
                headers(wire.headers()),
                body));
      }
    }

    private void keep(Response response, byte[] body) {
      capture(response, body);
      if (raw != null) {
        Optional<Capture> replayed = request.replayed(request.url());
        raw.keep(replayed.map(c -> c.original().toString()).orElse(request.url()), captures);
      }
    }

    private String tooLarge() {
      if (size < limits.maxBytes(request.kind())) {
        return memory.tooLarge(size);
      }
      String most = "is larger than " + (size >> 20) + " MiB";
      return size < limits.maxBytes()
          ? most + ", the most that a page may have"
          : most + "; --max-size allows more";
    }
  }

  @Override
  public void cancel() {
    clients.cancelAll();
  }

  /** Why a redirect is not followed, as a clause; allowed hosts are checked elsewhere. */
  static Optional<String> refusal(HttpUrl from, HttpUrl to) {
    if (from.isHttps() && !to.isHttps()) {
      return Optional.of("redirects from https to http: " + to);
    }
    return PrivateAddresses.isPrivate(to.host()) && !PrivateAddresses.isPrivate(from.host())
        ? Optional.of("redirects to a private address: " + to.host())
        : Optional.empty();
  }

  private okhttp3.Request httpRequest(HttpRequest request, HttpUrl url) {
    Headers.Builder headers =
        new Headers.Builder()
            .add("User-Agent", userAgent)
            .add("Accept", request.kind().accept)
            // Set here, OkHttp does not decompress: it would trust the Content-Encoding header.
            .add("Accept-Encoding", "gzip");
    // Byte for byte: a validator may contain what OkHttp refuses elsewhere, such as Chinese.
    Validators held = request.validators();
    if (held.etag() != null) {
      headers.addUnsafeNonAscii("If-None-Match", held.etag());
    }
    if (held.lastModified() != null) {
      headers.addUnsafeNonAscii("If-Modified-Since", held.lastModified());
    }
    return new okhttp3.Request.Builder().url(url).headers(headers.build()).build();
  }

  private static List<HttpHeader> headers(Headers headers) {
    return IntStream.range(0, headers.size())
        .mapToObj(i -> new HttpHeader(headers.name(i), headers.value(i)))
        .toList();
  }

  /**
   * The max-age of Cache-Control without the Age (RFC 9111, section 4.2); zero where there is none,
   * or more than one, or the document may not be reused.
   */
  private static Duration maxAge(Response response) {
    // Not by OkHttp, which throws an exception where a quotation mark is not closed.
    String control = String.join(",", response.headers("Cache-Control")).toLowerCase(Locale.ROOT);
    Matcher maxAge = MAX_AGE.matcher(control);
    int seconds = maxAge.find() ? StatusFailure.seconds(maxAge.group(1)) : 0;
    int rest = seconds - StatusFailure.seconds(response.header("Age", ""));
    return NEVER_FRESH.matcher(control).find() || maxAge.find()
        ? Duration.ZERO
        : Duration.ofSeconds(Math.max(0, rest));
  }
}
