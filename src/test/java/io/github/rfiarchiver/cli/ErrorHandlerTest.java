package io.github.rfiarchiver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.rfiarchiver.archive.Sleeper;
import io.github.rfiarchiver.cli.output.Environment;
import io.github.rfiarchiver.cli.output.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** What commands throw becomes a message and an exit status. */
class ErrorHandlerTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** The status and the message of a command that throws {@code e}. */
  private String ended(Exception e) {
    Environment environment =
        new Environment(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            err,
            Map.of(),
            "/dev/null",
            Clock.systemUTC(),
            Set.of(),
            Sleeper.REAL);
    RfiArchiver program =
        new RfiArchiver(environment, new Terminal(environment), new Configuration(environment));
    CommandLine command = new CommandLine(program);
    ParseResult parsed = command.parseArgs();
    int status = new ErrorHandler(program, null).handleExecutionException(e, command, parsed);
    return status + " " + err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void a_folder_that_a_stream_may_not_read_is_named_with_its_remedy() {
    assertEquals(
        "74 rfi-archiver: /news/2023/10: permission denied; check its permissions, or name another"
            + " folder with --archive or RFI_ARCHIVE\n",
        ended(new UncheckedIOException(new AccessDeniedException("/news/2023/10"))));
  }

  @Test
  void an_error_of_a_disk_that_names_no_file_is_one_of_the_archive_with_its_remedy() {
    assertEquals(
        "74 rfi-archiver: archive: Input/output error; check the disk, or name another folder with"
            + " --archive or RFI_ARCHIVE\n",
        ended(new UncheckedIOException(new IOException("Input/output error"))));
  }

  @Test
  void an_interrupted_command_ends_without_a_word() {
    assertEquals("130 ", ended(new InterruptedException()));
  }

  @Test
  void a_mistake_of_the_program_asks_for_a_report() {
    assertEquals(
        "1 rfi-archiver: internal error: java.lang.IllegalStateException: no such case; please"
            + " report it with your command line and the output of -v\n",
        ended(new IllegalStateException("no such case")));
  }
}
