package io.github.rfiarchiver.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;

class BoundedSocketsTest {
  @Test
  void a_TLS_handshake_has_its_own_timeout_and_the_request_behind_it_another() throws Exception {
    BoundedSockets sockets = new BoundedSockets(Duration.ofMillis(200), Proxy.NO_PROXY);
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = sockets.createSocket()) {
      socket.setSoTimeout(5000);
      socket.connect(server.getLocalSocketAddress());
      assertEquals(200, socket.getSoTimeout());
      SSLSocketFactory tls = (SSLSocketFactory) SSLSocketFactory.getDefault();
      try (Socket secure = tls.createSocket(socket, "localhost", server.getLocalPort(), true)) {
        assertEquals(200, secure.getSoTimeout());
        secure.setSoTimeout(5000);
        assertEquals(5000, socket.getSoTimeout());
      }
    }
  }
}
