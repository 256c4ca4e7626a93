package io.github.rfiarchiver.http;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A SOCKS5 proxy on loopback (RFC 1928, RFC 1929) that forwards everything to one port. */
final class SocksServer implements AutoCloseable {
  private final ServerSocket socket;
  private final List<Integer> addressTypes = new CopyOnWriteArrayList<>();
  private final List<String> hosts = new CopyOnWriteArrayList<>();
  private final List<String> users = new CopyOnWriteArrayList<>();
  private volatile int target;
  private volatile boolean password;

  SocksServer() {
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  SocksServer forwardTo(int port) {
    target = port;
    return this;
  }

  SocksServer wantsPassword() {
    password = true;
    return this;
  }

  int port() {
    return socket.getLocalPort();
  }

  /** The ATYP of each request: 1 for IPv4, 3 for a name, 4 for IPv6. */
  List<Integer> addressTypes() {
    return addressTypes;
  }

  List<String> hosts() {
    return hosts;
  }

  /** The users and passwords that were sent, as {@code USER:PASSWORD}. */
  List<String> users() {
    return users;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        start(() -> serve(client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      OutputStream out = client.getOutputStream();
      in.readUnsignedByte();
      in.readNBytes(in.readUnsignedByte());
      out.write(new byte[] {5, (byte) (password ? 2 : 0)});
      if (password) {
        in.readUnsignedByte();
        String user = new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
        String word = new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
        users.add(user + ":" + word);
        out.write(new byte[] {1, 0});
      }
      in.readNBytes(3);
      int type = in.readUnsignedByte();
      addressTypes.add(type);
      int length = type == 3 ? in.readUnsignedByte() : type == 1 ? 4 : 16;
      hosts.add(new String(in.readNBytes(length), StandardCharsets.UTF_8));
      in.readUnsignedShort();
      try (Socket site = new Socket(InetAddress.getLoopbackAddress(), target)) {
        out.write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
        start(() -> copy(client, site));
        site.getInputStream().transferTo(out);
      }
    } catch (IOException e) {
      // One side closed the connection.
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One side closed the connection.
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "socks");
    thread.setDaemon(true);
    thread.start();
  }
}
