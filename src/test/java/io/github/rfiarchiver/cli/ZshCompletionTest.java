package io.github.rfiarchiver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The completion of lines that are typed in a real zsh; skipped where there is none. */
@Timeout(120)
class ZshCompletionTest {
  private static final Path TEMPLATE = Path.of("src/main/dist/completion/rfi-archiver.zsh");

  /** The shell in the terminal: it notes what is offered, and inserts nothing. */
  private static final String INNER =
      """
      unsetopt beep
      fpath=($PWD/functions $fpath)
      autoload -Uz compinit
      compinit -D -u
      compadd() {
        local -a noted
        if (( ! $@[(I)-[OAD]*] )); then
          builtin compadd -A noted "$@"
          (( $#noted )) && print -rl -- $noted >>offered
        fi
        builtin compadd "$@"
      }
      note() {
        zle complete-word
        print -r -- "" >>offered
        BUFFER=
      }
      zle -N note
      bindkey '^T' note
      print ready >>offered
      """;

  /** Types each line of a file into that shell, and waits for its mark. */
  private static final String OUTER =
      """
      zmodload zsh/zpty zsh/zselect
      TERM=dumb zpty -b shell zsh -f -i
      waits() { until (( $(grep -c "$1" offered) >= $2 )) { zpty -r shell drained; zselect -t 1 } }
      : >offered
      zpty -w shell 'PS1= ; . ./inner'
      waits ready 1
      typeset -i lines=0
      while IFS= read -r line; do
        zpty -w -n shell "$line"$'\\C-t'
        waits '^$' $((++lines))
      done <typed
      zpty -d shell
      """;

  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void write() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/zsh")), "zsh is not installed");
    Path script = folder.resolve("functions/_rfi-archiver");
    Completion.main(new String[] {TEMPLATE.toString(), script.toString()});
    assertTrue(!Files.readString(script).matches("(?s).*@[A-Z]+@.*"));
    Files.writeString(folder.resolve("inner"), INNER);
    environment.put("HOME", folder.resolve("home").toString());
    environment.put("PATH", System.getenv("PATH"));
    environment.put("LC_ALL", "C.UTF-8");
  }

  /** What is offered for the last word of each line, sorted. */
  private List<List<String>> offered(String... lines) throws Exception {
    Files.write(
        folder.resolve("typed"), List.of(lines).stream().map("rfi-archiver "::concat).toList());
    ProcessBuilder zsh = new ProcessBuilder("/usr/bin/zsh", "-f", "-c", OUTER);
    zsh.directory(folder.toFile()).redirectErrorStream(true);
    zsh.environment().clear();
    zsh.environment().putAll(environment);
    Process process = zsh.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    List<List<String>> all = new ArrayList<>();
    TreeSet<String> one = new TreeSet<>();
    List<String> noted = Files.readAllLines(folder.resolve("offered"));
    for (String word : noted.subList(1, noted.size())) {
      if (word.isEmpty()) {
        all.add(List.copyOf(one));
        one.clear();
      } else {
        one.add(word);
      }
    }
    assertEquals(lines.length, all.size(), said);
    return all;
  }

  @Test
  void completes_commands_options_formats_feeds_sections_files_and_folders() throws Exception {
    Files.createFile(folder.resolve("feed of mine.xml"));
    Files.createDirectory(folder.resolve("archive of mine"));
    Files.createFile(folder.resolve("archive.txt"));
    assertEquals(
        List.of(
            List.copyOf(new TreeSet<>(Completion.program().subcommands().keySet())),
            List.of("fetch"),
            List.of("--page-rules", "--parallel", "--print", "--proxy"),
            List.of("html", "json", "markdown", "seed", "text"),
            List.of("markdown"),
            List.of("json", "markdown", "text"),
            List.of("always", "auto"),
            List.of("feed\\ of\\ mine.xml", "feedx"),
            List.of("中东", "中国", "中國", "中東"),
            List.of("港澳台"),
            List.of("archive\\ of\\ mine"),
            List.of(),
            List.of()),
        offered(
            "",
            "-q fe",
            "fetch --p",
            "fetch --print ",
            "add --print=m",
            "list --format ",
            "--color a",
            "fetch fe",
            "fetch --limit 3 rfi 中",
            "list --section 港",
            "--archive arch",
            "search ",
            "nonsense "));
  }

  @Test
  void completes_keys_and_months_of_the_archive_that_the_line_names() throws Exception {
    CompletionTest.archiveIn(folder);
    assertEquals(
        List.of(
            List.of("b81ed83301", "b8aaaaaaaa"),
            List.of("2022-01", "2023-10", "2023-11"),
            List.of("b8aaaaaaaa"),
            List.of()),
        offered(
            "--archive '存 档' cat b8",
            "--archive=存\\ 档 cat 20",
            "cat --archive '存 档' b8a",
            "--archive '存 档' cat ff"));
  }

  @Test
  void finds_the_archive_as_the_program_does() throws Exception {
    CompletionTest.article(
        folder.resolve("home/.local/share/rfi-archiver"), "2023/10", "x-Z-aaaaaaaaaa.txt");
    assertEquals(List.of(List.of("aaaaaaaaaa")), offered("cat a"));
    CompletionTest.article(folder.resolve("home/my news = here"), "2023/10", "x-Z-accccccccc.txt");
    Path config = folder.resolve("home/.config/rfi-archiver/config");
    Files.createDirectories(config.getParent());
    Files.writeString(config, "# archive = /none\n archive = ~/my news = here\r\nquiet = true\n");
    assertEquals(List.of(List.of("accccccccc")), offered("cat a"));
    CompletionTest.article(folder.resolve("variable"), "2023/10", "x-Z-addddddddd.txt");
    environment.put("RFI_ARCHIVE", folder.resolve("variable").toString());
    assertEquals(List.of(List.of("addddddddd")), offered("cat a"));
  }
}
