package io.github.rfiarchiver.source;

import io.github.rfiarchiver.MalformedException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The index of the Wayback Machine, which its CDX server gives slice by slice. Pure. */
public final class CdxIndex {
  /** In answers about a site whose captures are not public. */
  public static final String BLOCKED = "AdministrativeAccessControl";

  private static final Pattern ROW =
      Pattern.compile("\\S+ (\\d{14}) (\\S+) \\S+ (\\d{3}|-) (\\S+)");

  /** Of a revisit: the response was the same as in an earlier capture. */
  private static final String NO_STATUS = "-";

  private static final int MAX_QUOTED = 80;

  /** An article of the last day may be captured as late as this. */
  private static final int CAPTURED_DAYS_LATER = 90;

  private static final String FEED_TYPES = "(application|text)/((rss|atom|rdf)\\+)?xml";
  private static final String FORM =
      "%s/cdx/search/cdx?url=%s&matchType=prefix&from=%s&to=%s&filter=statuscode:200"
          + "&filter=mimetype:%s&fl=urlkey,timestamp,original,mimetype,statuscode,digest"
          + "&limit=5000&showResumeKey=true";

  /**
   * An answer of the server.
   *
   * @param captures those of status 200 and revisits, in the order of the index, each once; may be
   *     empty also where a slice follows
   * @param resumeKey the key of the next slice; null where this is the last. The server has been
   *     seen to give a key again.
   * @param unreadable how many rows cannot be read
   */
  public record Slice(List<Capture> captures, @Nullable String resumeKey, int unreadable) {}

  private CdxIndex() {}

  /**
   * The URL of a slice of the index (internetarchive/wayback, wayback-cdx-server/README.md). Slices
   * are requested by resume key: pages ({@code page=}) lose rows.
   *
   * @param server {@code https://web.archive.org}
   * @param prefix of the URLs that are looked up
   * @param isFeed whether all captures of feeds are looked up, since each lists other articles;
   *     else the first capture of each page
   * @param span the days of the articles
   * @param resumeKey as the slice before shows it; null for the first. The server decodes it once
   *     more than other parameters (CDXServer.java): sent unencoded, it would lose its place where
   *     the URLs of the index hold escapes, as Chinese ones do.
   */
  public static String url(
      String server, String prefix, boolean isFeed, Span span, @Nullable String resumeKey) {
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

  /**
   * Parses an answer in plain text: a row a line, then, where the slice is not the last, an empty
   * line and the key of the next (CDX server, "Resumption Key").
   *
   * @param url names the answer in a failure
   * @throws MalformedException where no line is a row, as in a web page, or more than a key follows
   *     the empty line
   */
  public static Slice parse(String url, String answer) throws MalformedException {
    Set<Capture> captures = new LinkedHashSet<>();
    List<String> unreadable = new ArrayList<>();
    List<String> lines = answer.lines().map(String::strip).toList();
    int rows = lines.contains("") ? lines.indexOf("") : lines.size();
    for (String line : lines.subList(0, rows)) {
      Matcher row = ROW.matcher(line);
      Optional<Capture> capture =
          row.matches() ? Capture.of(row.group(1), row.group(2), row.group(4)) : Optional.empty();
      if (capture.isEmpty()) {
        unreadable.add(line);
      } else if (row.group(3).equals("200") || row.group(3).equals(NO_STATUS)) {
        captures.add(capture.get());
      }
    }
    List<String> rest =
        lines.subList(rows, lines.size()).stream().filter(l -> !l.isEmpty()).toList();
    if (rest.size() > 1 || rest.stream().anyMatch(key -> key.matches(".*[\\s<>].*"))) {
      throw refused(url, rest.get(0));
    }
    if (!unreadable.isEmpty() && unreadable.size() == rows) {
      throw refused(url, unreadable.get(0));
    }
    return new Slice(List.copyOf(captures), rest.isEmpty() ? null : rest.get(0), unreadable.size());
  }

  private static MalformedException refused(String url, String line) {
    String start = line.length() > MAX_QUOTED ? line.substring(0, MAX_QUOTED) + "…" : line;
    return new MalformedException(
        url,
        line.contains(BLOCKED)
            ? "the Wayback Machine blocks this site: it is not absent there (" + BLOCKED + ")"
            : "is not an answer of a CDX server: “" + start + "”");
  }
}
