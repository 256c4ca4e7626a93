package io.github.rfiarchiver.article.render;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.ChangeDelta;
import com.github.difflib.patch.Chunk;
import com.github.difflib.patch.Patch;
import java.util.List;
import java.util.regex.Pattern;

/** Differences between two bodies as a unified diff (POSIX, diff -u), a block a line. Pure. */
public final class UnifiedDiff {
  private static final String BLOCK =
      "(?:p|div|h[1-6]|blockquote|pre|ul|ol|li|dl|dt|dd|table|tr|figure|figcaption|hr|img|audio)";
  private static final Pattern EDGE =
      Pattern.compile("(?=<" + BLOCK + "[\\s>])|(?<=</" + BLOCK + ">)");

  /** The number of unchanged lines around changed ones. */
  private static final int CONTEXT = 3;

  /** The most pairs of lines to compare, which takes a second; above it, all lines are changed. */
  private static final long MOST_PAIRS = 4_000_000;

  private UnifiedDiff() {}

  /** The lines of a body in HTML, one for each block. */
  public static List<String> lines(String body) {
    return body.isEmpty() ? List.of() : List.of(EDGE.split(body));
  }

  /** The diff; each line ends in a line feed. */
  public static String of(String from, List<String> before, String to, List<String> after) {
    Patch<String> patch = new Patch<>();
    if ((long) before.size() * after.size() <= MOST_PAIRS) {
      patch = DiffUtils.diff(before, after);
    } else {
      patch.addDelta(new ChangeDelta<>(new Chunk<>(0, before), new Chunk<>(0, after)));
    }
    List<String> lines = UnifiedDiffUtils.generateUnifiedDiff(from, to, before, patch, CONTEXT);
    return String.join("\n", lines) + "\n";
  }
}
