package io.github.rfiarchiver.cli;

import picocli.CommandLine.Option;

/** How many pages are fetched at a time. */
final class ParallelOption {
  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "Fetch N pages at a time (default: ${DEFAULT-VALUE}).")
  private int parallel = 4;

  int parallel() throws UsageException {
    return NetworkCommand.within("--parallel", parallel, 1000);
  }
}
