package dev.straddle.kernel.series;

import dev.straddle.kernel.step.StepFailedException;
import dev.straddle.model.AppliedPatch;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.PatchSource;
import dev.straddle.process.Command;
import dev.straddle.process.Result;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the record of a kernel says of the patches that it was built with. */
public final class AppliedPatches {

  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private AppliedPatches() {}

  /**
   * The patches of a variant, in order.
   *
   * @throws StepFailedException when one of its series cannot be read
   */
  public static List<AppliedPatch> of(KernelSpec.Variant variant)
      throws IOException, InterruptedException, StepFailedException {
    List<Patch> patches = new ArrayList<>();
    List<String> series = new ArrayList<>();
    for (PatchSource source : variant.series()) {
      for (Patch patch : Series.read(source).patches()) {
        patches.add(patch);
        series.add(name(source));
      }
    }
    int applied = patches.size() - variant.without();
    List<String> ids = ids(patches.subList(0, applied));
    List<AppliedPatch> all = new ArrayList<>();
    for (int i = 0; i < applied; i++) {
      Patch patch = patches.get(i);
      all.add(new AppliedPatch(series.get(i), patch.title(), patch.reverse(), ids.get(i)));
    }
    return all;
  }

  /** A file or folder without extension; below a folder {@code patches}, its path there. */
  private static String name(PatchSource source) {
    if (source instanceof PatchSource.GitRange range) {
      return range.range();
    }
    Path place = ((PatchSource.Files) source).place();
    int from = place.getNameCount() - 1;
    for (int i = 0; i < place.getNameCount() - 1; i++) {
      from = place.getName(i).toString().equals("patches") ? i + 1 : from;
    }
    return place
        .subpath(from, place.getNameCount())
        .toString()
        .replaceFirst("(?i)\\.(patch|diff|mbo?x|eml)$", "");
  }

  /** One for each patch; all empty when git does not give one for each. */
  private static List<String> ids(List<Patch> patches) throws IOException, InterruptedException {
    List<String> none = patches.stream().map(p -> "").toList();
    if (patches.isEmpty()) {
      return none;
    }
    Path text = Files.createTempFile("straddle-patches", ".mbox");
    try {
      try (OutputStream out = Files.newOutputStream(text)) {
        for (int i = 0; i < patches.size(); i++) {
          // git tells one patch from the next by such a line
          out.write(
              "\nFrom %040x Mon Sep 17 00:00:00 2001\n"
                  .formatted(i + 1)
                  .getBytes(StandardCharsets.US_ASCII));
          out.write(patches.get(i).mail().text());
        }
      }
      List<String> lines = new ArrayList<>();
      Result result =
          Command.of("sh", "-c", "exec git patch-id --stable <\"$1\"", "sh", text.toString())
              .within(DEADLINE)
              .heardBy((channel, line) -> lines.add(line))
              .run();
      List<String> ids = lines.stream().map(line -> line.split(" ")[0]).toList();
      return result.ok() && ids.size() == patches.size() ? ids : none;
    } finally {
      Files.delete(text);
    }
  }
}
