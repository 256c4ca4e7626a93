package io.github.rfiarchiver.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.Dns;

/** Distinguishes the addresses of this machine and of local networks from public ones. */
public final class PrivateAddresses {
  /** Not with octal numbers, which Java alone takes for decimal ones. */
  private static final Pattern NUMERIC_HOST = Pattern.compile("(?!(?:.*\\.)?0\\d)[\\d.]+|.*:.*");

  /** Hosts that others than Java take for IP addresses too (WHATWG URL, "ends in a number"). */
  private static final Pattern NUMBER_AT_END =
      Pattern.compile(".*:.*|(?:.*\\.)?(?:\\d+|0x[0-9a-f]*)\\.?");

  private PrivateAddresses() {}

  /** The look-up of a name found a private address. */
  static final class FoundException extends UnknownHostException {
    FoundException(String what) {
      super(what);
    }
  }

  /** A look-up that fails where it finds a private address. */
  static Dns refusedBy(Dns dns) {
    return host -> {
      List<InetAddress> found = dns.lookup(host);
      for (InetAddress address : found) {
        if (isPrivate(address)) {
          throw new FoundException(host + ", which is " + address.getHostAddress());
        }
      }
      return found;
    };
  }

  /** Whether a host is private by its name or IP address; names are not looked up. */
  public static boolean isPrivate(String host) {
    if (host.matches("(?:.*\\.)?localhost\\.?")) {
      return true;
    }
    // Numbers that are not an IP address are not a public host either.
    return NUMBER_AT_END.matcher(host).matches()
        && literal(host).filter(address -> !isPrivate(address)).isEmpty();
  }

  /** Whether an address is of this machine or of a local network (RFC 6890). */
  static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    int first = bytes[0] & 0xff;
    boolean isShared = bytes.length == 4 && first == 100 && (bytes[1] & 0xc0) == 64; // RFC 6598
    boolean isThisNetwork = bytes.length == 4 && first == 0;
    boolean isUniqueLocal = bytes.length == 16 && (first & 0xfe) == 0xfc; // RFC 4193
    return address.isLoopbackAddress()
        || address.isSiteLocalAddress()
        || address.isLinkLocalAddress()
        || address.isAnyLocalAddress()
        || isShared
        || isThisNetwork
        || isUniqueLocal;
  }

  /** The IP address that {@code host} is, without brackets; empty for a name. */
  static Optional<InetAddress> literal(String host) {
    try {
      return NUMERIC_HOST.matcher(host).matches()
          ? Optional.of(InetAddress.getByName(host))
          : Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
