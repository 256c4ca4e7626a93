package io.github.rfiarchiver.run;

import static io.github.rfiarchiver.Fixtures.feed;
import static io.github.rfiarchiver.Fixtures.item;
import static io.github.rfiarchiver.Fixtures.page;
import static io.github.rfiarchiver.Fixtures.summary;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.Verifier;
import io.github.rfiarchiver.http.Fetcher;
import io.github.rfiarchiver.http.HttpResult;
import io.github.rfiarchiver.state.Validators;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Feeds and pages that were cut, doubled, swapped and recoded: whatever comes, no exception but the
 * modelled ones leaves a run, and no file that verify rejects is written. As many mutants as the
 * property {@code mutants} says, 500 without it.
 */
class MutantsTest {
  private static final int MUTANTS = Integer.getInteger("mutants", 500);
  private static final Instant DATE = Instant.parse("2023-10-28T09:45:02Z");
  private static final String PAGE = "https://www.rfi.fr/cn/page";
  private static final List<Charset> CHARSETS =
      List.of(
          Charset.forName("GB18030"),
          Charset.forName("Big5"),
          StandardCharsets.UTF_16,
          StandardCharsets.UTF_16LE,
          StandardCharsets.ISO_8859_1);

  @TempDir Path folder;

  @Test
  void no_mutant_breaks_a_run_or_the_archive() throws Exception {
    String feed =
        feed(
            item("https://www.rfi.fr/cn/a", "甲 [乙](丙)", DATE, "一。", "二 &amp; 三。"),
            item("https://www.rfi.fr/cn/中国/20231028-b", "<b>乙</b> --&gt;", DATE, "<b>三</b>。"),
            summary(PAGE, "丙", DATE));
    String page = page(PAGE, "丙", DATE, "一。", "二。", "三。");
    for (int seed = 0; seed < MUTANTS; seed++) {
      Random random = new Random(seed);
      byte[] mutantFeed = mutant(feed, random);
      byte[] mutantPage = mutant(page, random);
      Path root = folder.resolve(String.valueOf(seed % 20)); // some runs meet what others left
      String name = "mutant " + seed;
      Fetcher fetcher =
          request -> HttpResult.Document.of(mutantPage, "UTF-8", request.url(), Validators.NONE);
      try (TestRun test = new TestRun(root).fetching(fetcher)) {
        test.run(List.of(test.document("https://www.rfi.fr/cn/rss", mutantFeed)));
      } catch (RuntimeException e) {
        throw new AssertionError(name, e);
      }
      for (Path file : new Archive(root).contents().toList()) {
        assertEquals(
            Optional.empty(), Verifier.problem(file, Files.readAllBytes(file)), name + ": " + file);
      }
    }
  }

  private static byte[] mutant(String text, Random random) {
    byte[] bytes =
        random.nextInt(5) == 0
            ? text.getBytes(CHARSETS.get(random.nextInt(CHARSETS.size())))
            : text.getBytes(StandardCharsets.UTF_8);
    for (int i = random.nextInt(4); i >= 0; i--) {
      bytes = once(bytes, random);
    }
    return bytes;
  }

  private static byte[] once(byte[] bytes, Random random) {
    if (bytes.length < 2) {
      return bytes;
    }
    int at = random.nextInt(bytes.length);
    int to = Math.min(bytes.length, at + 1 + random.nextInt(40));
    switch (random.nextInt(6)) {
      case 0: // cut off
        return Arrays.copyOf(bytes, at);
      case 1: // a part doubled
        return spliced(bytes, to, Arrays.copyOfRange(bytes, at, to));
      case 2: // a part gone
        byte[] shorter = Arrays.copyOf(bytes, bytes.length - (to - at));
        System.arraycopy(bytes, to, shorter, at, bytes.length - to);
        return shorter;
      case 3: // two bytes swapped
        byte[] swapped = bytes.clone();
        int other = random.nextInt(bytes.length);
        swapped[at] = bytes[other];
        swapped[other] = bytes[at];
        return swapped;
      case 4: // a byte of any kind
        byte[] changed = bytes.clone();
        changed[at] = (byte) random.nextInt(256);
        return changed;
      default: // something hostile
        String[] hostile = {
          "<",
          ">",
          "&",
          "&#0;",
          "]]>",
          "<![CDATA[",
          "</div>",
          "<p>",
          "<script>",
          "<!--",
          "-->",
          "\u0000",
          "\u202e",
          "&nbsp;",
          "<table><td>",
          "</article>",
          "<pre>\n\n",
          "<plaintext>",
          "<select>",
          "<svg><p>"
        };
        return spliced(
            bytes, at, hostile[random.nextInt(hostile.length)].getBytes(StandardCharsets.UTF_8));
    }
  }

  private static byte[] spliced(byte[] bytes, int at, byte[] part) {
    byte[] longer = Arrays.copyOf(bytes, bytes.length + part.length);
    System.arraycopy(part, 0, longer, at, part.length);
    System.arraycopy(bytes, at, longer, at + part.length, bytes.length - at);
    return longer;
  }
}
