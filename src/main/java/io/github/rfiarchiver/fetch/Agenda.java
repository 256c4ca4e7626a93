package io.github.rfiarchiver.fetch;

import io.github.rfiarchiver.archive.Accession;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.article.Address;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a run has to deal with, and in what order: the pending entries first. */
final class Agenda {
  /**
   * Entries whose pages failed in so many runs wait behind the others: a host that refuses three
   * requests in a row is left, and the same three must not stand in front of everything for ever.
   */
  private static final int TRIES_IN_FRONT = 3;

  private final Archive archive;
  private final FetchOptions options;
  private final Map<String, FeedTally> tallies;
  private final Instant now;

  Agenda(Archive archive, FetchOptions options, Map<String, FeedTally> tallies, Instant now) {
    this.archive = archive;
    this.options = options;
    this.tallies = tallies;
    this.now = now;
  }

  /**
   * The candidates to deal with.
   *
   * @param backlog loses the entries that came into the archive by another way, and takes those
   *     whose host has to be waited for
   */
  List<Candidate> of(List<Candidate> listed, Backlog backlog) throws ArchiveException {
    Map<Address, Candidate> rest = new LinkedHashMap<>();
    listed.stream().filter(this::isLateEnough).forEach(c -> rest.put(c.address(), c));
    Set<String> waiting = options.force() ? Set.of() : backlog.waitingHosts(now);
    List<Candidate> first = new ArrayList<>();
    List<Candidate> last = new ArrayList<>();
    for (Pending entry : backlog.entries()) {
      Candidate candidate =
          Optional.ofNullable(rest.remove(entry.address())).orElseGet(() -> Candidate.of(entry));
      if (isKnown(candidate)) {
        backlog.archived(entry.address());
        rest.put(entry.address(), candidate);
      } else if (candidate.article().isPresent()
          || (isToBeTried(entry) && !waiting.contains(entry.address().host()))) {
        (entry.tries() < TRIES_IN_FRONT ? first : last).add(candidate);
      }
    }
    for (Candidate candidate : List.copyOf(rest.values())) {
      boolean waits = candidate.article().isEmpty() && waiting.contains(candidate.address().host());
      if (waits && options.pages() && !isKnown(candidate)) {
        backlog.hold(candidate, "its host asks to wait");
        rest.remove(candidate.address());
      }
    }
    List<Candidate> agenda = new ArrayList<>(first);
    agenda.addAll(limited(new ArrayList<>(rest.values())));
    agenda.addAll(last);
    return agenda;
  }

  /** Whether nothing is left to do for a candidate: a summary of an article that is known. */
  boolean isDone(Candidate candidate) throws ArchiveException {
    return candidate.article().isEmpty() && !options.refetchesKnown() && isKnown(candidate);
  }

  private boolean isLateEnough(Candidate candidate) {
    Optional<Instant> since = options.since();
    return since.isEmpty()
        || candidate.published().filter(date -> date.isBefore(since.get())).isEmpty()
        || candidate.later().stream().anyMatch(this::isLateEnough);
  }

  private boolean isToBeTried(Pending entry) {
    FeedTally tally = tallies.get(entry.feed());
    boolean waits = tally != null && tally.isWaiting(now) && !options.force();
    return options.pages()
        && !waits
        && (!entry.isGivenUp(now) || options.refresh() || options.force());
  }

  private List<Candidate> limited(List<Candidate> candidates) throws ArchiveException {
    if (options.limit().isEmpty()) {
      return candidates;
    }
    List<Candidate> unknown = new ArrayList<>();
    for (Candidate candidate : candidates) {
      if (!isKnown(candidate)) {
        unknown.add(candidate);
      }
    }
    unknown.sort(Candidate.NEWEST_FIRST);
    return unknown.subList(0, Math.min(unknown.size(), options.limit().getAsInt()));
  }

  boolean isKnown(Candidate candidate) throws ArchiveException {
    return !archive.find(candidate.address(), Accession.months(candidate.dates())).isEmpty();
  }
}
