package io.github.rfiarchiver.fetch;

/** A candidate and its result. */
record EntryOutcome(CandidateEntry entry, EntryResult result) {}
