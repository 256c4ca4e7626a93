package io.github.rfiarchiver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.LoopbackServer;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The configuration, as the program takes it. */
@Timeout(60)
class ConfigurationTest {
  @TempDir Path folder;
  private Path config;
  private Program program;

  @BeforeEach
  void prepare() throws IOException {
    config = Files.createDirectories(folder.resolve("etc/rfi-archiver")).resolve("config");
    program =
        new Program()
            .with("XDG_CONFIG_HOME", folder.resolve("etc").toString())
            .with("HOME", folder.resolve("home").toString());
  }

  private void configured(String... lines) throws IOException {
    Files.writeString(config, String.join("\n", lines) + "\n");
  }

  private boolean isArchive(String name) {
    return Files.isDirectory(folder.resolve(name).resolve("2026"));
  }

  private void refused(Program.Ran ran, int line, String what) {
    assertEquals(2, ran.status(), ran.err());
    assertEquals("", ran.out());
    String start = "rfi-archiver: " + config + ": line " + line + ": ";
    assertTrue(ran.err().startsWith(start + what), ran.err());
    assertEquals(1, ran.err().lines().count(), ran.err());
  }

  @Test
  void sets_the_archive_and_says_nothing_of_it() throws IOException {
    configured("# my news", "", "  archive =  " + folder.resolve("消息 = news"));
    Program.Ran ran = program.run("fetch", "sample");
    assertEquals(0, ran.status(), ran.err());
    assertTrue(isArchive("消息 = news"));
  }

  @Test
  void flags_win_over_the_environment_and_that_over_the_file() throws IOException {
    configured("archive = " + folder.resolve("file"));
    program.with("XDG_DATA_HOME", folder.resolve("data").toString()).run("fetch", "sample");
    assertTrue(isArchive("file"));
    program.with("RFI_ARCHIVE", folder.resolve("environment").toString());
    program.run("fetch", "sample");
    assertTrue(isArchive("environment"));
    program.run("--archive", folder.resolve("before"), "fetch", "sample");
    assertTrue(isArchive("before"));
    program.run("fetch", "sample", "--archive", folder.resolve("behind"));
    assertTrue(isArchive("behind"));
  }

  @Test
  void a_flag_behind_the_command_wins_over_the_file_too() throws IOException {
    configured("archive = " + folder.resolve("file"));
    program.run("fetch", "sample", "--archive", folder.resolve("behind"));
    assertTrue(isArchive("behind"));
    assertFalse(isArchive("file"));
  }

  @Test
  void a_tilde_is_the_home_folder() throws IOException {
    configured("archive = ~/news");
    program.run("fetch", "sample");
    assertTrue(isArchive("home/news"));
  }

  @Test
  void is_found_below_the_home_folder_and_not_by_a_relative_path() throws IOException {
    configured("archive = " + folder.resolve("file"));
    Files.createDirectories(folder.resolve("home"));
    Files.move(folder.resolve("etc"), folder.resolve("home/.config"));
    program.with("XDG_CONFIG_HOME", "etc").run("fetch", "sample");
    assertTrue(isArchive("file"));
  }

  @Test
  void switches_flags_on_and_the_command_line_has_the_last_word() throws IOException {
    String archive = "archive = " + folder.resolve("a");
    configured(archive, "quiet = true", "fetch.dry-run = true");
    Program.Ran quiet = program.run("fetch", "sample");
    assertEquals("", quiet.err());
    assertFalse(isArchive("a"));
    assertFalse(program.run("fetch", "sample", "-v").err().isEmpty());
    assertFalse(program.run("-v", "fetch", "sample").err().isEmpty());
    configured(archive, "quiet = true");
    assertEquals("", program.run("fetch", "sample", "-q").err());
    assertEquals("", program.run("-q", "fetch", "sample").err());
    configured(archive, "quiet = false");
    assertFalse(program.run("fetch", "sample").err().isEmpty());
  }

  @Test
  void a_command_may_have_a_default_of_its_own() throws IOException {
    configured("fetch.timeout = 0", "timeout = 2");
    refused(program.run("fetch", "sample"), 1, "--timeout: must be from 1 to 86400, not 0");
    configured("timeout = 0", "fetch.timeout = 2");
    assertEquals(0, program.run("fetch", "sample").status());
    refused(
        program.run("add", "https://127.0.0.1:9/"), 1, "--timeout: must be from 1 to 86400, not 0");
  }

  @Test
  void names_the_line_of_a_url_that_is_none() throws IOException {
    configured("", "site = foo");
    refused(program.run("fetch", "sample"), 2, "foo: is not an http or https URL");
    configured("backfill.wayback = ftp://x");
    refused(program.run("backfill", "--since", "1d"), 1, "ftp://x: is not an http or https URL");
  }

  @Test
  void names_the_line_of_a_key_that_there_is_not() throws IOException {
    configured("", "# x", "paralel = 2");
    refused(program.run("fetch", "sample"), 3, "unknown option \"paralel\"");
    configured("help = true");
    refused(program.run("fetch", "sample"), 1, "unknown option \"help\"");
    configured("fetsch.parallel = 2");
    refused(program.run("fetch", "sample"), 1, "unknown option \"fetsch.parallel\"");
    configured("verify.parallel = 2");
    refused(program.run("fetch", "sample"), 1, "unknown option \"verify.parallel\"");
    configured("fetch.archive = /x");
    refused(program.run("fetch", "sample"), 1, "unknown option \"fetch.archive\"");
  }

  @Test
  void names_the_commands_where_a_key_means_several_things() throws IOException {
    configured("print = text");
    refused(
        program.run("fetch", "sample"),
        1,
        "\"print\" is an option of several commands; name one: add.print, fetch.print");
  }

  @Test
  void names_the_line_of_a_value_that_cannot_be_used() throws IOException {
    configured("", "timeout = soon");
    refused(
        program.run("fetch", "sample"),
        2,
        "--timeout: 'soon' is not a whole number, or is too large");
    configured("fetch.print = pdf");
    String formats = " is not one of seed, html, text, markdown, json";
    refused(program.run("fetch", "sample"), 1, "--print: pdf" + formats);
    configured("fetch.since = gestern");
    refused(program.run("fetch", "sample"), 1, "");
    configured("fetch.limit = -1");
    refused(program.run("fetch", "sample"), 1, "--limit: -1 is below zero");
    configured("quiet = yes");
    refused(program.run("fetch", "sample"), 1, "\"quiet\" must be true or false, not yes");
    configured("rules = " + folder.resolve("none.rules"));
    refused(program.run("fetch", "sample"), 1, folder.resolve("none.rules") + ": ");
  }

  @Test
  void names_the_line_of_a_value_that_holds_a_colon_and_a_blank() throws IOException {
    Path missing = folder.resolve("my: rules/none: of.rules");
    configured("", "rules = " + missing);
    refused(program.run("fetch", "sample"), 2, missing + ": does not exist");
    configured("rules = " + folder + "//none: of.rules");
    refused(program.run("fetch", "sample"), 1, folder.resolve("none: of.rules") + ": ");
    Path broken = Files.writeString(folder.resolve("broken: 1.rules"), "p[ | broken\n");
    configured("rules = " + broken);
    refused(program.run("fetch", "sample"), 1, broken + ": line 1: ");
    configured("fetch.since = 2023: 10");
    refused(program.run("fetch", "sample"), 1, "--since: 2023: 10: is not a date");
    configured("fetch.print = pdf: 1");
    refused(program.run("fetch", "sample"), 1, "--print: pdf: 1 is not one of");
    configured("user-agent = 法: 广");
    refused(
        program.run("fetch", "sample"),
        1,
        "--user-agent: '法: 广' is not a line of ASCII characters");
    configured("feeds = http://u:p@127.0.0.1:9/");
    refused(program.run("fetch"), 1, "URL: holds a user or password, which is never sent");
  }

  @Test
  void a_flag_in_the_file_and_on_the_command_line_is_set() throws IOException {
    configured("archive = " + folder.resolve("a"), "fetch.dry-run = true", "reverse = true");
    assertEquals(0, program.run("fetch", "sample", "-n").status());
    assertFalse(isArchive("a"));
    configured("archive = " + folder.resolve("a"), "verbose = true");
    program.run("fetch", "sample");
    Files.writeString(config, "reverse = true\n" + Files.readString(config));
    String reversed = program.run("list").out();
    assertEquals(reversed, program.run("list", "--reverse").out());
    configured("archive = " + folder.resolve("a"));
    assertFalse(reversed.equals(program.run("list").out()));
  }

  @Test
  void does_not_blame_the_file_for_what_the_command_line_says() throws IOException {
    configured("fetch.limit = 5", "timeout = 3");
    Program.Ran ran = program.run("fetch", "sample", "--limit", "-1");
    assertEquals(2, ran.status());
    assertTrue(ran.err().startsWith("rfi-archiver: --limit: -1"), ran.err());
    configured("feeds = sample");
    Program.Ran feeds = program.run("fetch", "feeds");
    assertTrue(feeds.err().startsWith("rfi-archiver: feeds: is neither a file"), feeds.err());
    Program.Ran unreadable = program.run("fetch", "sample", "--timeout", "soon");
    assertTrue(unreadable.err().startsWith("rfi-archiver: --timeout: "), unreadable.err());
  }

  @Test
  void a_format_in_the_file_is_none_that_contradicts_paths_or_a_count() throws IOException {
    configured("archive = " + folder.resolve("a"), "list.format = json", "search.format = json");
    program.run("fetch", "sample");
    assertTrue(program.run("list").out().startsWith("{"));
    assertEquals(5, program.run("list", "--paths").lines().size());
    assertEquals(List.of("5"), program.run("search", "--count", "。").lines());
    assertEquals(2, program.run("list", "--paths", "--format", "json").status());
  }

  @Test
  void what_to_print_on_the_command_line_wins_over_the_file() throws IOException {
    String archive = "archive = " + folder.resolve("a");
    configured(archive);
    program.run("fetch", "sample");
    final String json = program.run("list", "--format", "json").out();
    final List<String> paths = program.run("list", "--paths").lines();
    configured(archive, "paths = true", "list.null = true");
    assertEquals(json, program.run("list", "--format", "json").out());
    assertEquals(List.of("5"), program.run("search", "--count", "。").lines());
    configured(archive, "list.null = true", "cat.null = true", "count = true");
    assertEquals(5, program.run("list").lines().size());
    assertEquals(5, program.run("cat", "--format", "json").lines().size());
    assertEquals(paths, program.run("search", "--paths", "。").lines());
    assertEquals(5, program.run("search", "--format", "json", "。").lines().size());
    configured(archive, "list.format = markdown", "backfill.format = json");
    assertEquals(paths, program.run("list", "--paths", "--match", ".").lines());
    Program.Ran backfill =
        program.run("backfill", "--since", "1d", "--site", "http://127.0.0.1:9", "--from", "site");
    assertEquals(1, backfill.status(), backfill.err());
  }

  @Test
  void names_a_line_that_is_none() throws IOException {
    configured("quiet");
    refused(program.run("verify"), 1, "must be KEY = VALUE");
    configured("quiet =");
    refused(program.run("verify"), 1, "must be KEY = VALUE");
    for (String quoted : List.of("\"/x\"", "'/x'")) {
      configured("archive = " + quoted);
      refused(program.run("verify"), 1, "the value is in quotation marks");
    }
    configured("timeout = 3", "timeout = 4");
    refused(program.run("verify"), 2, "\"timeout\" is already set in line 1");
  }

  @Test
  void a_comment_behind_a_value_is_refused() throws IOException {
    for (String value : List.of("~/rfi   # my archive", "~/rfi\t#x", "# none", "/a #")) {
      configured("", "archive = " + value);
      refused(
          program.run("fetch", "sample"), 2, "a # inside of a value; write a comment on a line");
    }
    configured("user-agent = C#-reader", "feeds = https://127.0.0.1:9/rss#top");
    assertEquals(0, program.run("fetch", "-n", "sample").status());
  }

  @Test
  void a_path_with_a_variable_and_a_relative_archive_are_refused() throws IOException {
    for (String key : List.of("archive", "rules", "page-rules", "fetch.rules")) {
      configured("", key + " = $HOME/x");
      refused(
          program.run("fetch", "sample"), 2, '"' + key + "\" holds $; variables are not replaced");
    }
    configured("feeds = sample $HOME/feed.xml");
    refused(program.run("fetch", "sample"), 1, "\"feeds\" holds $");
    configured("feeds = https://127.0.0.1:9/$rss", "match = 核电$", "user-agent = $x");
    assertEquals(0, program.run("fetch", "-n", "sample").status());
    for (String relative : List.of("rfi", "./rfi", "~", "~x/rfi", "C:/rfi")) {
      configured("quiet = true", "archive = " + relative);
      refused(program.run("fetch", "sample"), 2, "\"archive\" must begin with / or ~/");
    }
  }

  @Test
  void suggests_the_key_that_a_typo_means() throws IOException {
    configured("paralel = 2");
    Program.Ran ran = program.run("fetch", "sample");
    assertTrue(ran.err().endsWith(", and feeds; did you mean parallel?\n"), ran.err());
    configured("feed = sample");
    ran = program.run("fetch", "sample");
    assertTrue(ran.err().endsWith(", and feeds; did you mean feeds?\n"), ran.err());
  }

  @Test
  void a_feed_in_the_home_folder_is_found() throws IOException {
    configured("feeds = sample ~/feed.xml");
    assertTrue(
        program.run("fetch", "-n").err().contains(folder + "/home/feed.xml: does not exist"));
  }

  @Test
  void names_the_line_that_is_in_another_encoding() throws IOException {
    Files.write(config, "# ok\narchive = /新闻\n".getBytes(Charset.forName("GB18030")));
    refused(program.run("verify"), 2, "is not UTF-8; save the file as UTF-8");
    Files.write(config, "archive = /x\n".getBytes(StandardCharsets.UTF_16));
    refused(program.run("verify"), 1, "is not UTF-8");
    Files.write(config, "archive = /x\n".getBytes(StandardCharsets.UTF_16LE));
    refused(program.run("verify"), 1, "is not UTF-8");
  }

  @Test
  void a_byte_order_mark_and_carriage_returns_do_no_harm() throws IOException {
    Files.writeString(config, "\uFEFFarchive = " + folder.resolve("file") + "\r\n\r\n");
    program.run("fetch", "sample");
    assertTrue(isArchive("file"));
    Files.writeString(config, "archive = " + folder.resolve("old") + "\rparallel = 2\r");
    program.run("fetch", "sample");
    assertTrue(isArchive("old"));
  }

  @Test
  void a_file_that_cannot_be_read_is_named() throws IOException {
    Files.createDirectory(config);
    Program.Ran ran = program.run("verify");
    assertEquals(2, ran.status());
    assertTrue(ran.err().startsWith("rfi-archiver: " + config + ": "), ran.err());
  }

  @Test
  void help_and_version_are_to_be_had_whatever_the_file_says() throws IOException {
    configured("nonsense");
    assertEquals(0, program.run("fetch", "--help").status());
    assertEquals(0, program.run("--version").status());
    configured("proxy = http://proxy:1", "timeout = soon");
    assertEquals(0, program.run("--help").status());
  }

  @Test
  void sets_the_feeds_that_are_read_where_none_is_named() throws IOException {
    configured("feeds = sample  " + folder.resolve("none.xml"));
    Program.Ran ran = program.run("fetch", "-n");
    assertEquals(5, ran.lines().size(), ran.err());
    assertEquals(0, ran.status(), "one of the usual feeds that fails is a warning: " + ran.err());
    assertTrue(ran.err().contains("none.xml"), ran.err());
    configured("feeds = samples");
    refused(program.run("fetch"), 1, "samples: is neither a file nor a built-in feed");
    assertEquals(0, program.run("fetch", "-n", "sample").status());
  }

  @Test
  void a_home_that_is_not_known_is_no_place_for_an_archive() {
    Program.Ran ran = new Program().with("HOME", "?").run("fetch", "sample");
    assertEquals(2, ran.status());
    assertTrue(ran.err().contains("set HOME, or name a folder with --archive"), ran.err());
  }

  @Test
  void the_environments_proxy_wins_over_the_files_where_it_names_one() throws IOException {
    configured("proxy = nonsense://x");
    refused(program.run("fetch", "sample"), 1, "--proxy: ");
    try (LoopbackServer proxy = new LoopbackServer()) {
      configured("proxy = " + proxy.url(""));
      program.with("https_proxy", "http://127.0.0.1:9");
      program.run("add", "http://rfi.example/x", "https://rfi.example/y");
      assertEquals(1, proxy.requests().size());
      program.with("http_proxy", "http://127.0.0.1:9").run("add", "http://rfi.example/x");
      assertEquals(1, proxy.requests().size());
    }
  }
}
