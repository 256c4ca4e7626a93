package io.github.rfiarchiver.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Connection;
import okhttp3.ConnectionSpec;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** OkHttp's clients, one for each kind of connection; all share one pool and one dispatcher. */
final class HttpClients {
  /** Leaves the look-up to the SOCKS proxy: see {@link BoundedSockets}. */
  private static final Dns UNRESOLVED =
      host -> List.of(InetAddress.getByAddress(host, new byte[4]));

  final Proxies proxies;

  private final Map<String, OkHttpClient> clients = new ConcurrentHashMap<>();

  /** The connections on which a request was sent. */
  private final Set<@Nullable Connection> used =
      Collections.newSetFromMap(Collections.synchronizedMap(new WeakHashMap<>()));

  private final Dns dns;
  private final Duration handshake;
  private final OkHttpClient base;

  /**
   * @param names looks up names, without a timeout
   */
  HttpClients(HttpLimits limits, Proxies proxies, Dns names) {
    this.proxies = proxies;
    this.dns = within(limits.timeout(), names);
    this.handshake = limits.connectTimeout();
    proxies.authenticateSocks();
    this.base =
        new OkHttpClient.Builder()
            // A client for TLS loads the certificates that the system trusts.
            .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
            .followRedirects(false)
            .followSslRedirects(false)
            .connectTimeout(handshake)
            .readTimeout(limits.timeout())
            .writeTimeout(limits.timeout())
            .dns(dns)
            .socketFactory(new BoundedSockets(handshake, Proxy.NO_PROXY))
            // In HTTP/2 a server may send 16 MiB that were not requested, and headers without end.
            .protocols(List.of(Protocol.HTTP_1_1))
            .addNetworkInterceptor(this::withoutRepeats)
            .build();
  }

  /** Cancels the requests in flight. */
  void cancelAll() {
    base.dispatcher().cancelAll();
  }

  /**
   * The client for a URL.
   *
   * @param isGuarded whether it refuses private addresses, since a public host redirects to the
   *     URL. A proxy looks up names itself, so they are not checked there
   */
  OkHttpClient client(HttpUrl url, boolean isGuarded) {
    Proxies.Endpoint proxy = proxies.select(url);
    String connection = url.scheme() + (isGuarded ? " guarded " : " ") + proxy.proxy();
    return clients.computeIfAbsent(connection, made -> client(url.isHttps(), isGuarded, proxy));
  }

  private OkHttpClient client(boolean isHttps, boolean isGuarded, Proxies.Endpoint proxy) {
    OkHttpClient.Builder client =
        base.newBuilder()
            .proxy(proxy.proxy())
            .proxyAuthenticator((route, response) -> proxy.authenticated(response));
    if (isHttps) {
      client.connectionSpecs(List.of(ConnectionSpec.MODERN_TLS));
    }
    if (proxy.isSocks()) {
      // OkHttp would create the sockets of a SOCKS proxy itself, without the bounds.
      client
          .proxy(Proxy.NO_PROXY)
          .dns(UNRESOLVED)
          .socketFactory(new BoundedSockets(handshake, proxy.proxy()));
    } else if (isGuarded && proxy == Proxies.DIRECT) {
      client.dns(PrivateAddresses.refusedBy(dns));
    }
    return client.build();
  }

  /** Whether a host is public, as far as this machine can look it up. */
  boolean isPublic(HttpUrl url) {
    if (PrivateAddresses.isPrivate(url.host()) || proxies.select(url) != Proxies.DIRECT) {
      return !PrivateAddresses.isPrivate(url.host());
    }
    try {
      return !dns.lookup(url.host()).stream().allMatch(PrivateAddresses::isPrivate);
    } catch (UnknownHostException e) {
      return true;
    }
  }

  /** Looks up names with a timeout: the look-up of the system has none. */
  private static Dns within(Duration limit, Dns names) {
    return host -> {
      FutureTask<List<InetAddress>> lookup = new FutureTask<>(() -> names.lookup(host));
      Thread thread = new Thread(lookup, "dns " + host);
      thread.setDaemon(true);
      thread.start();
      try {
        return lookup.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        throw unknown(host + " (no answer in " + limit.toSeconds() + " s)", e);
      } catch (ExecutionException e) {
        throw unknown(host, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw unknown(host, e);
      }
    };
  }

  private static UnknownHostException unknown(String what, Exception cause) {
    return (UnknownHostException) new UnknownHostException(what).initCause(cause);
  }

  /**
   * OkHttp repeats a request at once where a connection fails. It may where the connection was used
   * before: the server has closed it meanwhile, or what follows an answer, such as the body of a
   * 304, is read as the start of the next one. It may not at the host's other addresses, of which
   * the next try takes one. It also repeats it uncounted after 408 and "Retry-After: 0", and fails
   * with an exception at a number of more than 31 bits.
   *
   * @throws IOException after which OkHttp repeats the request: not a ProtocolException
   * @throws UncheckedIOException after which it does not
   */
  private Response withoutRepeats(Interceptor.Chain chain) throws IOException {
    boolean isUsed = !used.add(chain.connection());
    try {
      Response response = chain.proceed(chain.request());
      String wait = response.header("Retry-After", "0");
      String valid = wait.replaceFirst("^0+$", "none").replaceFirst("^\\d{10,}$", "999999999");
      return response.code() == 408 || response.code() == 503
          ? response.newBuilder().header("Retry-After", valid).build()
          : response;
    } catch (IOException e) {
      if (isUsed) {
        base.connectionPool().evictAll(); // else it may try one after the other
        throw new IOException(e);
      }
      throw new UncheckedIOException(e);
    }
  }
}
