package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.archive.Sleeper;
import io.github.rfiarchiver.cli.output.Environment;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The program, run in this process with its streams captured. */
final class Program {
  /** A home in which nobody, not even root, can make a folder. */
  private static final String NOWHERE = "/dev/null";

  private final Map<String, String> variables = new HashMap<>();
  private InputStream input = InputStream.nullInputStream();
  private final Set<String> terminals = new HashSet<>();
  private Sleeper sleeper = time -> {};
  private Instant now = Instant.parse("2023-10-29T05:00:00Z");
  private ZoneId zone = ZoneOffset.UTC;

  /** What a run printed, and its status. */
  record Ran(int status, String out, String err) {
    List<String> lines() {
      return out.lines().toList();
    }
  }

  Program with(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  Program reading(String text) {
    return reading(text.getBytes(StandardCharsets.UTF_8));
  }

  Program reading(byte[] bytes) {
    return reading(new ByteArrayInputStream(bytes));
  }

  Program reading(InputStream stream) {
    input = stream;
    return this;
  }

  /** From now on both streams are terminals. */
  Program onTerminal() {
    terminals.add("out");
    return onErrTerminal();
  }

  /** From now on standard input is a terminal. */
  Program onInTerminal() {
    terminals.add("in");
    return this;
  }

  /** From now on standard error is a terminal. */
  Program onErrTerminal() {
    terminals.add("err");
    return this;
  }

  /** Is asked to sleep while another run holds the archive. */
  Program sleeping(Sleeper sleeper) {
    this.sleeper = sleeper;
    return this;
  }

  Program at(Instant now) {
    this.now = now;
    return this;
  }

  /** From now on the user is in this time zone. */
  Program in(String zone) {
    this.zone = ZoneId.of(zone);
    return this;
  }

  Ran run(Object... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status = run(out, err, args);
    return new Ran(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  int run(OutputStream out, OutputStream err, Object... args) {
    Environment environment =
        new Environment(
            new BufferedInputStream(input),
            out,
            err,
            variables,
            NOWHERE,
            Clock.fixed(now, zone),
            terminals,
            sleeper);
    return Main.run(environment, Arrays.stream(args).map(String::valueOf).toArray(String[]::new));
  }
}
