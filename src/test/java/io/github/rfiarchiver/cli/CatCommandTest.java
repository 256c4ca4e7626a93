package io.github.rfiarchiver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.article.render.DisplayWidth;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CatCommandTest {
  private static final String SLUG_ADDRESS = "https://www.rfi.fr/cn/agency-slug";

  @TempDir Path folder;
  private final Program program = new Program();

  static List<Transcript> transcripts() {
    return Transcript.of("cat");
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void prints_what_the_transcripts_show(Transcript transcript) throws Exception {
    transcript.assertHolds(SmallArchive.filled(folder).archive().root());
  }

  private Program.Ran run(String command, Object... options) {
    Object[] all = new Object[options.length + 3];
    System.arraycopy(new Object[] {"--archive", folder, command}, 0, all, 0, 3);
    System.arraycopy(options, 0, all, 3, options.length);
    return program.run(all);
  }

  /** The headlines of what cat prints, by the keys of the list's lines. */
  private List<String> headlines(Object... options) {
    Object[] all = new Object[options.length + 2];
    System.arraycopy(options, 0, all, 0, options.length);
    all[options.length] = "--format";
    all[options.length + 1] = "markdown";
    Program.Ran ran = run("cat", all);
    assertEquals(0, ran.status(), ran.err());
    return ran.lines().stream().filter(line -> line.startsWith("# ")).toList();
  }

  @Test
  void takes_paths_keys_addresses_and_dates_in_the_order_given() throws Exception {
    SmallArchive.filled(folder);
    List<String> rows = run("list").lines();
    String path = run("list", "--paths").lines().get(0);
    String key = rows.get(1).split("\t")[1];
    List<String> all = headlines();
    assertEquals(4, all.size());
    assertEquals(
        List.of(all.get(3), all.get(1), all.get(0), all.get(2), all.get(1)),
        headlines(SLUG_ADDRESS, key.substring(0, 6), path, "2023-10-27", key));
    assertEquals(List.of(all.get(1), all.get(2), all.get(3)), headlines("2023-10"));
    assertEquals(2, headlines(key, "--all-revisions").size());
  }

  @Test
  void reads_selectors_from_standard_input() throws Exception {
    SmallArchive.filled(folder);
    String lines = run("list", "--paths", "--reverse").out();
    program.reading(lines.replace("\n", "\r\n") + "\n");
    assertEquals(4, headlines("-").size());
    program.reading(run("list", "--paths", "-0", "--since", "2023-10-27").out());
    assertEquals(2, headlines("-0", "-").size());
    program.reading("\uFEFF2023-08\n");
    assertEquals(3, headlines("2023-10-27", "-", SLUG_ADDRESS).size());
    program.reading("2023-08\n");
    assertEquals(1, headlines("-", "-").size());
  }

  @Test
  void an_article_that_two_selectors_choose_stands_in_a_page_once() throws Exception {
    SmallArchive.filled(folder);
    String page = run("cat", "2023-08", "2023-08", "--format", "html").out();
    assertEquals(1, page.split("<article ", -1).length - 1, page);
    assertFalse(page.contains("<nav>"), page);
  }

  @Test
  void prints_nothing_where_standard_input_names_nothing() throws Exception {
    SmallArchive.filled(folder);
    program.reading("");
    assertEquals(new Program.Ran(0, "", ""), run("cat", "-"));
  }

  @Test
  void names_what_it_cannot_find_and_prints_the_rest() throws Exception {
    SmallArchive.filled(folder);
    Program.Ran ran =
        run(
            "cat",
            "0123456789",
            "2023-13",
            "1999",
            "nonsense.txt",
            SLUG_ADDRESS,
            "--format",
            "seed");
    assertEquals(1, ran.status());
    assertTrue(ran.out().contains("EU_NATO"), ran.out());
    List<String> said = ran.err().lines().toList();
    assertEquals(4, said.size(), ran.err());
    assertTrue(said.get(0).startsWith("rfi-archiver: 0123456789: no article with this key"));
    assertTrue(said.get(1).contains("2023-13: is not a valid date; a date is 2023-10-28"));
    assertTrue(said.get(3).startsWith("rfi-archiver: nonsense.txt: is not a path, key, URL"));
  }

  @Test
  void names_the_candidates_of_a_beginning_that_several_keys_have() throws Exception {
    SmallArchive small = new SmallArchive(folder);
    for (int i : IntStream.range(0, 17).toArray()) {
      small.add("2023-10-28T10:00:00Z", "n" + i, "题" + i, "<p>一。</p>");
    }
    List<String> keys =
        run("list").lines().stream().map(line -> line.split("\t")[1]).sorted().toList();
    String shared =
        IntStream.range(1, keys.size())
            .filter(i -> keys.get(i).charAt(0) == keys.get(i - 1).charAt(0))
            .mapToObj(i -> keys.get(i).substring(0, 1))
            .findFirst()
            .orElseThrow();
    Program.Ran ran = run("cat", shared);
    assertEquals(1, ran.status());
    assertEquals("", ran.out());
    assertTrue(ran.err().contains(shared + ": is the beginning of more than one key: "), ran.err());
    keys.stream()
        .filter(key -> key.startsWith(shared))
        .forEach(key -> assertTrue(ran.err().contains(key + " (2023-10-28)"), ran.err()));
  }

  @Test
  void wraps_at_the_width_that_is_asked_for_and_not_at_all_for_zero() throws Exception {
    SmallArchive.filled(folder);
    for (String line : run("cat", "2023-10-28", "--width", "30").lines()) {
      assertTrue(DisplayWidth.of(line) <= 30 || line.startsWith("https://"), line);
    }
    String unwrapped = run("cat", "2023-10-28").out();
    program.onTerminal();
    assertEquals(
        unwrapped.replace("T09:45:02Z", " 09:45+00:00"),
        run("cat", "2023-10-28", "--width", "0").out());
    assertEquals(2, run("cat", "--width", "-1").status());
  }

  @Test
  void names_damaged_files_and_prints_the_others() throws Exception {
    SmallArchive small = SmallArchive.filled(folder);
    Path cut = small.cutOff(small.add("2023-10-01T10:00:00Z", "x", "甲", "<p>一。</p>"));
    Program.Ran ran = run("cat", "--format", "json");
    assertEquals(1, ran.status());
    assertEquals(4, ran.lines().size());
    assertTrue(ran.err().startsWith("rfi-archiver: " + cut + ": "), ran.err());
  }

  @Test
  void separates_selectors_by_NUL_only_where_it_reads_any() throws Exception {
    SmallArchive.filled(folder);
    Program.Ran ran = run("cat", "-0", "2023-10-28");
    assertEquals(2, ran.status());
    assertTrue(ran.err().startsWith("rfi-archiver: --null: needs -"), ran.err());
  }

  @Test
  void refuses_a_format_that_there_is_not() {
    Program.Ran ran = run("cat", "--format", "pdf");
    assertEquals(2, ran.status());
    assertTrue(ran.err().contains("one of seed, html, text, markdown, json"), ran.err());
  }

  @Test
  void shows_decoded_urls_on_a_terminal_and_the_written_ones_elsewhere() throws Exception {
    SmallArchive.filled(folder);
    String decoded = "\nhttps://www.rfi.fr/cn/国际/20230802-海湾灯塔重新点亮\n";
    String written = "https://www.rfi.fr/cn/%E5%9B%BD%E9%99%85/20230802-";
    assertTrue(run("cat", "--limit", "1").out().contains("\n" + written));
    program.onTerminal();
    String shown = run("cat", "--limit", "1").out();
    assertTrue(shown.contains(decoded), shown);
    assertFalse(shown.contains("%E5"), shown);
    for (String format : List.of("seed", "json", "markdown", "html")) {
      assertTrue(run("cat", "--limit", "1", "--format", format).out().contains(written), format);
    }
  }
}
