package io.github.rfiarchiver.http;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Hosts that bypass the proxy, as an entry of {@code NO_PROXY} names them: a domain with its
 * subdomains, an IP address, a range of addresses in CIDR notation, each with a port or without, or
 * {@code *} for all. Names are not looked up.
 *
 * @param name a domain, or {@code *}; of an IP address, its text
 * @param network an IP address; null for a domain
 * @param bits the length of the prefix of the address that is compared, in bits
 * @param port the port; 0 for all
 */
record NoProxy(String name, @Nullable InetAddress network, int bits, int port) {
  private static final Pattern FORM =
      Pattern.compile(
          "(\\[[0-9a-f:.]+]|[0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*|[^:/\\[\\]]+)(?:/(\\d{1,3}))?(?::(\\d{1,5}))?");

  /** Parses a list separated by commas or whitespace; an entry in another form is ignored. */
  static List<NoProxy> parse(String list) {
    return Stream.of(list.toLowerCase(Locale.ROOT).split("[,\\s]+"))
        .flatMap(text -> entry(text).stream())
        .toList();
  }

  private static Optional<NoProxy> entry(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    String host = form.group(1).replaceAll("[\\[\\]]", "");
    InetAddress network = // not 1, which means 0.0.0.1
        PrivateAddresses.literal(host)
            .filter(address -> host.contains(":") || address.getHostAddress().equals(host))
            .orElse(null);
    int all = network == null ? 0 : network.getAddress().length * 8;
    int bits = form.group(2) == null ? all : Integer.parseInt(form.group(2));
    int port = form.group(3) == null ? 0 : Integer.parseInt(form.group(3));
    return bits > all
        ? Optional.empty()
        : Optional.of(new NoProxy(host.replaceFirst("^\\*?\\.", ""), network, bits, port));
  }

  /**
   * Whether a host bypasses the proxy.
   *
   * @param host in lower case, IPv6 without brackets
   */
  boolean covers(String host, int hostPort) {
    if (port != 0 && port != hostPort) {
      return false;
    }
    Optional<InetAddress> address = PrivateAddresses.literal(host);
    return network == null
        ? name.equals("*")
            || (address.isEmpty() && (host.equals(name) || host.endsWith("." + name)))
        : address.filter(this::holds).isPresent();
  }

  private boolean holds(InetAddress address) {
    return network != null
        && address.getAddress().length == network.getAddress().length
        && prefix(address).equals(prefix(network));
  }

  private BigInteger prefix(InetAddress address) {
    byte[] bytes = address.getAddress();
    return new BigInteger(1, bytes).shiftRight(bytes.length * 8 - bits);
  }
}
