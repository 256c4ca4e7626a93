package io.github.rfiarchiver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dates that are typed and times that are shown, for a user whose day is not that of UTC. */
class ZoneTest {
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
