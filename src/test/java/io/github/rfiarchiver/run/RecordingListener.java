package io.github.rfiarchiver.run;

import io.github.rfiarchiver.archive.SaveResult;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What a run reports, each line with its kind in front; requests in parallel report too. */
final class RecordingListener implements Listener {
  final List<String> lines = new CopyOnWriteArrayList<>();
  final List<String> explained = new CopyOnWriteArrayList<>();
  final List<SaveResult.Saved> saved = new CopyOnWriteArrayList<>();

  @Override
  public void saved(SaveResult.Saved article) {
    saved.add(article);
  }

  @Override
  public void notice(String subject, String what) {
    lines.add("notice " + subject + ": " + what);
  }

  @Override
  public void failure(String subject, String what, @Nullable Throwable cause) {
    lines.add("failure " + subject + ": " + what);
  }

  @Override
  public void explain(String subject, String what) {
    explained.add(subject + ": " + what);
  }

  boolean anyHas(String text) {
    return lines.stream().anyMatch(line -> line.contains(text));
  }
}
