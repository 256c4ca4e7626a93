package io.github.rfiarchiver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The timer, the line for cron, the man page and the README run it at the same times. */
class ScheduleTest {
  private static final Pattern CRON =
      Pattern.compile("(?m)^ *(17 5,17 \\* \\* \\*  rfi-archiver --quiet fetch >/dev/null)$");

  @Test
  void timer_cron_and_documents_say_the_same_two_times_a_day() throws Exception {
    String timer = Files.readString(Path.of("src/main/dist/systemd/rfi-archiver.timer"));
    assertEquals(
        List.of("OnCalendar=*-*-* 05,17:17:00"),
        timer.lines().filter(line -> line.startsWith("OnCalendar=")).toList());
    String readme = Files.readString(Path.of("README.md"));
    assertEquals(
        timer.contains("\nRandomizedDelaySec=1h\n"),
        readme.contains("within the hour after 5:17 and 17:17"));
    for (String document :
        List.of(
            "README.md",
            "src/main/dist/cron/crontab.example",
            "src/main/dist/man/rfi-archiver.1")) {
      String text = Files.readString(Path.of(document)).replace("\\-", "-");
      assertEquals(1, CRON.matcher(text).results().count(), document);
    }
    for (String document : List.of("README.md", "src/main/dist/man/rfi-archiver.1")) {
      String text = Files.readString(Path.of(document)).replaceAll("\\s+", " ");
      assertEquals(
          0,
          Pattern.compile("[Ee]very (night|day)|nightly|daily").matcher(text).results().count(),
          document);
    }
  }
}
