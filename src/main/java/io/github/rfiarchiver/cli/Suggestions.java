package io.github.rfiarchiver.cli;

import java.util.Collection;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names that a misspelled word probably means. */
final class Suggestions {
  /** What a shell splits, expands or takes for its own (POSIX Shell, section 2.2). */
  private static final Pattern SPECIAL = Pattern.compile("[\\s|&;<>()$`\\\\\"'*?\\[\\]#~={}!^]");

  private Suggestions() {}

  /**
   * A question for the end of a message, with the nearest names: those with the smallest distance,
   * if at most a third of the characters is wrong, or one, but not all; hyphens before an option do
   * not count, and capitals are not wrong. Empty if no name is near.
   */
  static String question(String word, Collection<String> names) {
    int length = word.replaceFirst("^-+", "").length();
    int most = Math.min(Math.max(1, length / 3), length - 1);
    int least = names.stream().mapToInt(name -> distance(word, name)).min().orElse(most + 1);
    return least > most
        ? ""
        : names.stream()
            .distinct()
            .filter(name -> distance(word, name) == least)
            .collect(Collectors.joining(" or ", "; did you mean ", "?"));
  }

  /** A word as a shell takes it, for a command line to copy. */
  static String quoted(String word) {
    return SPECIAL.matcher(word).find() || word.isEmpty()
        ? "'" + word.replace("'", "'\\''") + "'"
        : word;
  }

  /** The optimal string alignment distance: insertions, deletions, replacements, swaps. */
  private static int distance(String word, String name) {
    String a = word.toLowerCase(Locale.ROOT);
    String b = name.toLowerCase(Locale.ROOT);
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int changed = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + changed);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
