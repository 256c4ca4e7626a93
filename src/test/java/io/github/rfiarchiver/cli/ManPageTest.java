package io.github.rfiarchiver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.rfiarchiver.query.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The man page says what the command line knows, and nothing else. */
class ManPageTest {
  private static final Path PAGE = Path.of("src/main/dist/man/rfi-archiver.1");
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--?\\w[\\w-]*");
  private static final Pattern FONT = Pattern.compile("\\\\f[BIR]");

  private final CommandSpec program = Completion.program();

  /** A tag of the page (what stands behind .TP), with the headings above it. */
  private record Tag(String section, String subsection, String text) {}

  private final List<Tag> tags = new ArrayList<>();
  private final Map<String, String> sections = new TreeMap<>();
  private final List<String> subsections = new ArrayList<>();

  @BeforeEach
  void read() throws IOException {
    String section = "";
    String subsection = "";
    boolean tag = false;
    for (String line : Files.readAllLines(PAGE)) {
      String text = FONT.matcher(line).replaceAll("").replace("\\-", "-");
      if (text.startsWith(".SH ")) {
        section = text.substring(4);
        subsection = "";
      } else if (text.startsWith(".SS ")) {
        subsection = text.substring(4);
        subsections.add(subsection);
      } else if (tag) {
        tags.add(new Tag(section, subsection, text));
      } else {
        sections.merge(section, text + "\n", String::concat);
      }
      tag = text.equals(".TP");
    }
  }

  private static Set<String> optionsIn(String text) {
    return OPTION.matcher(text).results().map(found -> found.group()).collect(Collectors.toSet());
  }

  private Set<String> tagsOf(String section) {
    return tags.stream()
        .filter(tag -> tag.section().equals(section))
        .flatMap(tag -> Stream.of(tag.text().replaceFirst("^\\.[BIR]+ ", "").split("[\", ]+")))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> named(String heading) {
    return new HashSet<>(Arrays.asList(heading.split("[ ,\\[\\]]+")));
  }

  @Test
  void has_the_options_of_the_program() {
    Set<String> documented = new TreeSet<>();
    tagsOf("OPTIONS").forEach(tag -> documented.addAll(optionsIn(tag)));
    assertEquals(new TreeSet<>(program.optionsMap().keySet()), documented);
  }

  @Test
  void has_every_option_of_every_command_and_no_other() {
    for (CommandSpec command : Completion.subcommands(program)) {
      Set<String> known = new TreeSet<>();
      for (OptionSpec option : command.options()) {
        if (!option.inherited() && !option.usageHelp() && !option.versionHelp()) {
          known.addAll(List.of(option.names()));
        }
      }
      Set<String> documented = new TreeSet<>();
      tags.stream()
          .filter(tag -> named(tag.subsection()).contains(command.name()))
          .forEach(tag -> documented.addAll(optionsIn(tag.text())));
      assertEquals(known, documented, "options of " + command.name());
    }
  }

  @Test
  void has_every_command_with_its_arguments_and_no_other() {
    Map<String, String> documented = new TreeMap<>();
    for (String heading : subsections) {
      if (!heading.startsWith("Options of ")) {
        String[] words = heading.split(" ", 2);
        documented.put(words[0], words.length < 2 ? "" : words[1]);
      }
    }
    Map<String, String> known = new TreeMap<>();
    for (CommandSpec command : Completion.subcommands(program)) {
      known.put(
          command.name(),
          command.positionalParameters().stream()
              .map(
                  argument -> {
                    String many = argument.typeInfo().isMultiValue() ? " ..." : "";
                    String label = argument.paramLabel() + many;
                    return argument.arity().min() > 0
                        ? label
                        : '[' + argument.paramLabel() + many + ']';
                  })
              .collect(Collectors.joining(" ")));
    }
    assertEquals(known, documented);
  }

  @Test
  void speaks_of_no_option_that_there_is_not() throws IOException {
    Set<String> known = new HashSet<>(program.optionsMap().keySet());
    Completion.subcommands(program).forEach(c -> known.addAll(c.optionsMap().keySet()));
    for (String line : Files.readAllLines(PAGE)) {
      if (line.contains("systemctl") || line.startsWith(".\\\"")) {
        continue;
      }
      String text = FONT.matcher(line).replaceAll("").replace("\\-", "-");
      for (String option : optionsIn(text)) {
        boolean jq = option.equals("-r") && text.contains("jq");
        assertTrue(jq || known.contains(option), option + " in: " + line);
      }
    }
  }

  @Test
  void has_every_exit_status_and_every_format() {
    assertEquals(
        Stream.concat(
                Arrays.stream(ExitStatus.values()).map(ExitStatus::status),
                Stream.of(143)) // Java's own status after SIGTERM
            .map(String::valueOf)
            .collect(Collectors.toSet()),
        new HashSet<>(tagsOf("EXIT STATUS")));
    assertEquals(
        Arrays.stream(Format.values()).map(Format::toString).collect(Collectors.toSet()),
        new HashSet<>(tagsOf("FORMATS")));
  }

  @Test
  void has_every_built_in_feed() {
    String commands = sections.get("COMMANDS");
    for (String feed : FeedNames.builtIn()) {
      assertTrue(commands.contains(feed), feed);
    }
  }

  @Test
  void opens_with_examples_and_has_the_usual_sections() throws IOException {
    List<String> headings =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.startsWith(".SH "))
            .map(line -> line.substring(4))
            .toList();
    assertEquals(List.of("NAME", "SYNOPSIS", "EXAMPLES", "DESCRIPTION"), headings.subList(0, 4));
    assertTrue(headings.containsAll(List.of("EXIT STATUS", "FILES", "ENVIRONMENT")));
    assertFalse(headings.contains("BUGS"));
  }
}
