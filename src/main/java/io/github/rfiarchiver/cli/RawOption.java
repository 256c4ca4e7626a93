package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.archive.ArchiveWriter;
import io.github.rfiarchiver.archive.BatchSaver;
import io.github.rfiarchiver.archive.RawSink;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether raw captures are kept. */
final class RawOption {
  @Option(
      names = "--raw",
      description = "Keep raw captures: what servers sent, as WARC files in DIR/raw.")
  private boolean raw;

  private @Nullable RawSink sink;

  /** Whether raw captures are kept. */
  boolean isOn() {
    return raw;
  }

  /**
   * Keeps raw captures from now on, if the option is on.
   *
   * @param writer null for a dry run, which keeps none
   */
  void keep(@Nullable ArchiveWriter writer, PageOptions cleaning, RfiArchiver program)
      throws UsageException {
    if (raw && writer != null) {
      sink = writer.keepRaw(Version.software(), cleaning.digest(), program.environment().clock());
    }
  }

  /** The same, for a run that holds the archive only while it saves. */
  void keep(BatchSaver saver, PageOptions cleaning) throws UsageException {
    if (raw) {
      sink = saver.keepRaw(Version.software(), cleaning.digest());
    }
  }

  /** Receives raw captures; null if none are kept. */
  @Nullable RawSink sink() {
    return sink;
  }
}
