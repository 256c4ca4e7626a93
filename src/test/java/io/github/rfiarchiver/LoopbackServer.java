package io.github.rfiarchiver;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/**
 * A real HTTP server on loopback, on a port of its own, that can misbehave: answers are written as
 * they are told to be, byte for byte. It keeps a log of the requests.
 */
public final class LoopbackServer implements AutoCloseable {
  private final ServerSocket socket;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<ReceivedRequest> requests = new CopyOnWriteArrayList<>();
  private volatile Answer otherwise = (request, out) -> reply(404, "").write(request, out);
  private volatile SSLSocketFactory tls;

  public LoopbackServer() {
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  /** Writes the answer to one request; the connection is closed behind it. */
  @FunctionalInterface
  public interface Answer {
    void write(ReceivedRequest request, OutputStream out) throws IOException, InterruptedException;
  }

  /** A request, its header names in lower case. */
  public record ReceivedRequest(String method, String target, Map<String, String> headers) {
    public String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }
  }

  /** Answers requests for a path. */
  public LoopbackServer at(String path, Answer answer) {
    answers.put(path, answer);
    return this;
  }

  /** Answers all other requests; a proxy's, for one. */
  public LoopbackServer otherwise(Answer answer) {
    otherwise = answer;
    return this;
  }

  /** As a proxy, plays every https host itself; a target is a whole URL then. */
  public LoopbackServer playing(SSLContext certificate) {
    tls = certificate.getSocketFactory();
    return this;
  }

  /** The address of a path. */
  public String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** All requests so far. */
  public List<ReceivedRequest> requests() {
    return requests;
  }

  /** The requests for one path so far. */
  public List<ReceivedRequest> requests(String path) {
    return requests.stream().filter(request -> request.target().equals(path)).toList();
  }

  /** An answer with a body in UTF-8, and headers each as {@code "Name: value"}. */
  public static Answer reply(int status, String body, String... headers) {
    return reply(status, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  public static Answer reply(int status, byte[] body, String... headers) {
    return (request, out) -> {
      out.write(head(status, "Content-Length: " + body.length, headers));
      out.write(body);
    };
  }

  /** An answer in gzip. */
  public static Answer zipped(byte[] body, String... headers) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(body);
    }
    String[] more = java.util.Arrays.copyOf(headers, headers.length + 1);
    more[headers.length] = "Content-Encoding: gzip";
    return reply(200, packed.toByteArray(), more);
  }

  /** An answer that honours validators: 304 where the request names the tag. */
  public static Answer cached(String body, String tag, String... headers) {
    return (request, out) -> {
      String[] more = java.util.Arrays.copyOf(headers, headers.length + 1);
      more[headers.length] = "ETag: " + tag;
      if (request.header("If-None-Match").equals(tag)) {
        out.write(head(304, "X: y", more));
      } else {
        reply(200, body, more).write(request, out);
      }
    };
  }

  /** The head of an answer. */
  public static byte[] head(int status, String length, String... headers) {
    StringBuilder head =
        new StringBuilder("HTTP/1.1 " + status + " Status\r\nConnection: close\r\n");
    head.append(length).append("\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
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
        Socket connection = socket.accept();
        daemon(() -> serve(connection));
      } catch (SocketException e) {
        return; // closed
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      ReceivedRequest request = read(new BufferedInputStream(connection.getInputStream()));
      OutputStream out = connection.getOutputStream();
      if (tls != null && request.method().equals("CONNECT")) {
        out.write(head(200, "X: y"));
        Socket inner = tls.createSocket(connection, null, true);
        ReceivedRequest asked = read(new BufferedInputStream(inner.getInputStream()));
        String site = "https://" + request.target().replaceFirst(":443$", "");
        request = new ReceivedRequest(asked.method(), site + asked.target(), asked.headers());
        out = inner.getOutputStream();
      }
      requests.add(request);
      answers.getOrDefault(request.target(), otherwise).write(request, out);
      out.flush();
    } catch (IOException | InterruptedException e) {
      // The client hung up, as many of the tests make it do.
    }
  }

  private static ReceivedRequest read(InputStream in) throws IOException {
    String[] start = line(in).split(" ");
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String[] header = line.split(": ?", 2);
      headers.put(header[0].toLowerCase(Locale.ROOT), header[1]);
    }
    return new ReceivedRequest(start[0], start.length > 1 ? start[1] : "", headers);
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "loopback");
    thread.setDaemon(true);
    thread.start();
  }
}
