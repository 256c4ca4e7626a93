package io.github.rfiarchiver.source;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A query to the Wayback Machine's CDX server, for captures of status 200 (documented in
 * internetarchive/wayback, wayback-cdx-server/README.md). It asks for slices by resume key, because
 * pages ({@code page=}) lose rows.
 *
 * @param url what is looked up, or a prefix of it
 * @param since no capture before
 * @param until no capture later than 90 days after; the date of an article decides, not that of its
 *     capture
 * @param limit the rows of a slice
 * @param resumeKey the key of a later slice, or null for the first
 */
public record CdxQuery(
    String url, Kind kind, Instant since, Instant until, int limit, @Nullable String resumeKey) {
  /** An article of the last day may be captured as late as this. */
  private static final Duration CAPTURE_LAG = Duration.ofDays(90);

  /** What is looked up. */
  public enum Kind {
    /** All pages whose URLs begin with the given one: the first capture of each. */
    PAGES_UNDER("prefix", "text/html", true),
    /** One page: its first capture. */
    PAGE("exact", "text/html", true),
    /** One feed: all its captures, for each carries other articles. */
    FEED("exact", "(application|text)/((rss|atom|rdf)\\+)?xml", false);

    private final String matchType;
    private final String mimetype;
    private final boolean collapsed;

    Kind(String matchType, String mimetype, boolean collapsed) {
      this.matchType = matchType;
      this.mimetype = mimetype;
      this.collapsed = collapsed;
    }
  }

  /** The query of the slice that a key names. */
  public CdxQuery after(String key) {
    return new CdxQuery(url, kind, since, until, limit, key);
  }

  /**
   * The URL of this query.
   *
   * @param server {@code https://web.archive.org}
   */
  public String at(String server) {
    return withoutSlash(server)
        + "/cdx/search/cdx?url="
        + encoded(url)
        + "&matchType="
        + kind.matchType
        + "&from="
        + CdxIndex.timestamp(since)
        + "&to="
        + CdxIndex.timestamp(until.plus(CAPTURE_LAG))
        + "&filter=statuscode:200&filter=mimetype:"
        + encoded(kind.mimetype)
        + (kind.collapsed ? "&collapse=urlkey" : "")
        + "&fl="
        + CdxIndex.FIELDS
        + "&limit="
        + limit
        + "&showResumeKey=true"
        // The server decodes a key once more than other parameters (CDXServer.java): a key sent as
        // it was printed loses its place where the URLs of the index hold escapes, as Chinese do.
        + (resumeKey == null ? "" : "&resumeKey=" + encoded(resumeKey));
  }

  static String withoutSlash(String server) {
    return server.endsWith("/") ? server.substring(0, server.length() - 1) : server;
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("%3A", ":")
        .replace("%2F", "/");
  }
}
