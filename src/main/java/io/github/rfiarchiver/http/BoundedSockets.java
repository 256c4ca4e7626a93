package io.github.rfiarchiver.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.time.Duration;
import javax.net.SocketFactory;
import jdk.net.ExtendedSocketOptions;

/**
 * Makes sockets from which a thread reads a bounded number of bytes between two calls of {@link
 * #restart}, and on which a TLS handshake takes a bounded time. OkHttp and its gzip reader buffer
 * some parts of an answer whole, however long: the extension of a chunk, the file name in a gzip
 * header. HTTP/1.1 is read on the thread that executes the call, so bytes are counted by thread.
 */
final class BoundedSockets extends SocketFactory {
  /** In bytes: more than the headers of any server, less than OkHttp accepts (256 KiB). */
  static final int MOST = 192 << 10;

  private static final String CONNECTS = "OkHttp connects sockets itself";

  /** How many bytes a thread may still read. */
  private static final ThreadLocal<Integer> LEFT = ThreadLocal.withInitial(() -> MOST);

  private final Duration handshake;
  private final Proxy proxy;

  /**
   * @param handshake how long a server may take for each step of a TLS handshake, and an HTTP proxy
   *     to connect
   * @param proxy a SOCKS proxy, which the address 0.0.0.0 with a host name reaches as that name; or
   *     none
   */
  BoundedSockets(Duration handshake, Proxy proxy) {
    this.handshake = handshake;
    this.proxy = proxy;
  }

  /** Starts the count for one step of an exchange: the headers, or one read of the body. */
  static void restart() {
    LEFT.set(MOST);
  }

  private static void count(int read) throws OversizedException {
    int rest = LEFT.get() - Math.max(0, read);
    LEFT.set(rest);
    if (rest < 0) {
      throw new OversizedException();
    }
  }

  /** An answer has a part that is too large, outside of its body. */
  static final class OversizedException extends IOException {}

  @Override
  public Socket createSocket() {
    return new BoundedSocket();
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException(CONNECTS);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException(CONNECTS);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException(CONNECTS);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException(CONNECTS);
  }

  private final class BoundedSocket extends Socket {
    BoundedSocket() {
      super(proxy);
    }

    @Override
    public void connect(SocketAddress address, int timeout) throws IOException {
      if (proxy.address() instanceof InetSocketAddress socks) {
        InetAddress.getByName(socks.getHostString()); // Java would say that the connection is lost
      }
      super.connect(
          address instanceof InetSocketAddress internet
                  && proxy.type() == Proxy.Type.SOCKS
                  && internet.getAddress().isAnyLocalAddress()
              ? InetSocketAddress.createUnresolved(internet.getHostString(), internet.getPort())
              : address,
          timeout);
    }

    /**
     * OkHttp sets the time that reads may take twice: before it connects, where it would give the
     * TLS handshake the time of a whole request, and before it sends the request.
     */
    @Override
    public void setSoTimeout(int millis) throws SocketException {
      super.setSoTimeout(isConnected() ? millis : (int) Math.min(millis, handshake.toMillis()));
    }

    /**
     * Acknowledges what was read. Linux would wait 40 ms for more, and so long would a server that
     * sends the body only when the headers are acknowledged (RFC 896).
     */
    private void acknowledge() throws IOException {
      if (supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK)) {
        setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
      }
    }

    @Override
    public InputStream getInputStream() throws IOException {
      // OkHttp and Java's TLS never read a single byte.
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
          acknowledge();
          int read = super.read(bytes, from, length);
          count(read);
          return read;
        }
      };
    }
  }
}
