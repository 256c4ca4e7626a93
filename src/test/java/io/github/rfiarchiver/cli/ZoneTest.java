package io.github.rfiarchiver.cli;

import static io.github.rfiarchiver.LoopbackServer.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.Fixtures;
import io.github.rfiarchiver.LoopbackServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dates that are typed and times that are shown, for a user whose day is not that of UTC. */
class ZoneTest {
  private static final Instant DATE = Instant.parse("2023-10-28T09:00:00Z");

  @TempDir Path folder;
  private final Program program = new Program().in("Asia/Shanghai");

  @BeforeEach
  void fill() throws Exception {
    SmallArchive.filled(folder).withFeeds();
  }

  private Program.Ran run(Object... command) {
    List<Object> all = new ArrayList<>(List.of("--archive", folder));
    all.addAll(List.of(command));
    Program.Ran ran = program.run(all.toArray());
    assertTrue(ran.status() < 2, ran.err());
    return ran;
  }

  private List<String> dates(Object... command) {
    return run(command).lines().stream().map(line -> line.split("\t")[0]).toList();
  }

  @Test
  void days_are_those_of_the_user_and_what_a_pipe_gets_is_in_UTC() {
    String bridge = "2023-10-03T23:45:01Z"; // 07:45 of the next day
    assertEquals(List.of(bridge), dates("list", "--since", "2023-10-04", "--until", "2023/10/5"));
    assertEquals(List.of(), dates("list", "--since", "2023-10-03", "--until", "2023-10-04"));
    assertTrue(run("cat", "2023-10-04").out().contains("\n" + bridge + "\n"));
    program.at(Instant.parse("2023-10-27T17:00:00Z"));
    String evening = "2023-10-27T16:05:00Z";
    assertEquals(
        List.of(evening), dates("list", "--since", "today", "--until", "2023-10-28T01:00"));
    assertEquals(
        1, run("cat", "today", "--until", "2023-10-28T01:00", "--format", "json").lines().size());
  }

  @Test
  void times_on_a_terminal_are_in_the_users_zone_and_name_it() {
    program.onTerminal().with("NO_COLOR", "1");
    String list = run("list").out();
    assertTrue(list.contains("\n2023-10-04 07:45+08:00  "), list);
    assertTrue(run("search", "首航").out().startsWith("2023-10-28 17:45+08:00  "));
    assertTrue(run("cat", "2023-10-28").out().contains("\n2023-10-28 17:45+08:00\n"));
    String status = run("status").out();
    assertTrue(status.contains("last success  2023-10-29 12:30+08:00 (30 min ago)"), status);
  }

  @Test
  void times_in_messages_are_in_the_users_zone_on_a_terminal_and_in_UTC_elsewhere()
      throws Exception {
    try (LoopbackServer site = new LoopbackServer()) {
      site.at("/busy", reply(429, "", "Retry-After: 7200"))
          .at("/calm", reply(200, feed("a"), "Cache-Control: max-age=600"))
          .at("/page", reply(429, "", "Retry-After: 7200"))
          .at("/list", reply(200, Fixtures.feed(Fixtures.summary(site.url("/page"), "题", DATE))));
      assertSaid("(Retry-After), until 2023-10-29T07:00:00Z", site.url("/busy"));
      program.onErrTerminal();
      assertSaid("not to be fetched before 2023-10-29 15:00+08:00", site.url("/busy"));
      assertSaid("(Retry-After), until 2023-10-29 15:00+08:00", site.url("/busy"), "--force");
      assertSaid("(Retry-After), until 2023-10-29 15:00+08:00", site.url("/list"));
      assertSaid("fetch: 1 new", site.url("/calm"));
      assertSaid("cached until 2023-10-29 13:10+08:00", site.url("/calm"));
      site.at("/calm", reply(200, feed("b")));
      program.at(Instant.parse("2023-10-31T05:00:00Z"));
      assertSaid(
          "between 2023-10-29 13:00+08:00 and 2023-10-31 13:00+08:00: nothing", site.url("/calm"));
    }
    try (Stream<Path> files = Files.walk(folder.resolve(".rfi-archiver"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertFalse(Files.readString(file).contains("+08:00"), file.toString());
      }
    }
  }

  private void assertSaid(String message, Object... words) {
    List<Object> command = new ArrayList<>(List.of("--archive", folder, "fetch"));
    command.addAll(List.of(words));
    String said = program.run(command.toArray()).err();
    assertTrue(said.contains(message), said);
  }

  private static String feed(String name) {
    return Fixtures.feed(
        Fixtures.item("https://www.rfi.fr/cn/" + name, name, DATE, "第一段。", "第二段。"));
  }

  @Test
  void what_is_typed_is_said_as_it_was_typed_and_no_day_is_invented() {
    program.onErrTerminal();
    String time = "2023-10-27T09:45:02Z";
    assertEquals(
        "rfi-archiver: " + time + ": no article of that date is in the archive " + folder + "\n",
        run("cat", time).err());
    String err = run("status", "--max-age", "1m").err();
    assertTrue(
        err.contains("no run has read a feed from a server since 2023-10-29 12:59+08:00;"), err);
    Program.Ran ran = program.run("clean", "- of 2023-02-30T01:02:03Z");
    assertTrue(ran.err().contains("- of 2023-02-30T01:02:03Z: "), ran.err());
    err = program.run("search", "a", time).err();
    assertTrue(err.endsWith("did you mean 'a " + time + "'?\n"), err);
    String feed =
        Fixtures.feed(Fixtures.item("https://www.rfi.fr/a", "On 2023-02-30T01:02:03Z", DATE));
    program.reading(feed.replaceFirst("<pubDate>[^<]*", "<pubDate>soon"));
    err = program.run("--archive", folder, "fetch", "-n", "-").err();
    assertTrue(err.contains("(On 2023-02-30T01:02:03Z): the date \"soon\" cannot be read"), err);
  }

  @Test
  void status_counts_days_of_the_user_on_a_terminal_and_of_UTC_elsewhere() {
    assertTrue(run("status").out().contains("2023-10-04 to 2023-10-26  23 days"));
    String json = run("status", "--format", "json").out();
    program.onTerminal().with("NO_COLOR", "1");
    assertEquals(json, run("status", "--format", "json").out());
    assertTrue(run("status").out().contains("2023-10-05 to 2023-10-27  23 days"));
  }

  @Test
  void a_folder_of_the_archive_selects_what_is_in_it() {
    assertEquals(4, run("cat", folder + "/2023/", "--format", "json").lines().size());
    assertEquals(1, run("cat", folder + "/2023/08/", "--format", "json").lines().size());
  }
}
