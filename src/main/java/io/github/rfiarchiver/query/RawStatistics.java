package io.github.rfiarchiver.query;

import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.RawStore;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The raw captures of an archive in numbers.
 *
 * @param files how many files there are
 * @param bytes the sum of their sizes
 * @param months the months of their runs, such as {@code 2023-10}, the earliest first
 */
public record RawStatistics(int files, long bytes, List<String> months) {
  private static final Pattern MONTH = Pattern.compile("/(\\d{4})/(\\d\\d)/[^/]*$");

  /**
   * Counts an archive.
   *
   * @throws ArchiveException where its folder cannot be read
   */
  public static RawStatistics of(Archive archive) throws ArchiveException {
    List<Path> files = RawStore.files(archive);
    return new RawStatistics(
        files.size(),
        files.stream().mapToLong(RawStore::size).sum(),
        files.stream().flatMap(RawStatistics::month).distinct().toList());
  }

  private static Stream<String> month(Path file) {
    return MONTH.matcher(file.toString()).results().map(in -> in.group(1) + "-" + in.group(2));
  }
}
