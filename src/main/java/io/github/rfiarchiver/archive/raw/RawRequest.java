package io.github.rfiarchiver.archive.raw;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request without a body, as it was sent, and without what is secret: no credentials, no cookies,
 * no proxy headers, no user name or password in the URL.
 *
 * @param method GET, for example
 * @param url http or https, percent-encoded; a fragment is dropped, because none is sent
 * @param headers in the order in which they were sent
 */
public record RawRequest(String method, String url, List<HttpHeader> headers) {
  private static final Pattern URL =
      Pattern.compile(
          "(?<scheme>https?://)(?:[^/?#\\s\\p{Cntrl}]*@)?(?<host>[^/?#@\\s\\p{Cntrl}]+)"
              + "(?<target>[^#\\s\\p{Cntrl}]*)(?:#.*)?",
          Pattern.CASE_INSENSITIVE);

  /**
   * Drops what is secret.
   *
   * @throws IllegalArgumentException where the URL is not http or https, or not percent-encoded
   */
  public RawRequest {
    Matcher parts = matched(url);
    url = parts.group("scheme") + parts.group("host") + parts.group("target");
    headers = headers.stream().filter(HttpHeader::isSound).filter(h -> !isSecret(h)).toList();
  }

  private static boolean isSecret(HttpHeader header) {
    String name = header.name().toLowerCase(Locale.ROOT);
    return name.equals("authorization")
        || name.equals("cookie")
        || name.equals("cookie2")
        || name.startsWith("proxy-");
  }

  private static Matcher matched(String url) {
    Matcher matcher = URL.matcher(url);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no http or https URL: " + url);
    }
    return matcher;
  }

  /** The request as HTTP/1.1, which needs a Host header where HTTP/2 has none. */
  byte[] block() {
    Matcher parts = matched(url);
    String target = parts.group("target");
    StringBuilder block = new StringBuilder(method);
    block.append(target.startsWith("/") ? " " : " /").append(target).append(" HTTP/1.1\r\n");
    if (HttpHeader.first(headers, "Host").isEmpty()) {
      block.append("Host: ").append(parts.group("host")).append("\r\n");
    }
    headers.forEach(
        header -> block.append(header.name()).append(": ").append(header.value()).append("\r\n"));
    return block.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }
}
