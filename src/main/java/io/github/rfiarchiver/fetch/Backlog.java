package io.github.rfiarchiver.fetch;

import io.github.rfiarchiver.article.Address;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The pending entries of a run, by address. Not safe to share among threads. */
final class Backlog {
  private final Map<Address, Pending> entries = new LinkedHashMap<>();

  Backlog(Collection<Pending> stored, Instant now) {
    for (Pending entry : stored) {
      if (!entry.isForgotten(now)) {
        entries.put(entry.address(), entry);
      }
    }
  }

  /** All of them, those that were given up among them. */
  List<Pending> entries() {
    return List.copyOf(entries.values());
  }

  /** How many of a feed's entries wait for their pages. */
  int waiting(String feed) {
    return (int)
        entries.values().stream()
            .filter(e -> e.givenUp().isEmpty() && e.feed().equals(feed))
            .count();
  }

  /** How many wait for their pages in all. */
  int waiting() {
    return (int) entries.values().stream().filter(entry -> entry.givenUp().isEmpty()).count();
  }

  boolean isGivenUp(Address address) {
    Pending entry = entries.get(address);
    return entry != null && entry.givenUp().isPresent();
  }

  void archived(Address address) {
    entries.remove(address);
  }

  /** Takes note that a candidate's page could not be had, and returns what is remembered of it. */
  Pending postpone(Candidate candidate, PageSource.Missing missing, Instant now) {
    Pending before =
        entries.getOrDefault(
            candidate.address(), Pending.untried(candidate, missing.reason(), now));
    Pending after = before.failed(missing, now);
    entries.put(candidate.address(), after);
    return after;
  }

  /** Keeps a candidate whose page is not asked for in this run. */
  void hold(Candidate candidate, String reason, Instant now) {
    entries.putIfAbsent(candidate.address(), Pending.untried(candidate, reason, now));
  }

  /** The hosts that want not to be asked for pages yet. */
  Set<String> waitingHosts(Instant now) {
    return entries.values().stream()
        .filter(entry -> entry.isWaiting(now))
        .map(entry -> entry.address().host())
        .collect(Collectors.toSet());
  }
}
