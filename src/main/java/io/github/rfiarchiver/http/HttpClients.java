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

/** OkHttp's clients, one for each kind of connection; all share one pool and one dispatcher. */
final class HttpClients {
  /** Leaves the look-up to the SOCKS proxy: see {@link BoundedSockets#through}. */
  private static final Dns UNRESOLVED =
      host -> List.of(InetAddress.getByAddress(host, new byte[4]));

  private final Map<Variant, OkHttpClient> clients = new ConcurrentHashMap<>();
  private final OkHttpClient plain;
  private final Proxies proxies;
  private final BoundedSockets sockets;

  /**
   * @param plain the client for http without a SOCKS proxy, from which the others are derived
   */
  HttpClients(OkHttpClient plain, Proxies proxies, BoundedSockets sockets) {
    this.plain = plain;
    this.proxies = proxies;
    this.sockets = sockets;
  }

  /**
   * The client for a URL.
   *
   * @param isGuarded whether it refuses private addresses, since a public host redirects to the
   *     URL. A proxy looks up names itself, so they are not checked there
   */
  OkHttpClient client(HttpUrl url, boolean isGuarded) {
    Proxy proxy = proxies.select(url);
    return clients.computeIfAbsent(
        new Variant(
            url.isHttps(),
            isGuarded && proxy.type() == Proxy.Type.DIRECT,
            proxy.type() == Proxy.Type.SOCKS ? proxy : null),
        this::client);
  }

  private OkHttpClient client(Variant variant) {
    OkHttpClient.Builder client = plain.newBuilder();
    if (variant.isHttps()) {
      client.connectionSpecs(List.of(ConnectionSpec.MODERN_TLS));
    }
    if (variant.isGuarded()) {
      client.dns(PrivateAddresses.refusedBy(plain.dns()));
    }
    if (variant.socks() != null) {
      // OkHttp would create the sockets of a SOCKS proxy itself, without the bounds.
      client.proxy(Proxy.NO_PROXY).dns(UNRESOLVED).socketFactory(sockets.through(variant.socks()));
    }
    return client.build();
  }

  private record Variant(boolean isHttps, boolean isGuarded, @Nullable Proxy socks) {}
}
