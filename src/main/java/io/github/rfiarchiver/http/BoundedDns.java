package io.github.rfiarchiver.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Dns;

/** Looks up names with a timeout: the look-up of the system has none. */
final class BoundedDns implements Dns {
  private final Dns dns;
  private final Duration limit;

  BoundedDns(Dns dns, Duration limit) {
    this.dns = dns;
    this.limit = limit;
  }

  @Override
  public List<InetAddress> lookup(String host) throws UnknownHostException {
    FutureTask<List<InetAddress>> lookup = new FutureTask<>(() -> dns.lookup(host));
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
  }

  private static UnknownHostException unknown(String what, Exception cause) {
    UnknownHostException unknown = new UnknownHostException(what);
    unknown.initCause(cause);
    return unknown;
  }
}
