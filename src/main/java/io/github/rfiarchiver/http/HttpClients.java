package io.github.rfiarchiver.http;

import java.net.InetAddress;
import java.net.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.ConnectionSpec;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** OkHttp's clients, one for each way to a host; all share their connections and their calls. */
final class HttpClients {
  /** Leaves the name to the SOCKS proxy: see {@link BoundedSockets#through}. */
  private static final Dns UNRESOLVED =
      host -> List.of(InetAddress.getByAddress(host, new byte[4]));

  private final Map<Way, OkHttpClient> clients = new ConcurrentHashMap<>();
  private final OkHttpClient plain;
  private final Proxies proxies;
  private final BoundedSockets sockets;

  /**
   * @param plain the client for http without a SOCKS proxy, from which all others are made
   */
  HttpClients(OkHttpClient plain, Proxies proxies, BoundedSockets sockets) {
    this.plain = plain;
    this.proxies = proxies;
    this.sockets = sockets;
  }

  /**
   * The client for a URL.
   *
   * @param isGuarded whether it refuses private addresses, since a public host redirected to the
   *     URL; a proxy looks names up itself, so they pass there
   */
  OkHttpClient client(HttpUrl url, boolean isGuarded) {
    Proxy proxy = proxies.select(url);
    return clients.computeIfAbsent(
        new Way(
            url.isHttps(),
            isGuarded && proxy.type() == Proxy.Type.DIRECT,
            proxy.type() == Proxy.Type.SOCKS ? proxy : null),
        this::client);
  }

  private OkHttpClient client(Way way) {
    OkHttpClient.Builder client = plain.newBuilder();
    if (way.isHttps()) {
      client.connectionSpecs(List.of(ConnectionSpec.MODERN_TLS));
    }
    if (way.isGuarded()) {
      client.dns(PrivateAddresses.refusedBy(plain.dns()));
    }
    if (way.socks() != null) {
      // OkHttp makes the sockets of a SOCKS proxy itself, and so without a bound.
      client.proxy(Proxy.NO_PROXY).dns(UNRESOLVED).socketFactory(sockets.through(way.socks()));
    }
    return client.build();
  }

  private record Way(boolean isHttps, boolean isGuarded, @Nullable Proxy socks) {}
}
