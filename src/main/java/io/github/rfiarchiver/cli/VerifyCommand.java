package io.github.rfiarchiver.cli;

import com.grack.nanojson.JsonObject;
import io.github.rfiarchiver.ArchiverException;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.RawStore;
import io.github.rfiarchiver.article.Count;
import io.github.rfiarchiver.article.clean.ArticleCleaner;
import io.github.rfiarchiver.article.render.JsonRenderer;
import io.github.rfiarchiver.cli.output.Progress;
import io.github.rfiarchiver.run.Verification;
import io.github.rfiarchiver.run.Verification.Finding;
import io.github.rfiarchiver.run.Verification.Kind;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code verify}: damaged files, and files that the current rules would change. */
@Command(
    header =
        """
        Checks every file of the archive, and prints a line for each finding.

          rfi-archiver verify && echo intact
          rfi-archiver verify --repair               one first text for every article
          rfi-archiver verify --clean                junk and duplicates as well
          rfi-archiver verify --rules my.rules       junk by rules of your own
          rfi-archiver verify --format json | jq -r .path
        """)
final class VerifyCommand extends Subcommand {
  @Option(
      names = "--repair",
      description =
          "Turn the second first text of an article into a revision of the first. Nothing"
              + " else is changed.")
  private boolean repair;

  @Option(
      names = "--clean",
      description =
          "Also report files that hold what the current rules remove, and articles with"
              + " different keys and the same text. Implied by --rules.")
  private boolean clean;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "text (default), or json: one object a finding.")
  private ReportFormat format = ReportFormat.TEXT;

  @Mixin private final CleaningOptions cleaning = new CleaningOptions();

  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
  private int files;

  @Override
  public Integer call() throws ArchiverException {
    // Rules in the configuration do not count.
    ArticleCleaner cleaner = clean || isGiven("--rules") ? cleaning.cleaner() : null;
    Archive archive = program.existingArchive();
    Verification all = new Verification(archive, cleaner);
    if (repair) {
      all.repair(finding -> report(all, finding));
    }
    Verification verification =
        new Verification(archive.tolerating(e -> report(all, Finding.of(e))), cleaner);
    try (Progress progress = console().openProgress(null)) {
      verify(verification, progress);
    }
    if (cleaner != null && !console().isClosed()) {
      verification.duplicates().forEach(finding -> report(verification, finding));
    }
    console().flush();
    if (!console().isClosed()) {
      console().notice("verify", summary());
    }
    return ExitStatus.of(hasFindings()).status();
  }

  private void verify(Verification verification, Progress progress) throws ArchiveException {
    Archive archive = verification.archive();
    if (progress.isOpen()) {
      progress.begin((int) archive.contents().count() + RawStore.files(archive).size(), "files");
    }
    Iterator<Optional<Finding>> checked = verification.files().iterator();
    while (!console().isClosed() && checked.hasNext()) {
      checked.next().ifPresent(finding -> report(verification, finding));
      files++;
      progress.finish(1);
    }
    if (!console().isClosed()) {
      String what =
          repair
              ? "not repaired, since it or one of its revisions is damaged"
              : "verify --repair makes it a revision";
      verification.splits(what).forEach(finding -> report(verification, finding));
    }
  }

  /** Counts a finding, and prints it at once. */
  private void report(Verification verification, Finding finding) {
    counts.merge(finding.kind(), 1, Integer::sum);
    if (format == ReportFormat.TEXT) {
      console().print(finding.file() + ": " + finding.reason() + "\n");
      return;
    }
    JsonObject json = new JsonObject();
    json.put("path", finding.file().toString());
    json.put("language", verification.language(finding));
    json.put("finding", finding.kind().name().toLowerCase(Locale.ROOT));
    json.put("reason", finding.reason());
    json.put("other", finding.other() == null ? null : finding.other().toString());
    console().print(JsonRenderer.line(json) + "\n");
  }

  private int count(Kind kind) {
    return counts.getOrDefault(kind, 0);
  }

  private boolean hasFindings() {
    return counts.keySet().stream().anyMatch(kind -> kind != Kind.REPAIRED);
  }

  private String summary() {
    int damaged = count(Kind.DAMAGE) + count(Kind.SPLIT);
    String found = hasFindings() ? damaged + " damaged" : "nothing wrong";
    String rest = part(Kind.REPAIRED, " repaired") + part(Kind.JUNK, " not clean");
    String checked = Count.of(files, "file, ", "files, ");
    return checked + found + rest + part(Kind.DUPLICATE, " with the text of another");
  }

  private String part(Kind kind, String what) {
    return count(kind) == 0 ? "" : ", " + count(kind) + what;
  }
}
