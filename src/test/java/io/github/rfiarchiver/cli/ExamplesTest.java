package io.github.rfiarchiver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import io.github.rfiarchiver.StandInWeb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The examples of the help, the man page and the README, run as they stand: pipes, other tools and
 * the network included, which is a {@linkplain StandInWeb stand-in} on loopback.
 */
class ExamplesTest {
  /** Beginnings of lines that nothing here runs, and why. */
  private static final Map<String, String> NOT_RUN =
      Map.of(
          "mvn -q -B package ", "builds the program",
          "sudo apt install ", "needs root",
          "mkdir -p ~/.local ", "unpacks the program into the user's home",
          "systemctl --user enable ", "needs systemd",
          "journalctl --user ", "needs systemd");

  private static final Pattern RUN =
      Pattern.compile("(([\\d,*]+ ){5} |curl -s \\S+ \\| )?rfi-archiver .*");
  private static final Pattern INLINE =
      Pattern.compile("`((curl -s URL \\| )?rfi-archiver [^`]+)`");
  private static final Pattern MAN_BLOCK = Pattern.compile("(?ms)^\\.EX\n(.*?)^\\.EE");
  private static final Pattern README_BLOCK = Pattern.compile("(?ms)^```sh\n(.*?)^```");
  private static final Pattern OUTPUT =
      Pattern.compile("(?ms)^\\$ (rfi-archiver [^\n]*)\n(.*?)(?=^\\$ |^```)");
  private static final Pattern STAGE = Pattern.compile("(?:'[^']*'|[^'|&])+");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
  private static final Pattern MEMBER = Pattern.compile("jq (?:-r )?\\.(\\w+)");
  private static final Pattern ARCHIVES =
      Pattern.compile("rfi-archiver (-\\S+ |--archive \\S+ )*(fetch|add|import(?! --re)|backfill)");

  /** The status of a shell for a tool that is not installed. */
  private static final int NO_SUCH_TOOL = 127;

  private static final String PAGE = "https://www.rfi.fr/cn/a/20261106-d";

  /** The files that examples name, by these names. */
  private static final Map<String, Object> FILES = new HashMap<>();

  @TempDir static Path shared;
  @TempDir Path folder;
  private static StandInWeb web;
  private static Path sample;
  private static Path full;

  @BeforeAll
  static void fill() throws Exception {
    web = new StandInWeb();
    sample = shared.resolve("sample");
    full = shared.resolve("full");
    run("", "--archive", sample, "fetch", "sample");
    run("", "--archive", full, "fetch", "sample");
    run("", "--archive", full, "fetch", "--raw");
    String seed = run("", "--archive", full, "cat", "967981deb2", "--format", "seed").out();
    for (String name : List.of("a.txt", "b.md", "article.txt", "~/rfi-seeds")) {
      write(name, seed);
    }
    write("./saved.xml", StandInWeb.feed());
    write("page.html", StandInWeb.page(PAGE));
    write("my.rules", run("", "clean", "--print-rules").out());
    try (Stream<Path> raw = Files.walk(full.resolve("raw"))) {
      FILES.put("crawl.warc.gz", raw.filter(Files::isRegularFile).findFirst().orElseThrow());
    }
    FILES.put("~/rfi/raw", full.resolve("raw"));
    FILES.put("DIR/raw", full.resolve("raw"));
    FILES.put("URL", PAGE);
  }

  private static void write(String name, String text) throws Exception {
    Path below = Files.createDirectories(shared.resolve("f" + FILES.size()));
    Path file = Files.writeString(below.resolve(Path.of(name).getFileName()), text);
    FILES.put(name, name.startsWith("~") ? below : file);
  }

  @AfterAll
  static void close() {
    web.close();
  }

  /** The lines with the program: of all helps, of the man page, and of the README. */
  private static List<String> lines() throws Exception {
    CommandSpec program = Completion.program();
    Stream<String> help =
        Stream.concat(Stream.of(program), Completion.subcommands(program).stream())
            .flatMap(command -> Arrays.stream(command.usageMessage().header()))
            .filter(line -> line.startsWith("  "));
    String page = Files.readString(Path.of("src/main/dist/man/rfi-archiver.1")).replace("\\-", "-");
    String readme = Files.readString(Path.of("README.md"));
    Stream<String> blocks =
        Stream.of(MAN_BLOCK.matcher(page), README_BLOCK.matcher(readme))
            .flatMap(Matcher::results)
            .flatMap(block -> block.group(1).lines());
    Stream<String> inline = INLINE.matcher(readme).results().map(found -> found.group(1));
    return Stream.of(help, blocks, inline)
        .flatMap(lines -> lines)
        .map(line -> line.strip().replaceFirst(" {3,}.*|\\s+#.*", ""))
        .filter(line -> line.contains("rfi-archiver") && !line.contains("COMMAND"))
        .distinct()
        .toList();
  }

  static List<String> examples() throws Exception {
    return lines().stream().filter(line -> RUN.matcher(line).matches()).toList();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void runs(String example) throws Exception {
    Path archive = folder.resolve("archive");
    boolean archives = ARCHIVES.matcher(example).find();
    pipe(example, archives ? archive : full);
    if (archives) {
      boolean saves = !example.contains("--dry-run") || example.contains("add --rate");
      assertEquals(saves, run("", "--archive", archive, "list").status() == 0, example);
    }
  }

  @Test
  void no_line_is_left_out_in_silence() throws Exception {
    Set<String> used = new HashSet<>();
    for (String line : lines()) {
      Optional<String> known = NOT_RUN.keySet().stream().filter(line::startsWith).findFirst();
      known.ifPresent(used::add);
      boolean runs = RUN.matcher(line).matches() || line.startsWith("$ ");
      assertTrue(runs != known.isPresent(), line);
    }
    assertEquals(NOT_RUN.keySet(), used);
  }

  @Test
  void the_readme_shows_what_is_printed() throws Exception {
    for (MatchResult shown :
        OUTPUT.matcher(Files.readString(Path.of("README.md"))).results().toList()) {
      Optional<String> printed = pipe(shown.group(1), sample);
      printed.ifPresent(
          text -> assertEquals(shown.group(2), text.replace(sample + "/", "archive/")));
    }
  }

  /** Runs a line; what it prints, or nothing where a tool is not installed. */
  private Optional<String> pipe(String line, Path archive) throws Exception {
    String flow = PAGE + "\n"; // the file that "< urls" names
    String command = line.replaceFirst("^([\\d,*]+ ){5} ", "");
    for (Matcher stage = STAGE.matcher(command); stage.find(); ) {
      String words = stage.group().strip();
      Matcher member = MEMBER.matcher(words);
      if (member.lookingAt() && !flow.isEmpty()) {
        JsonObject first = JsonParser.object().from(flow.lines().findFirst().orElseThrow());
        assertTrue(first.has(member.group(1)), line);
      }
      if (words.startsWith("curl ")) {
        flow = StandInWeb.page(PAGE);
      } else if (words.startsWith("rfi-archiver ")) {
        Program.Ran ran = run(flow, arguments(words, archive));
        boolean reportsMissing = words.contains("backfill") && words.contains("--dry-run");
        assertEquals(reportsMissing ? 1 : 0, ran.status(), () -> line + ": " + ran.err());
        flow = ran.out();
      } else {
        Path input = Files.writeString(folder.resolve("input"), flow);
        Path output = folder.resolve("output");
        Process tool =
            new ProcessBuilder("bash", "-c", words)
                .directory(folder.toFile())
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .start();
        int status = tool.waitFor();
        if (status == NO_SUCH_TOOL) {
          return Optional.empty();
        }
        assertEquals(0, status, () -> line + ": " + words);
        flow = Files.readString(output);
      }
    }
    return Optional.of(flow);
  }

  private static Object[] arguments(String command, Path archive) {
    List<Object> words = new ArrayList<>();
    WORD.matcher(command.replaceFirst("^rfi-archiver ", "").replaceAll(" [<>] ?\\S+", ""))
        .results()
        .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
        .map(word -> FILES.getOrDefault(word, word))
        .forEach(words::add);
    int option = words.indexOf("--archive");
    if (option < 0) {
      words.addAll(0, List.of("--archive", archive));
    } else {
      words.set(option + 1, archive);
    }
    return words.toArray();
  }

  private static Program.Ran run(String input, Object... command) {
    return new Program()
        .at(Instant.parse("2026-11-08T05:00:00Z"))
        .with("https_proxy", web.proxy())
        .reading(input)
        .run(command);
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
