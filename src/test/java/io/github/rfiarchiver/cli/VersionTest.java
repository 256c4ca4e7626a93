package io.github.rfiarchiver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class VersionTest {
  @Test
  void names_version_commit_Java_and_the_archive_format() {
    List<String> lines = new Program().run("--version").lines();
    assertEquals(Version.software().replace('/', ' '), lines.get(0));
    assertTrue(lines.get(1).matches("commit (unknown|[0-9a-f]{7,40}(-dirty)?)"), lines.get(1));
    assertTrue(
        lines.get(2).startsWith("Java " + System.getProperty("java.version") + " ("), lines.get(2));
    assertEquals("archive format 1", lines.get(3));
    assertEquals(4, lines.size());
  }

  @Test
  void the_number_is_that_of_the_build_and_no_placeholder() {
    assertTrue(
        Version.software().matches("rfi-archiver/\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?"),
        Version.software());
  }
}
