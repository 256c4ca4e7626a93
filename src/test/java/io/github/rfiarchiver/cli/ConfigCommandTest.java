package io.github.rfiarchiver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {
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

  /** The rows of the keys, in their order, with blanks for tabs. */
  private List<String> rows(List<String> keys, Object... options) {
    List<Object> all = new ArrayList<>(List.of("config"));
    all.addAll(List.of(options));
    Program.Ran ran = program.run(all.toArray());
    assertEquals("", ran.err());
    assertEquals(0, ran.status());
    return ran.lines().stream()
        .filter(row -> keys.contains(row.split("\t", 2)[0]))
        .map(row -> row.replace('\t', ' '))
        .toList();
  }

  @Test
  void shows_the_defaults_where_nothing_is_set() {
    assertEquals(
        List.of(
            "file none " + config,
            "feeds default feedx rfi",
            "archive default " + folder + "/home/.local/share/rfi-archiver",
            "parallel default 4",
            "proxy default none",
            "quiet default false",
            "timeout default 30",
            "verbose default false"),
        rows(
            List.of(
                "file", "feeds", "archive", "parallel", "proxy", "quiet", "timeout", "verbose")));
  }

  @Test
  void shows_an_option_by_command_where_one_command_has_another_value() throws IOException {
    Files.createDirectories(config.getParent());
    Files.writeString(config, "parallel = 2\nfetch.parallel = 3\n");
    assertEquals(
        List.of("fetch.parallel line 2 3", "add.parallel line 1 2"),
        rows(List.of("parallel", "fetch.parallel", "add.parallel")));
  }

  @Test
  void has_every_key_of_the_file_and_takes_each() throws IOException {
    StringBuilder all = new StringBuilder();
    for (String row : program.run("config").lines()) {
      String key = row.split("\t")[0];
      String value = row.split("\t")[2];
      if (value.equals("false") || key.equals("parallel")) {
        all.append(key).append(" = ").append(value).append('\n');
      }
    }
    assertTrue(all.toString().lines().count() > 20, all.toString());
    Files.writeString(config, all);
    assertEquals(0, program.run("config").status(), program.run("config").err());
  }

  @Test
  void tells_lines_variables_and_flags_apart() throws IOException {
    Files.writeString(
        config, "feeds = rfi 中国\n\narchive = ~/news\nfetch.timeout = 60\nquiet = true\n");
    List<String> keys =
        List.of("file", "feeds", "archive", "quiet", "verbose", "add.timeout", "fetch.timeout");
    assertEquals(
        List.of(
            "file found " + config,
            "feeds line 1 rfi 中国",
            "archive line 3 " + folder + "/home/news",
            "quiet line 5 true",
            "fetch.timeout line 4 60",
            "add.timeout default 30",
            "verbose default false"),
        rows(keys));
    program.with("RFI_ARCHIVE", "/from/variable");
    assertEquals(List.of("archive RFI_ARCHIVE /from/variable"), rows(List.of("archive")));
    List<String> flags = List.of("archive", "quiet", "verbose");
    List<String> given = List.of("archive flag /x", "quiet flag false", "verbose flag true");
    assertEquals(given, rows(flags, "--archive", "/x", "-v"));
  }

  @Test
  void shows_a_list_as_it_is_written() throws IOException {
    assertEquals(List.of("from default site,wayback"), rows(List.of("from")));
  }

  @Test
  void no_form_of_a_proxy_shows_its_user_or_password() throws IOException {
    for (String proxy :
        List.of(
            "http://joe:geheim@proxy:3128",
            "joe:geheim@proxy:3128",
            "geheim@proxy",
            "http://joe:ge heim geheim@proxy",
            "socks5://joe:ge@geheim/?#@proxy",
            "HTTP://joe:geheim@proxy",
            "http://joe:geheim%40@[::1]:1")) {
      Files.writeString(config, "proxy = " + proxy + "\n");
      assertMasked("proxy line 1 ", rows(List.of("proxy")));
      program.with("ALL_PROXY", proxy).with("https_proxy", proxy);
      assertMasked("proxy https_proxy ALL_PROXY ", rows(List.of("proxy")));
      program.with("ALL_PROXY", "").with("https_proxy", "");
    }
    Files.writeString(config, "feeds = rfi http://joe:geheim@feed/@x\n");
    assertEquals(List.of("feeds line 1 rfi http://***@feed/@x"), rows(List.of("feeds")));
  }

  private static void assertMasked(String start, List<String> rows) {
    String row = rows.get(0);
    assertTrue(row.startsWith(start) && row.contains("***@"), row);
    assertFalse(rows.toString().matches(".*(geheim|joe).*"), row);
    assertTrue(row.endsWith("proxy") || row.matches(".*(:3128|]:1)"), row);
  }

  @Test
  void aligns_the_columns_on_a_terminal() {
    String shown = program.onTerminal().run("config").out();
    assertTrue(shown.contains("\nparallel          default      4\n"), shown);
  }

  @Test
  void a_wrong_file_is_refused_with_its_line() throws IOException {
    Files.writeString(config, "archive = rfi\n");
    Program.Ran ran = program.run("config");
    assertEquals(2, ran.status());
    assertTrue(ran.err().startsWith("rfi-archiver: " + config + ": line 1: "), ran.err());
  }
}
