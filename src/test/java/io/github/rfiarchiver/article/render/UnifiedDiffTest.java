package io.github.rfiarchiver.article.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnifiedDiffTest {
  @Test
  void a_block_is_a_line() {
    assertEquals(
        List.of("<p>一。</p>", "<ul>", "<li>二</li>", "<li>三</li>", "</ul>", "尾"),
        UnifiedDiff.lines("<p>一。</p><ul><li>二</li><li>三</li></ul>尾"));
  }

  @Test
  void each_change_has_three_lines_around_it() {
    List<String> before = lines(0, 20);
    List<String> after = IntStream.range(0, 20).mapToObj(i -> i == 9 ? "x" : "" + i).toList();
    assertEquals(
        "--- a\n+++ b\n@@ -7,7 +7,7 @@\n 6\n 7\n 8\n-9\n+x\n 10\n 11\n 12\n",
        UnifiedDiff.of("a", before, "b", after));
  }

  @Test
  void a_new_text_is_compared_with_nothing() {
    assertEquals(
        "--- /dev/null\n+++ b\n@@ -0,0 +1,2 @@\n+0\n+1\n",
        UnifiedDiff.of("/dev/null", List.of(), "b", lines(0, 2)));
  }

  @Test
  void texts_of_very_many_blocks_take_no_longer() {
    List<String> before = lines(0, 30_000);
    List<String> after = new ArrayList<>(before);
    Collections.reverse(after);
    String diff =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20), () -> UnifiedDiff.of("a", before, "b", after));
    assertTrue(diff.contains("@@ -1,30000 +1,30000 @@\n-0\n"), diff.substring(0, 100));
  }

  private static List<String> lines(int from, int to) {
    return IntStream.range(from, to).mapToObj(String::valueOf).toList();
  }
}
