package io.github.rfiarchiver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.cli.output.Environment;
import io.github.rfiarchiver.cli.output.Terminal;
import io.github.rfiarchiver.http.Deadline;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WatchdogTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Terminal console =
      new Terminal(
          new Environment(
              new ByteArrayInputStream(new byte[0]),
              new ByteArrayOutputStream(),
              err,
              Map.of(),
              "/dev/null",
              Clock.systemUTC(),
              Set.of(),
              time -> {}));
  private final LinkedBlockingQueue<Integer> halted = new LinkedBlockingQueue<>();

  private Watchdog over(Duration time) {
    return new Watchdog(new Deadline(time), Duration.ofMillis(200), console, halted::add);
  }

  @Test
  @SuppressWarnings("try")
  void halts_a_run_that_does_not_end_with_status_1() throws Exception {
    try (Watchdog watchdog = over(Duration.ofMillis(100))) {
      assertEquals(1, halted.poll(20, TimeUnit.SECONDS));
    }
    String said = err.toString(StandardCharsets.UTF_8);
    assertTrue(said.startsWith("rfi-archiver: time: the run did not end"), said);
  }

  @Test
  void leaves_a_run_alone_that_ended() throws Exception {
    over(Duration.ofMillis(100)).close();
    assertNull(halted.poll(1, TimeUnit.SECONDS));
    assertEquals("", err.toString(StandardCharsets.UTF_8));
  }

  @Test
  @SuppressWarnings("try")
  void a_run_of_any_time_is_never_halted() throws Exception {
    try (Watchdog watchdog = new Watchdog(Deadline.NONE, Duration.ZERO, console, halted::add)) {
      assertNull(halted.poll(500, TimeUnit.MILLISECONDS));
    }
  }

  @Test
  void max_time_takes_each_unit_of_time(@TempDir Path folder) {
    for (String time : new String[] {"99s", "30m", "1h", "1d", "2w", "3mo", "1y"}) {
      Program.Ran ran =
          new Program().run("--archive", folder, "fetch", "-n", "--max-time", time, "sample");
      assertEquals(0, ran.status(), ran.err());
    }
  }

  @Test
  void max_time_is_a_number_and_a_unit() {
    for (String wrong : new String[] {"", "30", "m", "0m", "-1m", "1.5h", "99999d", "999999999w"}) {
      Program.Ran ran = new Program().run("fetch", "--max-time", wrong, "sample");
      assertEquals(2, ran.status(), wrong);
      assertTrue(ran.err().contains("--max-time: "), ran.err());
    }
  }
}
