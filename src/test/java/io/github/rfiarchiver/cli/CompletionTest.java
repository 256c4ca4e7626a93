package io.github.rfiarchiver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.rfiarchiver.query.Format;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The completion, in a real bash; skipped where there is none. */
@Timeout(60)
class CompletionTest {
  private static final Path TEMPLATE = Path.of("src/main/dist/completion/rfi-archiver.bash");

  @TempDir Path folder;
  private Path script;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void write() throws IOException {
    script = folder.resolve("completion");
    Completion.main(new String[] {TEMPLATE.toString(), script.toString()});
    environment.put("HOME", folder.resolve("home").toString());
    environment.put("LC_ALL", "C.UTF-8");
  }

  /** What is offered for the last of the words, sorted. */
  private List<String> offered(String... words) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")));
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            "/bin/bash",
            "--norc",
            "-c",
            ". \"$0\"; COMP_WORDS=(rfi-archiver \"$@\") COMP_CWORD=$#; _rfi_archiver 2>&1;"
                + " printf '%s\\n' \"${COMPREPLY[@]}\"",
            script.toString()));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    byte[] out = process.getInputStream().readAllBytes();
    assertEquals(0, process.waitFor());
    return new String(out, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.isEmpty())
        .sorted()
        .toList();
  }

  static Path article(Path archive, String month, String name) throws IOException {
    return Files.createFile(Files.createDirectories(archive.resolve(month)).resolve(name));
  }

  /** An archive of three articles, one with a revision; its name has a blank. */
  static Path archiveIn(Path folder) throws IOException {
    Path archive = Files.createDirectory(folder.resolve("存 档"));
    article(archive, "2023/10", "20231028T094502Z-b81ed83301.txt");
    article(archive, "2023/10", "20231028T094502Z-b81ed83301.r20231029T050000Z.txt");
    article(archive, "2023/11", "20231128T094502Z-b8aaaaaaaa.txt");
    article(archive, "2022/01", "20220128T094502Z-0123456789.txt");
    return archive;
  }

  @Test
  void completes_commands() throws Exception {
    Set<String> commands = Completion.program().subcommands().keySet();
    assertEquals(List.copyOf(new TreeSet<>(commands)), offered(""));
    assertEquals(List.of("fetch"), offered("-q", "fe"));
  }

  @Test
  void completes_the_options_of_the_command_that_is_named() throws Exception {
    assertEquals(
        List.of("--page-rules", "--parallel", "--print", "--proxy"), offered("fetch", "--p"));
    assertEquals(List.of("--archive"), offered("--a"));
    assertEquals(
        List.of("--all-revisions", "--archive"), offered("--archive", "/x", "list", "--a"));
  }

  @Test
  void completes_formats_and_only_those_that_the_command_prints() throws Exception {
    List<String> all = Arrays.stream(Format.values()).map(Format::toString).sorted().toList();
    assertEquals(all, offered("fetch", "--print", ""));
    assertEquals(all, offered("cat", "--format", "=", ""));
    assertEquals(all, offered("cat", "--format", "="));
    assertEquals(List.of("markdown"), offered("add", "--print", "=", "m"));
    assertEquals(List.of("json", "text"), offered("search", "--format", ""));
    assertEquals(List.of("json", "markdown", "text"), offered("list", "--format", ""));
  }

  @Test
  void every_format_that_is_offered_is_taken_and_no_other() throws Exception {
    Path archive = folder.resolve("archive");
    new Program().run("--archive", archive, "-q", "fetch", "sample");
    for (String command : List.of("list", "cat", "search", "status")) {
      List<String> taken = new ArrayList<>();
      for (Format format : Format.values()) {
        List<Object> words = new ArrayList<>(List.of("--archive", archive, command));
        words.addAll(List.of("--format", format.toString()));
        if (command.equals("search")) {
          words.add("样本");
        }
        if (new Program().run(words.toArray()).status() == 0) {
          taken.add(format.toString());
        }
      }
      taken.sort(null);
      assertEquals(taken, offered(command, "--format", ""), command);
    }
  }

  @Test
  void completes_built_in_feeds_and_files() throws Exception {
    Files.createFile(folder.resolve("feed of mine.xml"));
    assertEquals(List.of("feed of mine.xml", "feedx"), offered("fetch", "fe"));
    assertEquals(List.of("中东", "中国", "中國", "中東"), offered("fetch", "--limit", "3", "rfi", "中"));
    assertEquals(List.of("港澳台"), offered("list", "--section", "港"));
  }

  @Test
  void completes_keys_and_months_of_the_archive_that_the_line_names() throws Exception {
    String archive = archiveIn(folder).toString();
    String[] line = {"--archive", archive, "cat", "b8"};
    for (String typed : List.of(archive, '"' + archive + '"', archive.replace(" ", "\\ "))) {
      line[1] = typed;
      assertEquals(List.of("b81ed83301", "b8aaaaaaaa"), List.copyOf(new TreeSet<>(offered(line))));
    }
    line[3] = "20";
    assertEquals(List.of("2022-01", "2023-10", "2023-11"), offered(line));
    line[3] = "ff";
    assertEquals(List.of(), offered(line));
  }

  @Test
  void finds_the_archive_as_the_program_does() throws Exception {
    article(folder.resolve("home/.local/share/rfi-archiver"), "2023/10", "x-Z-aaaaaaaaaa.txt");
    assertEquals(List.of("aaaaaaaaaa"), offered("cat", "a"));
    article(folder.resolve("data/rfi-archiver"), "2023/10", "x-Z-abbbbbbbbb.txt");
    environment.put("XDG_DATA_HOME", folder.resolve("data").toString());
    assertEquals(List.of("abbbbbbbbb"), offered("cat", "a"));
    article(folder.resolve("home/my news = here"), "2023/10", "x-Z-accccccccc.txt");
    Path config = folder.resolve("home/.config/rfi-archiver/config");
    Files.createDirectories(config.getParent());
    Files.writeString(config, "# archive = /none\n archive = ~/my news = here\r\nquiet = true\n");
    assertEquals(List.of("accccccccc"), offered("cat", "a"));
    article(folder.resolve("variable"), "2023/10", "x-Z-addddddddd.txt");
    environment.put("RFI_ARCHIVE", folder.resolve("variable").toString());
    assertEquals(List.of("addddddddd"), offered("cat", "a"));
    article(folder.resolve("option"), "2023/10", "x-Z-aeeeeeeeee.txt");
    assertEquals(List.of("aeeeeeeeee"), offered("cat", "--archive", "=", "option", "a"));
  }

  @Test
  void stops_at_a_hundred_keys_the_newest_months_first() throws Exception {
    Path archive = folder.resolve("big");
    for (int i = 0; i < 120; i++) {
      article(archive, "2023/11", "20231128T094502Z-%010x.txt".formatted(i));
    }
    article(archive, "2023/10", "20231028T094502Z-fffffffff0.txt");
    List<String> keys = offered("--archive", archive.toString(), "cat", "");
    assertEquals(120, keys.size());
    assertFalse(keys.contains("fffffffff0"));
  }

  @Test
  void offers_nothing_of_its_own_for_files_and_free_text() throws Exception {
    for (String[] line :
        new String[][] {{"clean", ""}, {"search", ""}, {"list", "--since", ""}, {"nonsense", ""}}) {
      assertEquals(List.of(), offered(line), String.join(" ", line));
    }
  }

  @Test
  void offers_folders_for_the_archive() throws Exception {
    Files.createDirectory(folder.resolve("archive of mine"));
    Files.createFile(folder.resolve("archive.txt"));
    assertEquals(List.of("archive of mine"), offered("--archive", "arch"));
  }

  @Test
  void no_placeholder_of_the_template_is_left() throws IOException {
    assertFalse(Files.readString(script).contains("@OPTIONS@"));
    assertFalse(Files.readString(script).matches("(?s).*@[A-Z]+@.*"));
    assertTrue(Files.readString(script).contains("complete -o default -F _rfi_archiver"));
  }
}
