package io.github.rfiarchiver.archive;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.ArticleUrl;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The seed format: an article as text, in UTF-8, and back.
 *
 * <pre>
 * &lt;!--1698486302000--&gt;                  epoch milliseconds, UTC
 * [headline](URL)
 * ------
 *
 * body                                  HTML on one line, then one line feed
 * </pre>
 */
public final class ArticleFile {
  /** The largest size of a file in bytes; a larger one is not an article, and is not read. */
  public static final int LARGEST = 16 << 20;

  /** What is wrong with a file that is larger than {@link #LARGEST}, as a clause. */
  public static final String TOO_LARGE = "is larger than 16 MiB: not an article";

  private static final Pattern HEAD =
      Pattern.compile(
          "\\A\\x{FEFF}?<!--(-?\\d{1,15})-->\\r?\\n\\[([^\\r\\n]*)\\)[ \\t]*\\r?\\n-{3,}[ \\t]*\\r?\\n\\r?\\n");

  /** The start of a file; without the digits it would match the comments of web pages. */
  private static final Pattern OPENING = Pattern.compile("\\x{FEFF}?<!---?\\d");

  private static final Pattern SECOND_HEAD = Pattern.compile("\\n<!---?\\d{1,15}-->\\r?\\n\\[");

  /** A headline may contain brackets: the URL follows the last of these. */
  private static final String BETWEEN = "](http";

  private ArticleFile() {}

  /** The text of an article's file. */
  public static String text(Article article) {
    String start = "<!--" + article.published().toEpochMilli() + "-->\n";
    String title = "[" + article.headline() + "](" + article.url() + ")\n";
    return start + title + "------\n\n" + article.body() + "\n";
  }

  /** Whether an article's file would have more than {@link #LARGEST} bytes. */
  public static boolean isTooLarge(Article article) {
    String text = text(article); // in UTF-8, a char has at most three bytes
    return text.length() > LARGEST / 3 && text.getBytes(StandardCharsets.UTF_8).length > LARGEST;
  }

  /** The name of an article's first text, unless another article has its key. */
  public static ArticleFileName name(Article article) {
    return new ArticleFileName(article.published(), article.url().key());
  }

  /** Whether a text begins as the seed format does. */
  public static boolean beginsLikeSeedFormat(String text) {
    return OPENING.matcher(text).lookingAt();
  }

  /**
   * Reads an article from a file that is in no archive, and may be a pipe.
   *
   * @throws IOException if it cannot be read
   * @throws MalformedException if it is larger than {@link #LARGEST}, or {@linkplain #parse(String,
   *     byte[]) is not whole}
   */
  public static Article read(Path file) throws IOException, MalformedException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LARGEST + 1); // a pipe has no known size
    }
    if (bytes.length > LARGEST) {
      throw new MalformedException(file.toString(), TOO_LARGE);
    }
    return parse(file.toString(), bytes);
  }

  /**
   * Reads an article from the bytes of a file.
   *
   * @param source the file, as messages name it
   * @throws MalformedException if they end after the header or not in a line feed, or are not
   *     UTF-8, or not in the seed format
   */
  public static Article parse(String source, byte[] bytes) throws MalformedException {
    boolean isEnded = bytes.length == 0 || bytes[bytes.length - 1] == '\n';
    if (!isEnded && beginsLikeSeedFormat(new String(bytes, StandardCharsets.UTF_8))) {
      throw new MalformedException(source, "does not end in a line feed: it may be cut off");
    }
    String text = utf8(source, bytes);
    if (HEAD.matcher(text).matches()) {
      throw new MalformedException(source, "ends after its header: it may be cut off");
    }
    return parse(source, text);
  }

  /** The text of a file in UTF-8. */
  static String utf8(String source, byte[] bytes) throws MalformedException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedException(source, "is not UTF-8");
    }
  }

  /**
   * Reads an article from the text of a file. It accepts more than {@link #text} writes: carriage
   * returns, a byte order mark, a body on several lines or without a line feed at its end.
   *
   * @param source the file, as messages name it
   * @throws MalformedException if the text is not in the seed format, or holds two articles
   */
  public static Article parse(String source, String text) throws MalformedException {
    if (text.isEmpty()) {
      throw new MalformedException(source, "is empty");
    }
    Matcher head = HEAD.matcher(text);
    if (!head.lookingAt()) {
      throw new MalformedException(
          source, "is not in the seed format (<!--milliseconds-->, [headline](URL), ------)");
    }
    if (text.indexOf("\n<!--", head.end()) > 0 && SECOND_HEAD.matcher(text).find(head.end())) {
      throw new MalformedException(
          source, "holds more than one article; put each into a file of its own");
    }
    String line = head.group(2);
    int between = line.lastIndexOf(BETWEEN);
    if (between < 0) {
      throw new MalformedException(source, "has no [headline](URL) in its second line");
    }
    try {
      return new Article(
          line.substring(0, between),
          ArticleUrl.of(line.substring(between + 2)),
          Instant.ofEpochMilli(Long.parseLong(head.group(1))),
          text.substring(head.end())
              .strip()
              .replace("\r\n", " ")
              .replace('\n', ' ')
              .replace('\r', ' '));
    } catch (MalformedException e) {
      throw new MalformedException(source, "has a URL that cannot be used: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new MalformedException(source, "has a date that cannot be used: " + head.group(1));
    }
  }
}
