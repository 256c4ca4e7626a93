package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.archive.ArchiveWriter;
import io.github.rfiarchiver.archive.RawStore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether raw captures are kept. */
final class RawOption {
  @Option(
      names = "--raw",
      fallbackValue = "true",
      description = "Keep raw captures: what servers sent, as WARC files in DIR/raw.")
  private boolean raw;

  private @Nullable RawStore store;

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
      store = writer.keepRaw(Version.software(), cleaning.digest(), program.environment().clock());
    }
  }

  /** The store of raw captures; null if none are kept. */
  @Nullable RawStore store() {
    return store;
  }
}
