package io.github.rfiarchiver.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;

/**
 * Bounds the time in which a server must answer in a TLS handshake. OkHttp gives it the time of a
 * whole request, and then no connection that hangs there could be told from a slow answer.
 */
final class BoundedHandshakes extends SSLSocketFactory {
  private final SSLSocketFactory sockets;
  private final Duration limit;

  private BoundedHandshakes(SSLSocketFactory sockets, Duration limit) {
    this.sockets = sockets;
    this.limit = limit;
  }

  /** Sets the TLS of a client: the certificate authorities of Java, and the bound. */
  static OkHttpClient.Builder applyTo(OkHttpClient.Builder client, Duration limit) {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init((KeyStore) null);
      X509TrustManager manager =
          Arrays.stream(trust.getTrustManagers())
              .filter(X509TrustManager.class::isInstance)
              .map(X509TrustManager.class::cast)
              .findFirst()
              .orElseThrow();
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {manager}, null);
      return client.sslSocketFactory(
          new BoundedHandshakes(context.getSocketFactory(), limit), manager);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
      throws IOException {
    // Until the handshake is over: then OkHttp sets the time that reads may take.
    socket.setSoTimeout((int) limit.toMillis());
    return sockets.createSocket(socket, host, port, autoClose);
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return sockets.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return sockets.getSupportedCipherSuites();
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException("OkHttp connects first");
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException("OkHttp connects first");
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException("OkHttp connects first");
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException("OkHttp connects first");
  }
}
