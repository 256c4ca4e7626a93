package io.github.rfiarchiver.archive;

import java.io.IOException;
import java.nio.file.Path;

/** Another process that holds an archive until its standard input ends. */
final class LockHolder {
  private LockHolder() {}

  public static void main(String[] args) throws ArchiveException, IOException {
    try (ArchiveWriter writer = ArchiveWriter.open(new Archive(Path.of(args[0])))) {
      System.out.println("held");
      while (System.in.read() >= 0) {
        writer.sync();
      }
    }
  }

  /** Starts it, and waits until it holds the archive. */
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
