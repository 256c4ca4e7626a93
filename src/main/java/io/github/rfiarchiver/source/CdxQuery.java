package io.github.rfiarchiver.source;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * A query to the Wayback Machine's CDX server (internetarchive/wayback,
 * wayback-cdx-server/README.md). It asks for slices by resume key: pages ({@code page=}) lose rows.
 *
 * @param prefix of the URLs that are looked up
 * @param isFeed whether all captures of feeds are looked up, since each lists other articles; else
 *     the first capture of each page
 * @param span the days of the articles
 */
public record CdxQuery(String prefix, boolean isFeed, Span span) {
  /** An article of the last day may be captured as late as this. */
  private static final int CAPTURED_DAYS_LATER = 90;

  private static final String FEED_TYPES = "(application|text)/((rss|atom|rdf)\\+)?xml";
  private static final String FORM =
      "%s/cdx/search/cdx?url=%s&matchType=prefix&from=%s&to=%s&filter=statuscode:200"
          + "&filter=mimetype:%s&fl=urlkey,timestamp,original,mimetype,statuscode,digest"
          + "&limit=5000&showResumeKey=true";

  /**
   * The URL of a slice.
   *
   * @param server {@code https://web.archive.org}
   * @param resumeKey as the slice before shows it; null for the first. The server decodes it once
   *     more than other parameters (CDXServer.java): sent unencoded, it would lose its place where
   *     the URLs of the index hold escapes, as Chinese ones do.
   */
  public String slice(String server, @Nullable String resumeKey) {
    String types = encoded(isFeed ? FEED_TYPES : "text/html");
    LocalDate to = span.until().plusDays(CAPTURED_DAYS_LATER);
    return FORM.formatted(server, encoded(prefix), timestamp(span.since()), timestamp(to), types)
        + (isFeed ? "" : "&collapse=urlkey")
        + (resumeKey == null ? "" : "&resumeKey=" + encoded(resumeKey));
  }

  private static String timestamp(LocalDate day) {
    return Capture.TIMESTAMP.format(day.atStartOfDay(ZoneOffset.UTC));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("%3A", ":")
        .replace("%2F", "/");
  }
}
