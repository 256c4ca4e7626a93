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

  /** What was finished, of how many, after each step: {@code 1/3 lists}. */
  final List<String> progress = new CopyOnWriteArrayList<>();

  private String unit = "";
  private int done;
  private int all;

  @Override
  public synchronized void begin(int count, String ofUnit) {
    all = unit.equals(ofUnit) ? all + count : count;
    done = unit.equals(ofUnit) ? done : 0;
    unit = ofUnit;
  }

  @Override
  public synchronized void finish(int count) {
    done += count;
    progress.add(done + "/" + all + " " + unit);
  }

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
