package io.github.rfiarchiver.fetch;

import io.github.rfiarchiver.article.Address;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The pending entries of a run, by address. Not safe to share among threads. */
final class Backlog {
  private final Map<Address, Pending> entries = new LinkedHashMap<>();

  /**
   * How many entries that were given up are remembered, so that each is reported once. Feeds list
   * far fewer entries at a time. No clock decides when one is forgotten.
   */
  private static final int MAX_GIVEN_UP = 1000;

  private final Clock clock;

  Backlog(Collection<Pending> stored, Clock clock) {
    this.clock = clock;
    stored.forEach(entry -> entries.put(entry.address(), entry));
  }

  /** All of them, those that were given up among them. */
  List<Pending> entries() {
    return List.copyOf(entries.values());
  }

  /** The entries to store: all that are tried again, and the last ones that were given up. */
  List<Pending> remembered() {
    int forgotten = entries.size() - waiting() - MAX_GIVEN_UP;
    List<Pending> remembered = new ArrayList<>();
    for (Pending entry : entries.values()) {
      if (forgotten <= 0 || isWaiting(entry)) {
        remembered.add(entry);
      } else {
        forgotten--;
      }
    }
    return remembered;
  }

  /** How many of a feed's entries wait for their pages. */
  int waiting(String feed) {
    return (int)
        entries.values().stream().filter(e -> isWaiting(e) && e.feed().equals(feed)).count();
  }

  /** How many wait for their pages in all. */
  int waiting() {
    return (int) entries.values().stream().filter(this::isWaiting).count();
  }

  boolean isGivenUp(Address address) {
    Pending entry = entries.get(address);
    return entry != null && !isWaiting(entry);
  }

  private boolean isWaiting(Pending entry) {
    return !entry.isGivenUp(clock.instant());
  }

  void archived(Address address) {
    entries.remove(address);
  }

  /** Takes note that a candidate's page could not be had, and returns what is remembered of it. */
  Pending postpone(Candidate candidate, PageSource.Missing missing) {
    Instant now = clock.instant();
    Pending before =
        entries.getOrDefault(
            candidate.address(), Pending.untried(candidate, missing.reason(), now));
    Pending after = before.failed(missing, now);
    entries.put(candidate.address(), after);
    return after;
  }

  /** Keeps a candidate whose page is not asked for in this run. */
  void hold(Candidate candidate, String reason) {
    entries.putIfAbsent(candidate.address(), Pending.untried(candidate, reason, clock.instant()));
  }

  /** The hosts that want not to be asked for pages yet. */
  Set<String> waitingHosts(Instant now) {
    return entries.values().stream()
        .filter(entry -> entry.isWaiting(now))
        .map(entry -> entry.address().host())
        .collect(Collectors.toSet());
  }
}
