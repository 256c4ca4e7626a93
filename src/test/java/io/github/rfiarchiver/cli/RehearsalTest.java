package io.github.rfiarchiver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RehearsalTest {
  @Test
  void only_a_fetch_rehearses_and_does_not_wait_for_it() {
    assertEquals(Optional.empty(), Rehearsal.begin("list", "--since", "7d"));
    assertTrue(Rehearsal.begin("-q", "fetch", "rfi").orElseThrow().isDaemon());
  }

  @Test
  void the_sample_is_read_and_cleaned() throws InterruptedException {
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    Thread rehearsal = new Thread(new Rehearsal());
    rehearsal.setUncaughtExceptionHandler((thread, e) -> failures.add(e));
    rehearsal.start();
    rehearsal.join();
    assertEquals(List.of(), failures);
  }
}
