package io.github.rfiarchiver.source;

import io.github.rfiarchiver.MalformedException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses the answers of the Wayback Machine's CDX server to a {@link CdxQuery}. */
public final class CdxIndex {
  /** The fields of a row, in their order. */
  static final String FIELDS = "urlkey,timestamp,original,mimetype,statuscode,digest";

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);
  private static final Pattern ROW =
      Pattern.compile("\\S+ (\\d{14}) (\\S+) (\\S+) ([1-9]\\d\\d|-) (\\S+)");
  private static final Pattern KEY = Pattern.compile("[^\\s<>]+"); // no row, no web page
  private static final Pattern BLOCKED =
      Pattern.compile("(?:Administrative|Robot)AccessControl(?:Exception)?");
  private static final int MAX_QUOTED = 80;

  private CdxIndex() {}

  /**
   * A slice of the index.
   *
   * @param captures in the order of the index, each once; may be empty also where a slice follows
   * @param resumeKey the key of the next slice, or null where this is the last. The server has been
   *     seen to give a key again: whoever follows the keys stops at one that has been used.
   */
  public record CdxPage(List<Capture> captures, @Nullable String resumeKey) {
    public CdxPage {
      captures = List.copyOf(captures);
    }
  }

  /**
   * Parses an answer in plain text: a row a line, then, where the slice is not the last, an empty
   * line and the key of the next (CDX server, "Resumption Key").
   *
   * @param subject names the answer in a failure
   * @throws MalformedException where a line is neither; the captures before it are not all
   */
  public static CdxPage parse(String subject, String answer) throws MalformedException {
    Set<Capture> captures = new LinkedHashSet<>();
    List<String> lines = answer.lines().map(String::strip).toList();
    int i = 0;
    while (i < lines.size() && !lines.get(i).isEmpty()) {
      captures.add(capture(subject, lines.get(i), i + 1));
      i++;
    }
    List<String> rest = lines.subList(i, lines.size()).stream().filter(l -> !l.isEmpty()).toList();
    if (rest.size() > 1 || (rest.size() == 1 && !KEY.matcher(rest.get(0)).matches())) {
      throw new MalformedException(
          subject, "one resume key must follow the empty line, not " + quoted(rest.get(0)));
    }
    return new CdxPage(List.copyOf(captures), rest.isEmpty() ? null : rest.get(0));
  }

  /**
   * Whether an error answer of the CDX server or of replay says that the captures of a site are not
   * public: they are blocked, not absent.
   */
  public static boolean isBlocked(String errorAnswer) {
    return BLOCKED.matcher(errorAnswer).find();
  }

  /** The 14 digits of a moment in UTC. */
  static String timestamp(Instant moment) {
    return TIMESTAMP.format(moment.atOffset(ZoneOffset.UTC));
  }

  private static Capture capture(String subject, String line, int number)
      throws MalformedException {
    Matcher row = ROW.matcher(line);
    if (!row.matches()) {
      throw new MalformedException(
          subject,
          isBlocked(line)
              ? "the Wayback Machine blocks this site"
              : "line " + number + " is not a CDX row: " + quoted(line));
    }
    try {
      return new Capture(
          row.group(2),
          LocalDateTime.parse(row.group(1), TIMESTAMP).toInstant(ZoneOffset.UTC),
          row.group(3),
          row.group(4).equals("-") ? Capture.REVISIT : Integer.parseInt(row.group(4)),
          row.group(5));
    } catch (DateTimeException e) {
      throw new MalformedException(
          subject, "line " + number + " has no valid timestamp: " + quoted(line), e);
    }
  }

  private static String quoted(String line) {
    return "“" + (line.length() > MAX_QUOTED ? line.substring(0, MAX_QUOTED) + "…" : line) + "”";
  }
}
