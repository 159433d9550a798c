package dev.straddle.kernel.series;

import dev.straddle.git.Git;
import dev.straddle.model.InfraException;
import dev.straddle.model.PatchSource;
import dev.straddle.process.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The commits of a range as patches, read with git format-patch, which runs and writes nothing. */
final class CommitRange {

  private CommitRange() {}

  static Series read(PatchSource.GitRange source) throws IOException, InterruptedException {
    Path mbox = Files.createTempFile("straddle-", ".mbox");
    try {
      Result result =
          Git.in(source.repository())
              .command(
                  "format-patch",
                  "--no-signature",
                  "--zero-commit",
                  "--full-index",
                  "--no-stat",
                  "--no-cover-letter",
                  "--no-ext-diff",
                  "--no-textconv",
                  "--no-attach",
                  "--no-thread",
                  "--src-prefix=a/",
                  "--dst-prefix=b/",
                  "--output=" + mbox,
                  "--end-of-options",
                  source.range())
              .run();
      if (!result.ok()) {
        throw new InfraException(
            result.describe(), "name a range that " + source.repository() + " has in 'range:'");
      }
      List<Patch> patches = new ArrayList<>();
      MailSplitter.split(
          mbox,
          (text, cut) -> {
            for (Mail mail : MailReader.read(text)) {
              if (mail.isPatch()) {
                String name =
                    String.format("%s (%d: %s)", source.range(), patches.size() + 1, mail.title());
                Found found = new Found(patches.size(), name, mail);
                patches.add(Patch.of(found, OptionalInt.empty(), source.reverse()));
              }
            }
          });
      return Series.of(patches);
    } finally {
      Files.delete(mbox);
    }
  }
}
