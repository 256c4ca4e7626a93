package io.github.rfiarchiver.fetch;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import okhttp3.HttpUrl;

/**
 * Tries again where that may help, waits as it is told to, and leaves a host alone that will not
 * serve us.
 */
public final class PoliteFetcher implements Fetcher {
  private static final int TRIES = 3;
  private static final int REFUSALS = 3;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Set<Outcome.Kind> RETRIED =
      Set.of(Outcome.Kind.CONNECTION, Outcome.Kind.SERVER);

  /** Retry-After up to this long is waited for; longer, it ends what asked. */
  static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  private final Fetcher fetcher;
  private final Sleeper sleeper;
  private final BiConsumer<String, String> left;
  private final Map<String, Integer> refusals = new ConcurrentHashMap<>();

  /**
   * @param left told once a host that it is left, and why
   */
  public PoliteFetcher(Fetcher fetcher, Sleeper sleeper, BiConsumer<String, String> left) {
    this.fetcher = fetcher;
    this.sleeper = sleeper;
    this.left = left;
  }

  @Override
  public Outcome fetch(Request request) throws InterruptedException {
    String host = host(request.address());
    if (refusals.getOrDefault(host, 0) >= REFUSALS) {
      return new Outcome.Failure(Outcome.Kind.HOST_LEFT, host + " was left for this run");
    }
    Outcome outcome = fetcher.fetch(request);
    for (int tries = 1; tries < TRIES && mayBeRetried(outcome); tries++) {
      sleeper.sleep(pause((Outcome.Failure) outcome, tries));
      outcome = fetcher.fetch(request);
    }
    take(host, outcome);
    return outcome;
  }

  @Override
  public void cancel() {
    fetcher.cancel();
  }

  private static boolean mayBeRetried(Outcome outcome) {
    return outcome instanceof Outcome.Failure failure
        && (RETRIED.contains(failure.kind()) || failure.status() == 429)
        && failure.retryAfter().orElse(Duration.ZERO).compareTo(LONGEST_WAIT) <= 0;
  }

  /** What the server asks for, else one second, two, … and up to half as much again. */
  private static Duration pause(Outcome.Failure failure, int tries) {
    Duration growing = FIRST_PAUSE.multipliedBy(1L << (tries - 1));
    Duration jitter =
        Duration.ofMillis(ThreadLocalRandom.current().nextLong(growing.toMillis() / 2));
    return failure.retryAfter().orElse(growing.plus(jitter));
  }

  private void take(String host, Outcome outcome) {
    Optional<Outcome.Failure> refusal =
        Optional.of(outcome)
            .filter(Outcome.Failure.class::isInstance)
            .map(Outcome.Failure.class::cast)
            .filter(f -> f.kind() == Outcome.Kind.REFUSED || f.kind() == Outcome.Kind.CONNECTION);
    if (refusal.isEmpty()) {
      refusals.remove(host);
      return;
    }
    boolean tooLong = refusal.get().retryAfter().orElse(Duration.ZERO).compareTo(LONGEST_WAIT) > 0;
    int count = refusals.merge(host, tooLong ? REFUSALS : 1, Integer::sum);
    int before = count - (tooLong ? REFUSALS : 1);
    if (before < REFUSALS && count >= REFUSALS) {
      left.accept(host, refusal.get().reason());
    }
  }

  private static String host(String address) {
    return Optional.ofNullable(HttpUrl.parse(address)).map(HttpUrl::host).orElse(address);
  }

  /** Waits. */
  @FunctionalInterface
  public interface Sleeper {
    /** Waits for so long. */
    void sleep(Duration pause) throws InterruptedException;
  }
}
