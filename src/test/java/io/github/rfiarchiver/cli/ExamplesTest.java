package io.github.rfiarchiver.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The examples of the help, the man page and the README. */
class ExamplesTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("^(?: {2,4}|\\$ |)rfi-archiver ((?:[^'#|<>&(]|'[^']*'|(?<! )#)+)(.*)");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
  private static final Pattern MEMBER = Pattern.compile("jq -r \\.(\\w+)|jq \\.(\\w+)");

  /** Commands that read the archive, and so can be run here. */
  private static final Set<String> READING = Set.of("list", "cat", "search", "verify", "status");

  @TempDir static Path sample;
  @TempDir Path folder;

  @BeforeAll
  static void archive() {
    new Program().run("--archive", sample, "fetch", "sample");
  }

  static List<String> examples() throws Exception {
    List<String> lines = new ArrayList<>();
    CommandSpec program = Completion.program();
    Stream.concat(Stream.of(program), Completion.subcommands(program).stream())
        .forEach(command -> lines.addAll(List.of(command.usageMessage().header())));
    for (String line : Files.readAllLines(Path.of("src/main/dist/man/rfi-archiver.1"))) {
      lines.add(line.replace("\\-", "-"));
    }
    lines.addAll(Files.readAllLines(Path.of("README.md")));
    List<String> examples =
        lines.stream()
            .filter(
                line ->
                    EXAMPLE.matcher(line).matches() && !line.matches(".*(COMMAND| - archive ).*"))
            .map(String::strip)
            .distinct()
            .toList();
    assertTrue(examples.size() > 40, () -> "only " + examples);
    return examples;
  }

  @ParameterizedTest
  @MethodSource("examples")
  void is_a_command_line_and_prints_what_is_read_from_it(String example) throws Exception {
    Matcher form = EXAMPLE.matcher("  " + example.replaceFirst("^\\$ ", ""));
    assertTrue(form.matches(), example);
    List<String> words =
        WORD.matcher(form.group(1).replaceFirst(" {3,}.*", ""))
            .results()
            .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
            .toList();
    assertDoesNotThrow(
        () -> new CommandLine(Completion.program()).parseArgs(words.toArray(String[]::new)),
        example);
    if (words.stream().noneMatch(READING::contains) || words.contains("--rules")) {
      return;
    }
    Program program = new Program().at(Instant.parse("2026-11-08T05:00:00Z"));
    List<Object> all = new ArrayList<>(words);
    if (all.contains("--archive")) {
      all.set(all.indexOf("--archive") + 1, sample);
    } else {
      all.addAll(0, List.of("--archive", sample));
    }
    Program.Ran ran = program.run(all.toArray());
    assertTrue(ran.status() != 2, () -> example + ": " + ran.err());
    Matcher member = MEMBER.matcher(form.group(2));
    if (member.find() && !ran.out().isEmpty()) {
      String name = member.group(1) == null ? member.group(2) : member.group(1);
      assertTrue(JsonParser.object().from(ran.lines().get(0)).has(name), example);
    }
  }

  @Test
  void the_readme_documents_every_member_of_json() throws Exception {
    String readme = Files.readString(Path.of("README.md"));
    SmallArchive small = SmallArchive.filled(folder);
    small.cutOff(small.add("2023-10-01T10:00:00Z", "x", "甲", "<p>一。</p>"));
    for (List<String> command :
        List.of(
            List.of("list"),
            List.of("cat"),
            List.of("search", "石桥"),
            List.of("verify"),
            List.of("status"))) {
      List<Object> words = new ArrayList<>(List.of("--archive", folder));
      words.addAll(command);
      words.addAll(List.of("--format", "json"));
      String line = new Program().run(words.toArray()).lines().get(0);
      for (String member : JsonParser.object().from(line).keySet()) {
        assertTrue(
            Arrays.asList(readme.split("[` ;,]+")).contains(member), command + ": " + member);
      }
      boolean article = !command.contains("status");
      assertEquals(article, line.contains("\"language\":"), line);
    }
  }
}
