package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code verify}: what is damaged in the archive. */
@Command(
    name = "verify",
    header = {
      "Checks every file of the archive, and prints a line for each that is damaged.",
      "",
      "  rfi-archiver verify && echo sound",
      ""
    },
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  private static final int BATCH = 256;

  @ParentCommand private @Nullable RfiArchiver program;

  @Override
  public Integer call() throws ArchiveException, UsageException, MissingArchiveException {
    RfiArchiver parent = Objects.requireNonNull(program);
    Console console = parent.console();
    Archive archive = parent.existingArchive();
    int files = 0;
    int damaged = 0;
    try (Stream<Path> contents = archive.contents()) {
      Iterator<Path> rest = contents.iterator();
      while (rest.hasNext()) {
        List<Path> batch =
            Stream.generate(() -> rest)
                .limit(BATCH)
                .takeWhile(Iterator::hasNext)
                .map(Iterator::next)
                .toList();
        for (Finding finding : batch.parallelStream().map(VerifyCommand::finding).toList()) {
          files++;
          if (finding.problem().isPresent()) {
            damaged++;
            console.printLine(finding.file() + ": " + finding.problem().get());
          }
        }
      }
    }
    console.notice(
        "verify", files + " files, " + (damaged == 0 ? "nothing wrong" : damaged + " damaged"));
    return (damaged == 0 ? ExitCode.OK : ExitCode.FAILED).status();
  }

  private record Finding(Path file, Optional<String> problem) {}

  private static Finding finding(Path file) {
    try {
      if (Files.isSymbolicLink(file)) {
        return new Finding(file, Optional.of("is a symbolic link; an archive follows none"));
      }
      return new Finding(file, Verifier.problem(file, Files.readAllBytes(file)));
    } catch (IOException e) {
      return new Finding(file, Optional.of(ArchiveException.reason(e)));
    }
  }
}
