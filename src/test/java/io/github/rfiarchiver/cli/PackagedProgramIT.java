package io.github.rfiarchiver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.rfiarchiver.Fixtures;
import io.github.rfiarchiver.LoopbackServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program, run as a user runs it. */
@Timeout(60)
class PackagedProgramIT {
  private static final Path PROGRAM = Path.of(System.getProperty("rfi-archiver.executable"));

  @TempDir Path folder;

  private record Ran(int status, String out, String err) {}

  private Ran run(Map<String, String> environment, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
    command.addAll(List.of(args));
    return run(environment, command);
  }

  private Ran run(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    int status = process.waitFor();
    return new Ran(status, Files.readString(out), Files.readString(err));
  }

  private static Map<String, String> path() {
    return Map.of("PATH", System.getenv("PATH"));
  }

  @Test
  void says_its_version() throws Exception {
    Ran ran = run(path(), "--version");
    assertEquals(0, ran.status(), ran.err());
    assertTrue(ran.out().startsWith("rfi-archiver "), ran.out());
    assertEquals("", ran.err());
  }

  @Test
  void runs_with_the_garbage_collector_that_the_environment_names() throws Exception {
    for (String variable : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")) {
      Map<String, String> environment =
          Map.of("PATH", System.getenv("PATH"), variable, "-Xmx200m -XX:+UseG1GC");
      Ran ran = run(environment, "--version");
      assertEquals(0, ran.status(), ran.err());
    }
  }

  @Test
  void archives_the_sample_in_crons_bare_environment_into_a_chinese_path() throws Exception {
    Path archive = folder.resolve("存档");
    Ran ran = run(path(), "--archive", archive.toString(), "fetch", "sample");
    assertEquals(0, ran.status(), ran.err());
    assertEquals(5, ran.out().lines().count());
    for (String line : ran.out().lines().toList()) {
      assertTrue(Files.exists(Path.of(line)), line);
    }
    try (Stream<Path> names = Files.list(folder)) {
      assertTrue(names.anyMatch(name -> name.endsWith("存档")));
    }
    assertEquals(0, run(path(), "--archive", archive.toString(), "verify").status());
  }

  @Test
  void a_file_larger_than_the_memory_is_named_and_stops_no_command() throws Exception {
    Path archive = folder.resolve("archive");
    Map<String, String> small =
        Map.of("PATH", System.getenv("PATH"), "JAVA_TOOL_OPTIONS", "-Xmx96m");
    String printed = run(small, "--archive", archive.toString(), "fetch", "sample").out();
    List<String> files = printed.lines().toList();
    for (String file :
        List.of(files.get(0), archive + "/2026/11/20261101T000000Z-0123456789.txt")) {
      try (RandomAccessFile sparse = new RandomAccessFile(file, "rw")) {
        sparse.setLength(900L << 20);
      }
    }
    for (List<String> command :
        List.of(
            List.of("list"),
            List.of("cat"),
            List.of("search", "。"),
            List.of("verify"),
            List.of("verify", "--clean"))) {
      List<String> words = new ArrayList<>(List.of("--archive", archive.toString()));
      words.addAll(command);
      Ran ran = run(small, words.toArray(String[]::new));
      assertEquals(1, ran.status(), ran.err());
      String said = command.get(0).equals("verify") ? ran.out() : ran.err();
      assertTrue(said.contains(files.get(0) + ": is larger than 16 MiB"), said);
      assertTrue(said.contains("0123456789.txt: is larger than 16 MiB"), said);
      assertTrue(command.get(0).equals("verify") || ran.out().lines().count() >= 4, ran.out());
    }
    assertEquals(0, run(small, "--archive", archive.toString(), "status").status());
    Ran again = run(small, "--archive", archive.toString(), "fetch", "--force", "sample");
    assertEquals(0, again.status(), again.err());
    assertTrue(again.err().contains("0 new, 1 revised, 4 known"), again.err());
  }

  @Test
  void a_path_that_java_cannot_run_it_from_is_named() throws Exception {
    Path place = Files.createDirectories(folder.resolve("a:b"));
    Path program =
        Files.copy(PROGRAM, place.resolve("program"), StandardCopyOption.COPY_ATTRIBUTES);
    Ran ran = run(path(), List.of(program.toString(), "--version"));
    assertEquals(1, ran.status());
    assertEquals(
        "rfi-archiver: "
            + program
            + ": has a colon in its path, where Java takes what follows for another; move it\n",
        ran.err());
  }

  @Test
  void a_closed_pipe_is_quiet_and_all_is_archived() throws Exception {
    String line =
        "'" + PROGRAM + "' -q --archive '" + folder + "/a' fetch sample --print text | head -n 1";
    Ran ran = run(path(), List.of("sh", "-c", line));
    assertEquals("", ran.err());
    assertEquals(1, ran.out().lines().count());
    Ran again = run(path(), "-q", "--archive", folder + "/a", "fetch", "sample");
    assertEquals("", again.out() + again.err());
  }

  @Test
  void a_closed_standard_input_cannot_be_read_and_no_file_of_java_is_read_in_its_place()
      throws Exception {
    run(path(), "-q", "--archive", folder + "/a", "fetch", "sample");
    for (String command : List.of("cat -", "clean", "add -", "fetch -")) {
      String line = "'" + PROGRAM + "' --archive '" + folder + "/a' " + command + " <&-";
      Ran ran = run(path(), List.of("sh", "-c", line));
      assertEquals(command.equals("fetch -") ? 69 : 1, ran.status(), ran.err());
      assertEquals("", ran.out());
      assertTrue(ran.err().startsWith("rfi-archiver: standard input: Bad file"), ran.err());
    }
  }

  @Test
  void a_full_disk_behind_standard_output_is_said_and_exits_1() throws Exception {
    run(path(), "-q", "--archive", folder + "/a", "fetch", "sample");
    for (String command :
        List.of("list", "cat", "search 。", "status", "config", "--version", "help list")) {
      String line = "'" + PROGRAM + "' --archive '" + folder + "/a' " + command + " >/dev/full";
      Ran ran = run(path(), List.of("sh", "-c", line));
      assertEquals(1, ran.status(), command);
      assertEquals(
          "rfi-archiver: standard output: cannot be written: No space left on device\n", ran.err());
    }
  }

  @Test
  void a_file_with_the_name_of_standard_input_in_messages_is_read_as_a_file() throws Exception {
    Files.writeString(
        folder.resolve("standard input"),
        Fixtures.feed(Fixtures.item("https://www.rfi.fr/cn/a", "甲", Instant.EPOCH, "一。", "二。")));
    String line =
        "cd '" + folder + "' && '" + PROGRAM + "' --archive a fetch 'standard input' </dev/null";
    Ran ran = run(path(), List.of("sh", "-c", line));
    assertEquals("rfi-archiver: fetch: 1 new, 0 revised, 0 known\n", ran.err());
  }

  @Test
  void class_data_that_is_stale_damaged_or_cut_short_changes_neither_output_nor_status()
      throws Exception {
    Path program =
        Files.copy(PROGRAM, folder.resolve("program"), StandardCopyOption.COPY_ATTRIBUTES);
    String name = classData().getFileName().toString();
    Path data = folder.resolve(name.replace(PROGRAM.getFileName().toString(), "program"));
    byte[] good = Files.readAllBytes(classData());
    byte[] damaged = good.clone();
    Arrays.fill(damaged, good.length / 2, good.length / 2 + 100_000, (byte) 0x5a);
    String expected = run(path(), List.of(program.toString(), "--version")).out();
    assertTrue(expected.startsWith("rfi-archiver "), expected);
    for (byte[] bytes :
        List.of(
            good,
            damaged,
            new byte[good.length],
            Arrays.copyOf(good, good.length / 3),
            new byte[0])) {
      Files.write(data, bytes);
      Ran ran = run(path(), List.of(program.toString(), "--version"));
      assertEquals(new Ran(0, expected, ""), ran);
    }
    Files.delete(data);
    Files.createDirectory(data);
    assertEquals(new Ran(0, expected, ""), run(path(), List.of(program.toString(), "--version")));
  }

  @Test
  void a_command_loads_only_the_classes_that_it_needs() throws Exception {
    String archive = folder.resolve("archive").toString();
    assertNone(loaded("--archive", archive, "fetch", "sample"), "sun.security.x509");
    assertNone(
        loaded("--version"),
        "okhttp3",
        "kotlin",
        "com.rometools",
        "org.jdom2",
        "org.jsoup",
        "com.grack");
    assertNone(
        loaded("--archive", archive, "list"),
        "okhttp3",
        "kotlin",
        "com.rometools",
        "org.jdom2",
        "org.jsoup");
    assertNone(
        loaded("--archive", archive, "cat", "--format", "seed"),
        "okhttp3",
        "kotlin",
        "com.rometools",
        "org.jsoup");
    assertNone(
        loaded("--archive", archive, "search", "绝无此文"),
        "okhttp3",
        "kotlin",
        "com.rometools",
        "org.jsoup");
    assertNone(
        loaded("--archive", archive, "verify"),
        "okhttp3",
        "kotlin",
        "com.rometools",
        "org.jsoup",
        "org.netpreserve");
    try (LoopbackServer site = new LoopbackServer()) {
      site.at("/feed", LoopbackServer.reply(200, Fixtures.feed()));
      assertNone(
          loaded("--archive", archive, "fetch", site.url("/feed")),
          "sun.security.x509",
          "org.netpreserve");
    }
  }

  @Test
  void class_data_is_made_in_a_folder_with_a_chinese_name() throws Exception {
    Path program = Files.createDirectory(folder.resolve("程序")).resolve("rfi-archiver");
    Files.copy(PROGRAM, program);
    List<String> command =
        List.of(
            "sh",
            "src/main/launcher/class-data.sh",
            System.getProperty("java.home"),
            "17",
            program.toString(),
            "target/test-classes");
    Ran ran = run(path(), command);
    assertEquals(0, ran.status(), ran.err());
    try (Stream<Path> files = Files.list(program.getParent())) {
      assertTrue(files.anyMatch(file -> file.toString().endsWith(".jsa")));
    }
  }

  /** A lambda of an interface as old as picocli's keeps it out, and what is built on it. */
  @Test
  void the_class_data_holds_all_that_a_typical_run_loads_of_the_libraries() throws Exception {
    Path program = PROGRAM.toAbsolutePath();
    assumeTrue(
        program.toUri().getRawPath().equals(program.toString()),
        "Java 17 uses no class data of a path that a URL escapes");
    List<String> fromJar =
        loading(
                "-XX:SharedArchiveFile=" + classData(),
                "--archive",
                folder + "/a",
                "fetch",
                "sample")
            .stream()
            .filter(line -> line.contains("source: file:"))
            .filter(line -> !line.startsWith("io.github.rfiarchiver."))
            .toList();
    assertEquals(List.of(), fromJar);
  }

  /** The classes that a run loads, as Java's log names them. */
  private List<String> loaded(String... args) throws Exception {
    return loading("-Xshare:auto", args);
  }

  private List<String> loading(String option, String... args) throws Exception {
    Path log = folder.resolve("classes");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                option,
                "-XX:+UseSerialGC",
                "-Xlog:class+load:file=" + log + "::filecount=0",
                "-jar",
                PROGRAM.toString()));
    command.addAll(List.of(args));
    // Java itself, without the program's launcher, finds a Chinese path only in a UTF-8 locale.
    run(Map.of("LC_ALL", "C.UTF-8"), command);
    return Files.readAllLines(log).stream()
        .map(line -> line.replaceFirst("^(?:\\[[^]]*])* ?", ""))
        .toList();
  }

  private static void assertNone(List<String> loaded, String... packages) {
    assertTrue(loaded.stream().anyMatch(name -> name.startsWith("io.github.rfiarchiver")));
    for (String name : packages) {
      assertEquals(
          List.of(), loaded.stream().filter(line -> line.startsWith(name + ".")).limit(3).toList());
    }
  }

  private static Path classData() throws IOException {
    try (Stream<Path> files = Files.list(PROGRAM.toAbsolutePath().getParent())) {
      return files
          .filter(file -> file.getFileName().toString().matches("rfi-archiver\\..*\\.jsa"))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void says_that_java_is_missing() throws Exception {
    Path tools = tools("sh", "locale", "sed", "readlink", "grep");
    Ran ran = run(Map.of("PATH", tools.toString()), List.of("sh", "-c", withoutSystem()));
    assertEquals(1, ran.status());
    assertTrue(ran.err().startsWith("rfi-archiver: java: not found"), ran.err());
    assertTrue(ran.err().contains("JAVA_HOME"), ran.err());
  }

  @Test
  void says_that_java_is_too_old_and_which_was_found() throws Exception {
    Path old = java("jdk-11", "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"11.0.2\"\n");
    Path tools = tools("sh", "locale", "sed", "readlink", "grep");
    Ran ran =
        run(
            Map.of("PATH", tools.toString(), "JAVA_HOME", old.toString()),
            List.of("sh", "-c", withoutSystem()));
    assertEquals(1, ran.status());
    assertTrue(ran.err().contains("too old; version 17 or later"), ran.err());
    assertTrue(ran.err().contains(old + " (version 11)"), ran.err());
  }

  @Test
  void an_old_java_without_a_module_does_not_cost_a_newer_one_that_needs_fewer() throws Exception {
    String modules = "MODULES=\"java.base java.logging java.xml";
    Path old = java("jdk-17", "JAVA_VERSION=\"17.0.2\"\n" + modules + "\"\n");
    Path newer = java("jdk-25", "JAVA_VERSION=\"25\"\n" + modules + " jdk.net\"\n");
    Path tools = tools("sh", "locale", "sed", "readlink", "grep");
    Ran ran =
        run(
            Map.of("PATH", newer + "/bin:" + tools, "JAVA_HOME", old.toString()),
            List.of("sh", "-c", withoutSystem()));
    assertEquals("", ran.err());
    assertEquals(0, ran.status());
  }

  /** A folder that looks like a Java, whose program does nothing. */
  private Path java(String name, String release) throws IOException {
    Path java = Files.createDirectories(folder.resolve(name + "/bin")).getParent();
    Files.writeString(java.resolve("bin/java"), "#!/bin/sh\n");
    java.resolve("bin/java").toFile().setExecutable(true);
    Files.writeString(java.resolve("release"), release);
    return java;
  }

  @Test
  void takes_the_java_of_JAVA_HOME() throws Exception {
    Ran ran =
        run(
            Map.of(
                "PATH",
                tools("sh", "locale").toString(),
                "JAVA_HOME",
                System.getProperty("java.home")),
            "--version");
    assertEquals(0, ran.status(), ran.err());
  }

  /** The head alone, with no Java in the system's own places. */
  private String withoutSystem() throws IOException {
    byte[] program = Files.readAllBytes(PROGRAM);
    String text =
        new String(program, 0, Math.min(program.length, 8192), StandardCharsets.ISO_8859_1);
    String head = text.substring(0, text.indexOf("\nexec "));
    assertTrue(head.contains("/usr/lib/jvm"));
    Path script = folder.resolve("head.sh");
    Files.writeString(script, head.replace("/usr/lib/jvm", folder + "/none"));
    return ". " + script;
  }

  private Path tools(String... names) throws IOException {
    Path tools = Files.createDirectories(folder.resolve("tools"));
    for (String name : names) {
      for (String place : List.of("/usr/bin/", "/bin/")) {
        if (Files.exists(Path.of(place + name)) && !Files.exists(tools.resolve(name))) {
          Files.createSymbolicLink(tools.resolve(name), Path.of(place + name));
        }
      }
    }
    assertFalse(Files.exists(tools.resolve("java")));
    return tools;
  }
}
