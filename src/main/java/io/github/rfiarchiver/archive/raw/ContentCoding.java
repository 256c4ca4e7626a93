package io.github.rfiarchiver.archive.raw;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.Set;

/** Values of Content-Encoding (RFC 9110, section 8.4), as servers send them. */
public final class ContentCoding {
  private static final Set<String> NONE =
      Set.of("", "identity", "none", "aws-chunked", "binary", "7bit", "8bit");

  private ContentCoding() {}

  /**
   * Whether a value means that the body is not encoded; names of charsets do.
   *
   * @param coding in lower case
   */
  public static boolean isNone(String coding) {
    try {
      return NONE.contains(coding) || Charset.isSupported(coding);
    } catch (IllegalCharsetNameException e) {
      return false;
    }
  }
}
