package io.github.rfiarchiver.archive.raw;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The name of a file of raw captures, relative to the archive: {@code
 * raw/YYYY/MM/yyyyMMdd'T'HHmmss'Z'.warc.gz} of a run, and {@code …Z-00001.warc.gz} and so on of the
 * batches of a long one; dates in UTC.
 *
 * @param run when the run began
 * @param batch counted from 1; 0 where a run has one file
 */
public record RawFileName(Instant run, int batch) {
  /** The folder of all raw captures, in the archive. */
  public static final String FOLDER = "raw";

  /** How the names of all files of raw captures end. */
  public static final String SUFFIX = ".warc.gz";

  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("yyyy/MM", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** The file's own name, without folders. */
  public String name() {
    String number = batch == 0 ? "" : String.format(Locale.ROOT, "-%05d", batch);
    return STAMP.format(run) + number + SUFFIX;
  }

  /** The path of the file, in the archive whose folder is given. */
  public Path in(Path archive) {
    return archive.resolve(FOLDER).resolve(MONTH.format(run)).resolve(name());
  }
}
