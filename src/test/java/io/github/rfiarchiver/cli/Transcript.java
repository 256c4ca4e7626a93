package io.github.rfiarchiver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.article.render.DisplayWidth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A golden file: its first line is {@code PLACE$ COMMAND LINE}, all below it what the command
 * prints. PLACE is {@code pipe}, or {@code COLUMNS} of a terminal. The archive's folder is written
 * as ARCHIVE, the escape character as ␛, a tab as →.
 */
record Transcript(String name, String place, List<String> arguments, String expected) {
  private static final List<String> COMMANDS = List.of("list", "cat", "search", "verify", "status");
  private static final Pattern FORM = Pattern.compile("(\\w+)\\$ (.*)\n((?s:.*))");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

  /** The transcripts of a command; a file that is none of any command is a failure. */
  static List<Transcript> of(String command) {
    try {
      Path folder = Path.of(Objects.requireNonNull(Transcript.class.getResource("/cli")).toURI());
      List<Transcript> found = new ArrayList<>();
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.sorted().toList()) {
          Transcript transcript = read(file);
          if (transcript.arguments().get(0).equals(command)) {
            found.add(transcript);
          }
        }
      }
      assertTrue(found.size() > 1, () -> "only " + found + " for " + command);
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Transcript read(Path file) throws IOException {
    Matcher form = FORM.matcher(Files.readString(file));
    assertTrue(form.matches(), () -> file + " is no transcript");
    List<String> arguments =
        WORD.matcher(form.group(2))
            .results()
            .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
            .toList();
    assertTrue(COMMANDS.contains(arguments.get(0)), () -> file + " is of no command");
    return new Transcript(
        String.valueOf(file.getFileName()), form.group(1), arguments, form.group(3));
  }

  /** Runs the command and compares what it prints. */
  void assertHolds(Path archive) {
    Program program = new Program();
    if (!place.equals("pipe")) {
      program.onTerminal().with("COLUMNS", place);
    }
    List<Object> all = new ArrayList<>(List.of("--archive", archive));
    all.addAll(arguments);
    String out = program.run(all.toArray()).out();
    String shown =
        out.replace(archive.toString(), "ARCHIVE").replace('\u001b', '␛').replace('\t', '→');
    assertEquals(expected, shown, name);
    if (!place.equals("pipe")) {
      assertFits(out, Integer.parseInt(place));
    }
  }

  /** No line takes more columns than the terminal has, whatever is in it. */
  static void assertFits(String out, int columns) {
    String plain = COLOUR.matcher(out).replaceAll("");
    assertTrue(plain.indexOf('\u001b') < 0, plain);
    plain
        .lines()
        .forEach(line -> assertTrue(DisplayWidth.of(line) <= columns, () -> "too wide: " + line));
  }

  @Override
  public String toString() {
    return name;
  }
}
