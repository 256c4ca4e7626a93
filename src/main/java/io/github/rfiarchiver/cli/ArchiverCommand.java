package io.github.rfiarchiver.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** A command of the program: its name, its help, what it may be given, and its work. */
abstract class ArchiverCommand implements Callable<Integer> {
  final RfiArchiver program;
  final Options options;
  private final CommandSpec spec;

  /**
   * @param header what its help says first, a line each: what it does, and examples
   */
  ArchiverCommand(RfiArchiver program, String name, String... header) {
    this.program = program;
    this.spec = CommandSpec.wrapWithoutInspection(this).name(name);
    this.options = new Options(spec);
    spec.usageMessage().header(header);
  }

  /** What picocli knows of it. */
  CommandSpec spec() {
    return spec;
  }
}
