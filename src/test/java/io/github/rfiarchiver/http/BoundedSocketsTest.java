package io.github.rfiarchiver.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLSocketFactory;
import jdk.net.ExtendedSocketOptions;
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

  @Test
  void a_server_that_sends_headers_and_body_apart_does_not_wait_for_acknowledgements()
      throws Exception {
    assumeTrue(new Socket().supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK));
    BoundedSockets sockets = new BoundedSockets(Duration.ofSeconds(5), Proxy.NO_PROXY);
    int exchanges = 50;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = sockets.createSocket()) {
      client.connect(server.getLocalSocketAddress());
      InputStream in = client.getInputStream();
      try (Socket answering = server.accept()) {
        long start = System.nanoTime();
        for (int i = 0; i < exchanges; i++) {
          client.getOutputStream().write('?');
          answering.getInputStream().read();
          answering.getOutputStream().write('h');
          answering.getOutputStream().write('b');
          in.readNBytes(1);
          in.readNBytes(1);
        }
        Duration each = Duration.ofNanos((System.nanoTime() - start) / exchanges);
        assertTrue(each.toMillis() < 10, each.toString());
      }
    }
  }
}
