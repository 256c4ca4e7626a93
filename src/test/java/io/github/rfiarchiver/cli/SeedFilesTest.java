package io.github.rfiarchiver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.rfiarchiver.archive.SaveResult;
import io.github.rfiarchiver.disk.FaultyDisk;
import io.github.rfiarchiver.disk.FaultyDisk.Operation;
import io.github.rfiarchiver.run.Listener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders to import on disks that fail. */
class SeedFilesTest {
  @TempDir Path folder;
  private final FaultyDisk disk = new FaultyDisk();
  private final List<String> said = new ArrayList<>();

  @BeforeEach
  void makes_a_file_and_a_folder() throws Exception {
    Files.createDirectory(folder.resolve("below"));
    Files.writeString(folder.resolve("below/a.txt"), "a");
    Files.writeString(folder.resolve("b.txt"), "b");
  }

  @Test
  void a_file_that_cannot_be_examined_is_found_so_that_reading_it_tells_why() {
    assertEquals(List.of("a.txt", "b.txt"), found("b.txt"));
    assertEquals(List.of(), said);
  }

  @Test
  void a_folder_that_cannot_be_examined_is_read_and_not_skipped() {
    assertEquals(List.of("a.txt", "b.txt"), found("below"));
    assertEquals(List.of(), said);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6})
  void an_entry_that_cannot_be_examined_once_is_not_skipped(int number) {
    disk.failingOnce(Operation.STAT, number);
    assertEquals(List.of("a.txt", "b.txt"), found());
    assertEquals(List.of(), said);
  }

  /** The names of the files that are found, while the attributes of something cannot be read. */
  private List<String> found(String unexamined) {
    disk.failing(Operation.STAT, path -> path.endsWith(unexamined));
    return found();
  }

  private List<String> found() {
    Listener listener =
        new Listener() {
          @Override
          public void saved(SaveResult.Saved article) {}

          @Override
          public void notice(String subject, String what) {
            said.add(subject + ": " + what);
          }

          @Override
          public void failure(String subject, String what, @Nullable Throwable cause) {
            said.add(subject + ": " + what);
          }
        };
    return new SeedFiles(List.of(disk.path(folder)), listener)
        .firsts().stream().map(file -> file.getFileName().toString()).sorted().toList();
  }
}
