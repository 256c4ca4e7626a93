package io.github.rfiarchiver.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final StringWriter terminal = new StringWriter();

  @Test
  void the_message_of_an_interrupt_is_the_last_line_also_while_threads_still_save() {
    try (Progress progress = new Progress(new PrintWriter(terminal))) {
      progress.open(null);
      progress.above("a.txt\n", terminal::append);
      progress.interrupted(() -> "interrupted; 1 new text is saved\n");
      progress.above("b.txt\n", terminal::append);
    }
    assertEquals("a.txt\ninterrupted; 1 new text is saved\n", terminal.toString());
  }
}
