package io.github.rfiarchiver.archive;

import io.github.rfiarchiver.article.Article;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Map;

/** Another process that holds the lock of an archive until its standard input ends. */
final class LockHolder {
  private static final String STATE = "state";

  private LockHolder() {}

  public static void main(String[] args) throws ArchiveException, IOException {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    try (ArchiveWriter writer = ArchiveWriter.open(new Archive(Path.of(args[0])))) {
      System.out.println("held");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        System.out.println(line.equals(STATE) ? saved(writer) : saved(writer, line));
      }
    }
  }

  private static String saved(ArchiveWriter writer, String slug) {
    Article article = Samples.article(slug, "<p>一。</p>");
    return writer.write(Map.of(ArticleFile.name(article), article)).values().stream()
        .map(ArchiveException::getMessage)
        .findFirst()
        .orElse("saved");
  }

  private static String saved(ArchiveWriter writer) {
    try {
      writer.writeState(STATE, "x");
      return "saved";
    } catch (ArchiveException e) {
      return "failed";
    }
  }

  /** Lets it save an article; returns "saved", or why it failed. */
  static String save(Process process, String slug) throws IOException {
    Writer out = process.outputWriter();
    out.write(slug + "\n");
    out.flush();
    return process.inputReader().readLine();
  }

  /** Lets it save a state file; returns "saved" or "failed". */
  static String saveState(Process process) throws IOException {
    return save(process, STATE);
  }

  /** Starts it, and waits until it holds the lock. */
  static Process start(Path root) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                root.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String said = process.inputReader().readLine();
    if (!"held".equals(said)) {
      process.destroyForcibly();
      throw new IOException("the other process says " + said);
    }
    return process;
  }
}
