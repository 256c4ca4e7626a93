package io.github.rfiarchiver.cli;

/**
 * How the program ends. The numbers from 64 on are those of sysexits.h; 130 and 143 come from the
 * signals.
 */
public enum ExitCode {
  /** Done, also where nothing was new. */
  OK(0),
  /** Something failed and the rest was done; or the negative answer to a question. */
  FAILED(1),
  /** The command line cannot be understood. */
  USAGE(2),
  /** Not one feed could be read. */
  NO_FEED(69),
  /** The archive cannot be read or written. */
  ARCHIVE(74),
  /** Another run holds the archive. */
  LOCKED(75),
  /** Ended by SIGINT. */
  INTERRUPTED(130),
  /** Ended by SIGTERM. */
  TERMINATED(143);

  private final int status;

  ExitCode(int status) {
    this.status = status;
  }

  /** OK, or FAILED where something failed. */
  static ExitCode of(boolean hasFailed) {
    return hasFailed ? FAILED : OK;
  }

  /** The exit status of the process. */
  public int status() {
    return status;
  }
}
