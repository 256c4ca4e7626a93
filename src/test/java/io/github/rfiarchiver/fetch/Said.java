package io.github.rfiarchiver.fetch;

import io.github.rfiarchiver.archive.Kept;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a run says, each line with its kind in front. */
final class Said implements Listener {
  final List<String> lines = new ArrayList<>();
  final List<Kept> kept = new ArrayList<>();

  @Override
  public void kept(Kept article) {
    kept.add(article);
  }

  @Override
  public void notice(String subject, String what) {
    lines.add("notice " + subject + ": " + what);
  }

  @Override
  public void warning(String subject, String what) {
    lines.add("warning " + subject + ": " + what);
  }

  @Override
  public void failure(String subject, String what, Optional<? extends Throwable> cause) {
    lines.add("failure " + subject + ": " + what);
  }

  boolean anyHas(String text) {
    return lines.stream().anyMatch(line -> line.contains(text));
  }
}
