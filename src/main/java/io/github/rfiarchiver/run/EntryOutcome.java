package io.github.rfiarchiver.run;

/** A candidate and its result. */
record EntryOutcome(CandidateEntry entry, EntryResult result) {}
