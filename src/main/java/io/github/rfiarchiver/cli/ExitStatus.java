package io.github.rfiarchiver.cli;

/**
 * The exit statuses. Those from 64 on are from sysexits.h; 130 is 128 and the number of the signal,
 * as is the 143 with which Java ends after SIGTERM.
 */
public enum ExitStatus {
  /** Done, also when nothing was new. */
  OK(0),
  /** Something failed and the rest was done; or nothing was found, or something is missing. */
  FAILED(1),
  /** The command line or the configuration is wrong. */
  USAGE(2),
  /** No feed could be read. */
  NO_FEED(69),
  /** The archive cannot be read or written. */
  ARCHIVE(74),
  /** Another run holds the archive. */
  LOCKED(75),
  /** Ended by SIGINT. */
  INTERRUPTED(130);

  private final int status;

  ExitStatus(int status) {
    this.status = status;
  }

  /** FAILED if something failed, else OK. */
  static ExitStatus of(boolean hasFailed) {
    return hasFailed ? FAILED : OK;
  }

  /** The exit status of the process. */
  public int status() {
    return status;
  }
}
