package io.github.rfiarchiver.cli;

import static io.github.rfiarchiver.Fixtures.body;
import static io.github.rfiarchiver.Fixtures.feed;
import static io.github.rfiarchiver.Fixtures.item;
import static io.github.rfiarchiver.Fixtures.page;
import static io.github.rfiarchiver.LoopbackServer.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.LoopbackServer;
import io.github.rfiarchiver.LoopbackServer.Answer;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArchiveWriter;
import io.github.rfiarchiver.article.clean.CleaningRules;
import io.github.rfiarchiver.article.clean.PageRules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CommandLineTest {
  private static final Instant DATE = Instant.parse("2023-10-28T09:45:02Z");
  private static final String SEED =
      "<!--1698486302000-->\n[甲 [乙](丙) – 法国国际广播电台 - RFI](https://www.rfi.fr/cn/slug)\n------\n\n"
          + body("一。", "二。")
          + "\n";

  @TempDir Path folder;
  private final Program program = new Program();

  private Path archive() {
    return folder.resolve("archive");
  }

  private Program.Ran run(Object... args) {
    Object[] all = new Object[args.length + 2];
    all[0] = "--archive";
    all[1] = archive();
    System.arraycopy(args, 0, all, 2, args.length);
    return program.run(all);
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void fetches_the_sample_without_any_network() {
    Program.Ran ran = run("fetch", "sample");
    assertEquals(0, ran.status(), ran.err());
    assertEquals(5, ran.lines().size());
    assertTrue(ran.lines().stream().allMatch(path -> Files.exists(Path.of(path))));
    Program.Ran again = run("fetch", "sample");
    assertEquals(0, again.status());
    assertEquals("", again.out());
  }

  @Test
  void reads_a_feed_from_standard_input_and_from_a_file() throws IOException {
    String feed = feed(item("https://www.rfi.fr/cn/a", "甲", DATE, "一。"));
    assertEquals(1, runReading(feed, "fetch", "-").lines().size());
    assertEquals("", run("fetch", file("feed.xml", feed)).out());
  }

  private Program.Ran runReading(String input, Object... args) {
    program.reading(input);
    return run(args);
  }

  @Test
  void add_takes_the_canonical_url_of_another_host_of_the_site_and_of_no_other_site() {
    try (LoopbackServer proxy = new LoopbackServer()) {
      proxy.otherwise(reply(200, page("https://www.rfi.fr/cn/a", "甲", DATE, "一。", "二。")));
      for (String host : List.of("www.rfi.fr", "rfi.fr", "amp.rfi.fr", "news.example")) {
        String url = "http://" + host + "/cn/a";
        assertEquals(0, run("add", "--proxy", proxy.url(""), url).status());
      }
    }
    List<String> urls = run("list").lines().stream().map(line -> line.split("\t")[3]).toList();
    assertEquals(List.of("https://www.rfi.fr/cn/a", "http://news.example/cn/a"), urls);
  }

  @Test
  void takes_global_options_before_and_behind_the_command() {
    Program.Ran before = program.run("-q", "--archive", archive(), "fetch", "sample");
    assertEquals(0, before.status());
    assertEquals("", before.out() + before.err());
    assertEquals(5, program.run("--archive", archive(), "-q", "list").lines().size());
    Program.Ran behind = program.run("fetch", "sample", "-q", "--archive", archive());
    assertEquals("", behind.err() + behind.out());
    assertEquals(0, behind.status());
  }

  @Test
  void the_home_folder_is_found_where_no_shell_has_expanded_its_sign() {
    Program home = new Program().with("HOME", folder.toString()).with("RFI_ARCHIVE", "~/news");
    home.run("fetch", "sample");
    assertTrue(Files.isDirectory(folder.resolve("news/2026")));
    assertEquals(0, home.with("RFI_ARCHIVE", "").run("list", "--archive=~/news").status());
  }

  @Test
  void finds_the_archive_by_option_environment_and_home() {
    Path data = folder.resolve("data");
    new Program()
        .with("RFI_ARCHIVE", data.resolve("a").toString())
        .with("XDG_DATA_HOME", "/x")
        .run("fetch", "sample");
    new Program().with("XDG_DATA_HOME", data.toString()).with("HOME", "/x").run("fetch", "sample");
    new Program()
        .with("XDG_DATA_HOME", "relative")
        .with("HOME", data.toString())
        .run("fetch", "sample");
    for (String place : List.of("a", "rfi-archiver", ".local/share/rfi-archiver")) {
      assertTrue(Files.isDirectory(data.resolve(place).resolve("2026")), place);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "list --paths", "cat", "search 石桥", "status"})
  void names_a_folder_of_the_archive_that_is_a_link_and_does_the_rest(String command)
      throws Exception {
    SmallArchive.filled(folder);
    Path month = folder.resolve("2023/10");
    Path elsewhere = Files.move(month, folder.resolve("elsewhere"));
    Files.createSymbolicLink(month, elsewhere);
    Files.writeString(folder.resolve("2022"), "");
    List<String> args = new ArrayList<>(List.of("--archive", folder.toString(), "-q"));
    args.addAll(List.of(command.split(" ")));
    Program.Ran ran = new Program().run(args.toArray());
    assertEquals(1, ran.status());
    assertTrue(ran.err().contains(month + ": is a symbolic link; an archive follows none"));
    assertTrue(ran.err().contains(folder.resolve("2022") + ": is in the place of a folder"));
    assertTrue(!ran.out().isEmpty());
  }

  @Test
  void prints_articles_instead_of_paths() {
    String feed = feed(item("https://www.rfi.fr/cn/a", "甲", DATE, "一。"));
    Program.Ran ran = runReading(feed, "fetch", "-", "--print", "seed");
    assertTrue(
        ran.out().startsWith("<!--1698486302000-->\n[甲](https://www.rfi.fr/cn/a)\n------\n\n<div>"),
        ran.out());
    program.reading(feed);
    assertEquals("", run("fetch", "-", "--print", "seed").out());
  }

  @Test
  void a_dry_run_prints_and_writes_nothing_at_all() {
    Program.Ran ran = run("fetch", "sample", "-n", "--print", "text");
    assertEquals(0, ran.status());
    assertTrue(ran.out().contains("样本"));
    assertFalse(Files.exists(archive()));
  }

  @Test
  void lists_the_built_in_feeds_for_an_unknown_name() {
    Program.Ran ran = run("fetch", "nachrichten");
    assertEquals(2, ran.status());
    assertTrue(
        ran.err().startsWith("rfi-archiver: nachrichten: is neither a file nor a built-in feed"),
        ran.err());
    assertTrue(ran.err().contains("feedx") && ran.err().contains("港澳台"));
    assertEquals("", ran.out());
  }

  @Test
  void a_file_that_is_not_there_is_a_feed_that_cannot_be_read() {
    Program.Ran ran = run("fetch", folder + "/none.xml");
    assertEquals(69, ran.status());
    assertTrue(ran.err().contains("none.xml: does not exist"), ran.err());
  }

  @Test
  void names_what_is_wrong_with_a_feed_and_what_it_is_called() throws IOException {
    String feed = feed(item("https://www.rfi.fr/cn/a", "甲", DATE, "一。"));
    assertRefused("<!DOCTYPE html><html></html>", "is a web page, not a feed");
    assertRefused(feed.substring(0, feed.length() / 2), "is cut off or broken at line");
    assertRefused("", "is empty");
    assertRefused("<a>b</a>", "is neither RSS nor Atom; add archives pages, import files in");
  }

  @Test
  void an_argument_that_begins_with_an_at_sign_is_itself_and_no_file_of_arguments()
      throws Exception {
    SmallArchive.filled(archive());
    Path options = file("options", "--version");
    Program.Ran ran = run("search", "@" + options);
    assertEquals("", ran.out());
    assertEquals(1, ran.status());
  }

  private void assertRefused(String document, String reason) {
    Program.Ran ran = runReading(document, "fetch", "-");
    assertEquals(69, ran.status(), reason);
    assertTrue(ran.err().startsWith("rfi-archiver: standard input: " + reason), ran.err());
    assertFalse(ran.err().contains("\tat "), ran.err());
  }

  @Test
  void shows_a_stack_trace_with_v_alone() {
    program.reading("<a>");
    assertTrue(run("-v", "fetch", "-").err().contains("\tat "));
  }

  @Test
  void usage_errors_exit_2_and_print_nothing_on_standard_output() {
    for (Object[] args :
        new Object[][] {
          {"fetch", "--no-such-option"},
          {"nonsense"},
          {"add"},
          {"add", "ftp://x/"},
          {"fetch", "--limit", "-1", "sample"},
          {"fetch", "--parallel", "0", "sample"},
          {"fetch", "--parallel", "2147483647", "sample"},
          {"fetch", "--timeout", "x", "sample"},
          {"fetch", "--timeout", "3000000", "sample"},
          {"fetch", "--max-size", "2048", "sample"},
          {"fetch", "--proxy", "nonsense://x", "sample"},
          {"fetch", "--print", "pdf", "sample"},
          {"fetch", "--since", "gestern", "sample"},
          {"fetch", "ftp://x/y"}
        }) {
      Program.Ran ran = program.run(args);
      assertEquals(2, ran.status(), List.of(args) + ran.err());
      assertEquals("", ran.out());
      assertTrue(ran.err().startsWith("rfi-archiver: "), ran.err());
      assertEquals(1, ran.err().lines().count(), ran.err());
    }
  }

  @Test
  void an_archive_that_cannot_be_written_exits_74() throws IOException {
    Path file = file("in-the-way", "");
    Program.Ran ran = program.run("--archive", file, "fetch", "sample");
    assertEquals(74, ran.status());
    assertTrue(ran.err().startsWith("rfi-archiver: " + file), ran.err());
  }

  @Test
  void a_second_run_on_the_same_archive_exits_75() throws Exception {
    try (ArchiveWriter held = ArchiveWriter.open(new Archive(archive()))) {
      Path seed = file("seed.txt", SEED);
      program.sleeping(
          time -> {
            throw new AssertionError("import waits");
          });
      Program.Ran ran = run("import", seed);
      assertEquals(75, ran.status());
      assertTrue(
          ran.err().startsWith("rfi-archiver: " + archive() + ": another run holds the archive"),
          ran.err());
      held.sync();
    }
  }

  @Test
  void fetch_waits_a_minute_for_the_archive_says_so_once_and_exits_75() throws Exception {
    Duration[] slept = {Duration.ZERO};
    program.sleeping(time -> slept[0] = slept[0].plus(time));
    try (ArchiveWriter held = ArchiveWriter.open(new Archive(archive()))) {
      Program.Ran ran = run("fetch", "sample");
      assertEquals(75, ran.status());
      assertEquals(
          List.of(
              "rfi-archiver: "
                  + archive()
                  + ": another run holds the archive; waiting for it, at most a minute",
              "rfi-archiver: "
                  + archive()
                  + ": another run holds the archive; try again when it has ended"),
          ran.err().lines().toList());
      assertEquals(Duration.ofMinutes(1), slept[0]);
      held.sync();
    }
  }

  @Test
  void fetch_goes_on_as_soon_as_the_archive_is_free() throws Exception {
    ArchiveWriter held = ArchiveWriter.open(new Archive(archive()));
    program.sleeping(
        time -> {
          try {
            held.close();
          } catch (ArchiveException e) {
            throw new AssertionError(e);
          }
        });
    Program.Ran ran = run("fetch", "sample");
    assertEquals(0, ran.status(), ran.err());
    assertEquals(5, ran.lines().size());
  }

  /** Puts a file in the place of the folder of 2021/10: no article of that month can be saved. */
  private void blockOneMonth() throws IOException {
    Files.createDirectories(archive().resolve("2021"));
    Files.writeString(archive().resolve("2021/10"), "");
  }

  @Test
  void a_fetch_of_which_one_article_cannot_be_saved_prints_and_counts_the_others()
      throws Exception {
    blockOneMonth();
    String[] items = new String[80];
    for (int i = 0; i < items.length; i++) {
      Instant date = i % 40 == 0 ? Instant.parse("2021-10-28T00:00:00Z") : DATE;
      items[i] = item("https://www.rfi.fr/cn/" + i, "题" + i, date, "一。");
    }
    Program.Ran ran = runReading(feed(items), "fetch", "-");
    assertEquals(74, ran.status());
    long saved = new Archive(archive()).names().count();
    assertEquals(items.length - 2, saved);
    assertEquals(saved, ran.lines().size(), ran.out());
    assertTrue(ran.lines().stream().allMatch(path -> Files.isRegularFile(Path.of(path))));
    assertTrue(ran.err().contains("fetch: " + saved + " new, 0 revised, 0 known"), ran.err());
    assertTrue(ran.err().contains("2021/10"), ran.err());
  }

  @Test
  void an_import_of_which_one_article_cannot_be_saved_prints_and_counts_the_others()
      throws Exception {
    blockOneMonth();
    Path middle = file("b.txt", SEED.replace("1698486302000", "1635379200000"));
    Path first = file("a.txt", SEED.replace("/slug", "/a"));
    Path last = file("c.txt", SEED.replace("/slug", "/c"));
    Program.Ran ran = run("import", first, middle, last);
    assertEquals(74, ran.status());
    assertEquals(2, ran.lines().size(), ran.out());
    assertTrue(ran.err().contains("import: 2 new, 0 known, 1 failed"), ran.err());
    assertTrue(ran.err().contains("2021/10"), ran.err());
  }

  /** More texts than are saved at a time, and a revision, which is imported after all of them. */
  @Test
  void an_import_saves_all_that_comes_behind_an_article_that_cannot_be_saved() throws Exception {
    blockOneMonth();
    Files.createDirectory(folder.resolve("seeds"));
    file("seeds/0.txt", SEED.replace("1698486302000", "1635379200000"));
    for (int i = 1; i <= 300; i++) {
      file("seeds/" + i + ".txt", SEED.replace("/slug", "/" + i));
    }
    file(
        "seeds/20231028T094502Z-0123456789.r20231029T050000Z.txt",
        SEED.replace("/slug", "/300").replace("</p>", "更多。</p>"));
    Program.Ran ran = run("import", folder.resolve("seeds"));
    assertEquals(74, ran.status());
    assertEquals(301, ran.lines().size(), ran.err());
    assertTrue(ran.err().contains("import: 301 new, 0 known, 1 failed"), ran.err());
    assertTrue(ran.err().contains("2021/10"), ran.err());
  }

  @Test
  void pages_from_standard_input_are_added_behind_one_that_cannot_be_saved() throws Exception {
    blockOneMonth();
    try (LoopbackServer site = new LoopbackServer()) {
      List<String> urls = new ArrayList<>();
      for (int i = 0; i < 100; i++) { // more than are added at a time
        Instant date = i == 0 ? Instant.parse("2021-10-28T00:00:00Z") : DATE;
        urls.add(site.url("/cn/" + i));
        site.at("/cn/" + i, reply(200, page(urls.get(i), "题" + i, date, "一。")));
      }
      Program.Ran ran = runReading(String.join("\n", urls), "add", "-");
      assertEquals(74, ran.status(), ran.err());
      assertEquals(99, ran.lines().size(), ran.err());
      assertTrue(ran.err().contains("2021/10"), ran.err());
    }
  }

  @Test
  void standard_input_is_read_behind_a_named_page_that_cannot_be_saved() throws Exception {
    blockOneMonth();
    try (LoopbackServer site = new LoopbackServer()) {
      String blocked = site.url("/cn/a");
      String other = site.url("/cn/b");
      Instant date = Instant.parse("2021-10-28T00:00:00Z");
      site.at("/cn/a", reply(200, page(blocked, "甲", date, "一。")))
          .at("/cn/b", reply(200, page(other, "乙", DATE, "二。")));
      Program.Ran ran = runReading(other, "add", blocked, "-");
      assertEquals(74, ran.status(), ran.err());
      assertEquals(1, ran.lines().size(), ran.err());
      assertTrue(ran.err().contains("2021/10"), ran.err());
      assertTrue(ran.err().contains(blocked + ": not archived"), ran.err());
      assertFalse(ran.err().contains(other), ran.err());
    }
  }

  @Test
  void a_configuration_below_a_file_is_none() {
    Program.Ran ran =
        new Program().with("HOME", "/dev/null").run("--archive", archive(), "fetch", "sample");
    assertEquals(0, ran.status(), ran.err());
  }

  @Test
  void a_reader_that_goes_away_ends_the_printing_and_not_the_archiving() throws Exception {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        program.run(
            broken, err, "--archive", archive(), "-q", "fetch", "sample", "--print", "text");
    assertEquals(0, status);
    assertEquals(0, err.size());
    assertEquals(5, new Archive(archive()).names().count());
  }

  @Test
  void hostile_headlines_reach_neither_messages_nor_a_terminal() {
    String evil = "甲\u001b[31m\u202e乙";
    String feed =
        feed(
            "<item><title>甲\u202e乙</title></item>",
            item("https://www.rfi.fr/cn/a", evil, DATE, "一。\u202e"));
    program.onTerminal().reading(feed.replace("\u001b", "&#27;"));
    Program.Ran ran = run("fetch", "-", "--print", "text");
    assertFalse((ran.out() + ran.err()).contains("\u202e"), ran.err());
    assertFalse(ran.out().contains("\u001b"), ran.out());
    assertTrue(ran.err().contains("entry 1 (甲乙)"), ran.err());
  }

  @Test
  void no_output_holds_a_proxys_password() {
    for (String proxy :
        List.of(
            "http://user:secret@127.0.0.1:9",
            "socks5://user:secret@127.0.0.1:9",
            "x://user:secret@h")) {
      Program.Ran ran =
          run("-v", "fetch", "http://rfi.example/rss", "--proxy", proxy, "--timeout", "5");
      assertFalse((ran.out() + ran.err()).contains("secret"), ran.err());
      assertTrue(ran.status() == 69 || ran.status() == 2, ran.err());
    }
    Program.Ran ran =
        new Program()
            .with("ALL_PROXY", "http://user:secret@127.0.0.1:9")
            .run("-v", "--archive", archive(), "add", "http://rfi.example/x");
    assertEquals(1, ran.status());
    assertFalse(ran.err().contains("secret"), ran.err());
  }

  @Test
  void a_full_disk_behind_standard_output_is_a_failure() throws Exception {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    program.reading("<p>甲</p>");
    assertEquals(1, program.run(full, err, "clean"));
    assertTrue(
        err.toString(StandardCharsets.UTF_8)
            .contains("standard output: cannot be written: No space"));
  }

  @Test
  void a_value_that_is_no_number_is_refused_in_plain_words() {
    for (String[] wrong :
        new String[][] {
          {"list", "--limit", "x"}, {"fetch", "--limit", "1.5"}, {"fetch", "--timeout", "9e9"}
        }) {
      assertEquals(
          "rfi-archiver: "
              + wrong[1]
              + ": '"
              + wrong[2]
              + "' is not a whole number, or is too large\n",
          program.run((Object[]) wrong).err());
    }
  }

  @Test
  void an_address_with_a_password_is_refused_without_repeating_it() {
    for (String command : List.of("fetch", "add")) {
      Program.Ran ran = run(command, "http://user:geheim@127.0.0.1:9/x");
      assertEquals(2, ran.status());
      assertFalse(ran.err().contains("geheim"), ran.err());
    }
  }

  @Test
  void names_the_word_that_is_no_command() {
    assertTrue(program.run("fecth").err().startsWith("rfi-archiver: fecth: is not a command"));
    assertTrue(
        program.run("fetch", "--nix").err().startsWith("rfi-archiver: --nix: is not an option of"));
    assertEquals(2, program.run("fetch", "sample", "--user-agent", "法广").status());
    String twice = program.run("--archive", "/a", "--archive", "/b", "list").err();
    assertEquals("rfi-archiver: --archive: is given more than once\n", twice);
    twice = program.run("list", "--format", "json", "--format", "text").err();
    assertEquals("rfi-archiver: --format: is given more than once\n", twice);
  }

  @Test
  void names_the_misspelled_option_and_not_the_one_that_is_missing_for_it() {
    for (String[] wrong :
        new String[][] {
          {"--since", "backfill", "--sinc", "7d"},
          {"--count", "search", "--cuont"},
          {"--rederive", "import", "--rederve"}
        }) {
      Object[] words = Arrays.copyOfRange(wrong, 1, wrong.length);
      assertEquals(
          "rfi-archiver: %s: is not an option of rfi-archiver %s; did you mean %s?\n"
              .formatted(wrong[2], wrong[1], wrong[0]),
          program.run(words).err());
    }
  }

  @Test
  void names_the_two_values_of_a_flag() {
    assertMessage("--null: 'x' is neither true nor false", "list", "--null=x");
  }

  @Test
  void names_the_words_that_a_list_of_them_may_hold() {
    assertEquals(
        "rfi-archiver: --from: waybak is not one of site, wayback; did you mean wayback?\n",
        program.run("backfill", "--since", "7d", "--from", "site,waybak").err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"clean \0", "fetch \0", "list --archive \0"})
  void a_word_that_no_path_can_be_is_refused(String words) {
    Program.Ran ran = program.run((Object[]) words.split(" "));
    assertEquals(2, ran.status(), ran.err());
    assertTrue(ran.err().contains("is not a path: Nul character not allowed"), ran.err());
  }

  @ParameterizedTest
  @CsvSource({"add -,1", "cat -,1", "clean,1", "fetch -,69"})
  void standard_input_that_cannot_be_read_is_a_failure(String words, int status)
      throws IOException {
    Files.createDirectory(archive());
    program.reading(
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("Is a directory");
          }
        });
    Program.Ran ran = run((Object[]) words.split(" "));
    assertEquals(status, ran.status());
    assertTrue(ran.err().startsWith("rfi-archiver: standard input: Is a directory\n"), ran.err());
  }

  @Test
  void an_option_without_a_value_is_refused_by_its_name() {
    assertMessage("--archive: is empty; write --archive DIR", "--archive", "", "list");
    assertMessage("--section: is empty; write --section NAME", "list", "--section", "");
    assertMessage("--rules: is empty; write --rules FILE", "clean", "--rules=");
    assertMessage("--site: is empty; write --site URL", "fetch", "--site=", "sample");
  }

  @ParameterizedTest
  @ValueSource(strings = {"add", "cat", "clean", "fetch", "help"})
  void a_message_about_an_empty_argument_has_a_subject(String command) throws IOException {
    Files.createDirectory(archive());
    Program.Ran ran = run((Object[]) (command + " ").split(" ", -1));
    assertTrue(ran.err().startsWith("rfi-archiver: '': "), ran.err());
  }

  @Test
  void an_empty_argument_is_refused_and_is_not_the_folder_of_the_shell() {
    for (String command : List.of("fetch", "import", "clean", "cat", "add", "search")) {
      Program.Ran ran = run(command, "");
      assertEquals(2, ran.status(), ran.err());
      assertTrue(ran.err().startsWith("rfi-archiver: '': is empty; write " + command), ran.err());
      assertFalse(Files.exists(archive()));
    }
  }

  @Test
  void suggests_the_command_option_format_or_feed_that_a_typo_means() {
    assertMessage("fecth: is not a command; did you mean fetch?", "fecth");
    assertMessage("fecth: is not a command; did you mean fetch?", "help", "fecth");
    assertMessage("serch: is not a command; did you mean search?", "serch", "fetch");
    assertMessage(
        "--dry-rn: is not an option of rfi-archiver fetch; did you mean --dry-run?",
        "fetch",
        "--dry-rn",
        "sample");
    assertMessage(
        "--fromat=json: is not an option of rfi-archiver list; did you mean --format?",
        "list",
        "--fromat=json");
    assertMessage(
        "samle: is neither a file nor a built-in feed; did you mean sample?", "fetch", "samle");
    assertMessage(
        "中固: is neither a file nor a built-in feed; did you mean 中国 or 中东 or 中國 or 中東?",
        "fetch",
        "中固");
    assertMessage("nix: is not a command; see rfi-archiver --help", "nix");
    assertMessage("LIST: is not a command; did you mean list?", "LIST");
    assertMessage("中国: is not a command; did you mean: rfi-archiver fetch 中国", "中国");
    String page = "https://www.rfi.fr/cn/a";
    assertMessage(page + ": is not a command; did you mean: rfi-archiver add " + page, page);
    assertMessage(
        "RFI: is neither a file nor a built-in feed; did you mean rfi?", "fetch", "-n", "RFI");
    assertMessage(
        "-l: is not an option of rfi-archiver fetch; did you mean -L?", "fetch", "-l", "3");
    String section = program.run("fetch", "人权").err();
    assertTrue(section.endsWith(" 國際, and cn/SECTION, tw/SECTION\n"), section);
  }

  @Test
  void another_letter_is_no_typo_of_every_short_option() {
    assertMessage(
        "-n: is not an option of rfi-archiver list; see rfi-archiver list --help",
        "list",
        "-n",
        "5");
  }

  @Test
  void an_option_with_one_hyphen_is_named_as_it_was_typed() {
    assertMessage(
        "-limit: is not an option of rfi-archiver list; did you mean --limit?",
        "list",
        "-limit",
        "3");
    assertMessage(
        "-no-pages: is not an option of rfi-archiver fetch; did you mean --no-pages?",
        "fetch",
        "-no-pages");
    assertMessage("-: is one argument too many: list takes none", "-q", "list", "-");
  }

  @Test
  void reports_an_unknown_section_where_nothing_was_found_and_suggests_what_a_typo_means()
      throws Exception {
    SmallArchive small = SmallArchive.filled(archive());
    String message = "rfi-archiver: --section: no article is in section ";
    for (String[] command :
        new String[][] {{"list"}, {"cat"}, {"list", "-l"}, {"list", "-L", "1"}}) {
      assertSection(0, message + "国祭; did you mean 国际?\n", "国祭", (Object[]) command);
    }
    assertSection(1, message + "国祭; did you mean 国际?\n", "国祭", "search", "石桥");
    assertSection(0, message + "法国世界包; did you mean 法国世界报?\n", "法国世界包", "list");
    assertSection(0, message + "园艺\n", "园艺", "list");
    assertSection(0, message + "體育\n", "體育", "list");
    assertSection(0, message + "法国\n", "法国", "list");
    assertSection(1, "", "国际", "search", "绝无此文");
    assertSection(0, "", "国祭", "-q", "list");
    assertSection(0, "", "专栏检索", "list", "--since", "2024");
    small.cutOff(small.archive().names().findFirst().orElseThrow());
    assertSection(0, message + "国祭; did you mean 国际?\n", "国祭", "list", "--since", "2024");
  }

  private void assertSection(int status, String err, String section, Object... command) {
    List<Object> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--section", section));
    assertEquals(new Program.Ran(status, "", err), run(all.toArray()));
  }

  @Test
  void names_the_formats_of_the_command() {
    assertMessage("--format: yaml is not one of text, json, markdown", "list", "--format", "yaml");
    assertMessage("--format: html is not one of text, json", "search", "a", "--format", "html");
    assertMessage("--format: html is not one of text, json", "status", "--format", "html");
    assertMessage(
        "--format: jsno is not one of seed, html, text, markdown, json; did you mean json?",
        "cat",
        "--format",
        "jsno");
  }

  @Test
  void names_what_is_missing_or_too_much() {
    assertMessage("search: missing PATTERN; see rfi-archiver search --help", "search");
    assertMessage("--since: missing DATE; see rfi-archiver list --help", "list", "--since");
    assertMessage("--since: missing DATE; see rfi-archiver backfill --help", "backfill", "7d");
    assertMessage(
        "b: is one argument too many: search takes one PATTERN; did you mean 'a b c'?",
        "search",
        "a",
        "--regex",
        "b",
        "c");
    assertMessage(
        "b: is one argument too many: search takes one PATTERN; did you mean '-a b'?",
        "search",
        "--",
        "-a",
        "b");
    assertMessage("x: is one argument too many: status takes none", "status", "x");
  }

  @Test
  void prints_the_help_on_standard_error_where_no_command_is_named() {
    Program.Ran ran = program.run();
    assertEquals(2, ran.status());
    assertEquals("", ran.out());
    assertEquals(program.run("--help").out(), ran.err());
  }

  private void assertMessage(String message, Object... args) {
    Program.Ran ran = program.run(args);
    assertEquals(new Program.Ran(2, "", "rfi-archiver: " + message + "\n"), ran);
  }

  @Test
  void help_of_a_command_is_had_by_option_and_by_command() {
    Program.Ran help = program.run("help", "fetch");
    assertEquals(0, help.status(), help.err());
    assertEquals(program.run("fetch", "--help").out(), help.out());
    assertEquals(program.run("--help").out(), program.run("help").out());
    assertEquals(2, program.run("help", "fecth").status());
    for (String option : List.of("-h", "--help", "-qh")) {
      assertEquals(program.run("help").out(), program.run(option, "list").out());
    }
    String all = program.run("--help").out();
    assertTrue(
        all.contains("  help      Shows the help of a command, else of the program.\n"), all);
  }

  @Test
  void of_two_texts_in_an_import_the_earlier_comes_first() throws Exception {
    Path seeds = Files.createDirectories(folder.resolve("two"));
    Files.writeString(seeds.resolve("b.txt"), SEED);
    Files.writeString(
        seeds.resolve("a.txt"),
        SEED.replace("1698486302000", "1698486902000").replace("二。", "二，更正。" + "长".repeat(9000)));
    assertEquals(2, run("import", seeds).lines().size());
    assertEquals(
        List.of("20231028T094502Z", "20231028T094502Z"),
        new Archive(archive()).names().map(name -> name.toString().substring(0, 16)).toList());
  }

  @Test
  void adds_a_page_under_the_address_that_it_calls_its_own() throws Exception {
    try (LoopbackServer site = new LoopbackServer()) {
      site.at("/cn/a?utm_source=x", reply(302, "", "Location: /cn/b"))
          .at("/cn/b", reply(200, page(site.url("/cn/x/20231028-own"), "甲", DATE, "一。")))
          .at("/cn/c", reply(200, page("https://www.rfi.fr/cn/foreign", "乙", DATE, "一。")));
      Program.Ran ran = run("add", site.url("/cn/a?utm_source=x"), site.url("/cn/c"));
      assertEquals(0, ran.status(), ran.err());
      List<String> addresses = new ArrayList<>();
      for (String path : ran.lines()) {
        addresses.add(Files.readString(Path.of(path)).lines().skip(1).findFirst().orElseThrow());
      }
      assertEquals(
          List.of("[甲](" + site.url("/cn/x/20231028-own") + ")", "[乙](" + site.url("/cn/c") + ")"),
          addresses);
      assertEquals("", run("add", site.url("/cn/b")).out());
      assertTrue(run("add", "--print", "seed", site.url("/cn/b")).out().contains("[甲]"));
    }
  }

  @Test
  void add_says_what_is_wrong_with_a_page_and_does_the_rest() throws Exception {
    try (LoopbackServer site = new LoopbackServer()) {
      site.at("/403", reply(403, ""))
          .at("/consent", reply(200, "<!DOCTYPE html><html><body>同意</body></html>"))
          .at("/good", reply(200, page(site.url("/good"), "甲", DATE, "一。")));
      Program.Ran ran = run("add", site.url("/403"), site.url("/consent"), site.url("/good"));
      assertEquals(1, ran.status());
      assertEquals(1, ran.lines().size());
      assertTrue(ran.err().contains(site.url("/403") + ": answered 403"), ran.err());
      assertTrue(ran.err().contains(site.url("/consent") + ": holds no article"), ran.err());
      assertTrue(ran.err().contains("; not archived\n"), ran.err());
      site.at("/good", reply(404, ""));
      Program.Ran again = run("add", site.url("/good"));
      assertEquals(1, again.status());
      assertTrue(again.err().endsWith("; the archive keeps what it has\n"), again.err());
    }
  }

  @Test
  void add_waits_for_the_archive_as_long_as_is_left_of_its_time() throws Exception {
    Archive archive = new Archive(folder.resolve("archive"));
    AtomicInteger pauses = new AtomicInteger();
    try (LoopbackServer site = new LoopbackServer();
        ArchiveWriter other = ArchiveWriter.open(archive)) {
      Answer page = reply(200, page(site.url("/a"), "甲", DATE, "一。"));
      site.at(
          "/a",
          (request, out) -> {
            Thread.sleep(1300);
            page.write(request, out);
          });
      program.sleeping(time -> pauses.incrementAndGet()).reading(site.url("/a") + "\n");
      Program.Ran ran = program.run("--archive", archive.root(), "add", "--max-time", "2s", "-");
      assertEquals(75, ran.status(), ran.err());
      assertTrue(pauses.get() <= 2, pauses + " pauses of 500 ms");
      other.sync();
    }
  }

  @Test
  void imports_what_symbolic_links_in_a_folder_lead_to() throws IOException {
    Path seed = Files.writeString(folder.resolve("annexed"), SEED);
    Path seeds = Files.createDirectories(folder.resolve("seeds"));
    Files.createSymbolicLink(seeds.resolve("a.txt"), seed);
    assertEquals(1, run("import", seeds).lines().size());
  }

  @Test
  void imports_a_folder_that_is_named_by_a_link_or_is_hidden() throws IOException {
    Path seeds = Files.createDirectories(folder.resolve(".seeds"));
    Files.writeString(seeds.resolve("a.txt"), SEED);
    Path link = Files.createSymbolicLink(folder.resolve("link"), seeds);
    assertEquals(1, run("import", link).lines().size());
    assertEquals("rfi-archiver: import: 0 new, 1 known, 0 failed\n", run("import", seeds).err());
  }

  @Test
  void import_names_a_link_that_leads_nowhere() throws IOException {
    Path seeds = Files.createDirectories(folder.resolve("seeds"));
    Path link = Files.createSymbolicLink(seeds.resolve("a.txt"), folder.resolve("gone"));
    Program.Ran ran = run("import", seeds);
    assertEquals(1, ran.status());
    assertTrue(ran.err().contains(link + ": does not exist; not imported"), ran.err());
  }

  @Test
  void refuses_an_archive_whose_name_is_not_UTF_8_and_would_be_another_folder() {
    Program.Ran ran = program.run("--archive", folder.resolve("a\uFFFD"), "fetch", "sample");
    assertEquals(2, ran.status());
    assertTrue(ran.err().contains("a\uFFFD is not UTF-8; name another folder"), ran.err());
  }

  @Test
  void imports_files_and_folders_and_names_what_it_skips() throws IOException {
    Path seeds = Files.createDirectories(folder.resolve("seeds/deep"));
    Files.writeString(seeds.resolve("a.txt"), SEED);
    Files.writeString(seeds.resolve("b\n2.MD"), SEED.replace("slug", "other"));
    Files.writeString(seeds.resolve("c.txt"), "no seed");
    Files.writeString(seeds.resolve("d.txt"), "\uFEFF" + SEED.substring(0, SEED.length() - 20));
    Files.writeString(seeds.resolve("e.jpg"), "picture");
    Files.writeString(seeds.resolve(".DS_Store"), "of the desktop");
    Program.Ran ran = run("import", folder.resolve("seeds"));
    assertEquals(1, ran.status());
    assertEquals(2, ran.lines().size());
    assertTrue(ran.err().contains("c.txt: is not in the seed format"), ran.err());
    assertTrue(ran.err().contains("d.txt: does not end in a line feed"), ran.err());
    assertTrue(
        ran.err().contains("e.jpg: is not a .txt, .md, .warc or .warc.gz file; skipped"),
        ran.err());
    assertTrue(ran.err().contains("2 new, 0 known, 2 failed"), ran.err());
    assertFalse(ran.err().contains("DS_Store"), ran.err());
    String text = Files.readString(Path.of(ran.lines().get(0)));
    assertTrue(text.contains("[甲 [乙](丙)](https://www.rfi.fr/cn/slug)"), text);
    assertFalse(text.contains("selfpromo"));
    assertEquals("", run("import", seeds.resolve("a.txt")).out());
  }

  @Test
  void import_names_a_file_larger_than_any_article_and_takes_the_rest() throws Exception {
    Path seeds = Files.createDirectories(folder.resolve("large"));
    Path large = Files.writeString(seeds.resolve("a.txt"), SEED.replace("slug", "large"));
    try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
      sparse.setLength(3L << 30);
    }
    Files.writeString(seeds.resolve("b.txt"), SEED);
    Program.Ran ran = run("import", seeds);
    assertEquals(1, ran.status());
    assertEquals(1, ran.lines().size());
    assertTrue(ran.err().contains(large + ": is larger than 16 MiB: not an article"), ran.err());
    assertTrue(ran.err().contains("1 new, 0 known, 1 failed"), ran.err());
  }

  @Test
  void import_refuses_an_article_that_would_be_too_large_when_it_is_written() throws Exception {
    Path seed =
        Files.writeString(
            folder.resolve("amps.txt"), SEED.replace("二。", "二。" + "& ".repeat(3 << 20)));
    Program.Ran ran = run("import", seed);
    assertEquals(1, ran.status());
    assertTrue(ran.err().contains(seed + ": is larger than 16 MiB: not an article"), ran.err());
    assertFalse(Files.exists(archive().resolve("2023")));
  }

  @Test
  void importing_an_archive_gives_the_same_archive() throws Exception {
    String feed = feed(item("https://www.rfi.fr/cn/a", "甲", DATE, "一。"));
    runReading(feed, "fetch", "-");
    runReading(feed.replace("一。", "二。"), "fetch", "-");
    Path copy = folder.resolve("copy");
    assertEquals(2, program.run("--archive", copy, "import", archive()).lines().size());
    assertEquals(new Archive(archive()).names().toList(), new Archive(copy).names().toList());
  }

  @Test
  void cleans_a_seed_file_a_fragment_and_a_page() throws IOException {
    String cleaned = program.run("clean", file("a.txt", SEED)).out();
    assertTrue(cleaned.endsWith("<div><p>一。</p><p>二。</p></div>\n"), cleaned);
    assertEquals(cleaned, runReading(cleaned, "clean").out());
    assertEquals(
        "<p>甲<b>乙</b></p>\n",
        runReading("<p class=x> 甲<b>乙</b></p><script>1</script>", "clean").out());
    String page = page("https://www.rfi.fr/cn/own", "甲", DATE, "一。");
    String article = runReading(page, "clean", "-").out();
    assertTrue(
        article.startsWith("<!--1698486302000-->\n[甲](https://www.rfi.fr/cn/own)\n"), article);
  }

  @Test
  void clean_names_what_a_page_lacks_and_cleans_the_rest() throws IOException {
    String page = page("https://www.rfi.fr/cn/own", "甲", DATE, "一。");
    Program.Ran ran =
        program.run(
            "clean",
            file("1.html", page.replaceFirst("<link[^>]*>", "")),
            file("2.html", page.replaceAll("<meta property[^>]*>|(?s)<time.*?</time>", "")),
            file(
                "3.html", page.replaceFirst("(?s)<div class=\"t-content__main.*(?=</article)", "")),
            file("4.html", page));
    assertEquals(1, ran.status());
    List<String> said = ran.err().lines().map(line -> line.replaceFirst(".*html: ", "")).toList();
    assertEquals(
        List.of(
            "has no canonical URL (link rel=canonical)",
            "has no date of publication",
            "has neither text, sound nor film"),
        said);
    assertTrue(ran.out().startsWith("<!--1698486302000-->\n[甲](https://www.rfi.fr/cn/own)\n"));
  }

  @Test
  void clean_names_text_of_a_page_that_it_does_not_keep() {
    String box = "<div class=t-timeline><p>" + "一九五二年开门。".repeat(9) + "</p></div></article>";
    Program.Ran ran =
        runReading(
            page("https://www.rfi.fr/cn/own", "甲", DATE, "一。").replace("</article>", box), "clean");
    assertEquals(0, ran.status());
    assertTrue(ran.err().contains("standard input: has text outside of the known parts"));
  }

  @Test
  void clean_prints_its_tables() {
    assertEquals(CleaningRules.builtInTable(), run("clean", "--print-rules").out());
    assertEquals(PageRules.builtInTable(), run("clean", "--print-page-rules").out());
  }

  @Test
  void clean_reads_GBK_and_says_what_it_cannot_read() throws IOException {
    byte[] gbk = "<p>朱镕基</p>".getBytes(Charset.forName("GB18030"));
    assertEquals("<p>朱镕基</p>\n", program.reading(gbk).run("clean").out());
    Program.Ran ran = runReading("<!DOCTYPE html><html><p>别的模板</p></html>", "clean");
    assertEquals(1, ran.status());
    assertTrue(ran.err().startsWith("rfi-archiver: standard input: holds no article"), ran.err());
    assertEquals(1, runReading("<!--1-->\n[无](ftp://x)\n------\n\n\n", "clean").status());
    assertEquals(1, program.run("clean", folder.resolve("none.txt")).status());
  }

  @Test
  void rules_of_ones_own_replace_the_built_in_ones() throws IOException {
    Path rules = file("my.rules", "# none\np.advert | my own reason\n");
    Program.Ran ran = runReading("<p class=advert>甲</p><p>乙</p>", "clean", "--rules", rules);
    assertEquals("<p>乙</p>\n", ran.out());
    Files.writeString(rules, "\uFEFFp.advert | of Windows\r\n");
    assertEquals(ran, runReading("<p class=advert>甲</p><p>乙</p>", "clean", "--rules", rules));
    Files.write(rules, "p.advert | 广告\n".getBytes(Charset.forName("GB18030")));
    assertMessage(rules + ": is not UTF-8", "clean", "--rules", rules);
    Files.writeString(rules, "p[ | broken\n");
    Program.Ran broken = runReading("<p>乙</p>", "clean", "--rules", rules);
    assertEquals(2, broken.status());
    assertTrue(broken.err().startsWith("rfi-archiver: " + rules + ": line 1: "), broken.err());
  }

  @Test
  void verify_names_what_is_damaged() throws Exception {
    run("fetch", "sample");
    assertEquals(0, run("verify").status());
    Path file = archive().resolve("2026").toFile().listFiles()[0].listFiles()[0].toPath();
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));
    Program.Ran ran = run("verify");
    assertEquals(1, ran.status());
    assertTrue(ran.out().startsWith(file + ": "), ran.out());
    assertEquals(1, ran.lines().size());
  }

  @Test
  void a_reading_command_makes_no_archive_and_says_how_to() {
    Program.Ran ran = run("verify");
    assertEquals(74, ran.status());
    assertTrue(
        ran.err()
            .endsWith(
                ": does not exist; make an archive with: rfi-archiver --archive "
                    + archive()
                    + " fetch\n"),
        ran.err());
    assertFalse(Files.exists(archive()));
  }

  @Test
  void the_archive_is_named_in_advice_only_where_the_command_line_names_it() {
    Program.Ran ran = new Program().with("RFI_ARCHIVE", archive().toString()).run("list");
    assertEquals(
        "rfi-archiver: "
            + archive()
            + ": does not exist; make an archive with: rfi-archiver fetch\n",
        ran.err());
  }

  @Test
  void no_path_is_torn_in_the_help() {
    for (String command : List.of("list", "fetch", "help")) {
      String help = program.run(command, "--help").out();
      assertTrue(help.contains(" ~/.local/share/rfi-archiver.\n"), help);
    }
  }

  @Test
  void a_path_with_blanks_is_quoted_where_it_is_to_be_copied() {
    Path blanks = folder.resolve("my 'old' news");
    assertTrue(
        program
            .run("--archive", blanks, "list")
            .err()
            .endsWith("--archive '" + folder + "/my '\\''old'\\'' news' fetch\n"));
    assertEquals("/新闻/a-b_c.d", Suggestions.quoted("/新闻/a-b_c.d"));
    for (String word : List.of("", "a b", "$a", "~", "a*", "a|b", "#")) {
      assertEquals("'" + word + "'", Suggestions.quoted(word));
    }
  }

  @Test
  void a_file_in_the_place_of_a_folder_to_write_has_a_remedy() throws IOException {
    Path taken = Files.createDirectories(archive().resolve("2026")).resolve("11");
    Files.createFile(taken);
    for (Path place : List.of(taken, file("passwd", "x"))) {
      Path root = place.equals(taken) ? archive() : place;
      Program.Ran ran = program.run("--archive", root, "fetch", "sample");
      assertEquals(74, ran.status());
      String remedy = "move it away, or name another folder with --archive or RFI_ARCHIVE";
      assertTrue(ran.err().contains(place + ": is not a folder; " + remedy), ran.err());
    }
  }

  @Test
  void a_file_in_the_place_of_an_archive_is_not_offered_for_a_fetch() throws IOException {
    for (String command : List.of("list", "status", "verify")) {
      Program.Ran ran = program.run("--archive", file("passwd", "x"), command);
      assertEquals(74, ran.status());
      assertTrue(ran.err().contains("passwd: is not a folder; name that of an archive"), ran.err());
      assertFalse(ran.err().contains("fetch"), ran.err());
    }
  }

  @Test
  void every_exit_status_is_the_documented_one() {
    assertEquals(
        List.of(0, 1, 2, 69, 74, 75, 130),
        List.of(ExitStatus.values()).stream().map(ExitStatus::status).toList());
  }

  @Test
  void a_command_that_waits_for_input_at_a_terminal_says_so() {
    String waits = "rfi-archiver: standard input: waiting for input; Ctrl-D";
    Program terminal = new Program().onInTerminal().reading("<p>甲</p>");
    Program.Ran ran = terminal.run("clean");
    assertEquals("<p>甲</p>\n", ran.out());
    assertTrue(ran.err().startsWith(waits), ran.err());
    Path archive = folder.resolve("archive");
    for (String command : List.of("add -", "cat -", "fetch -")) {
      String[] words = ("--archive " + archive + " " + command).split(" ");
      assertTrue(terminal.run((Object[]) words).err().contains(waits), command);
      assertFalse(new Program().run((Object[]) words).err().contains(waits), command);
      new Program().run("--archive", archive, "-q", "fetch", "sample");
    }
  }
}
