package dev.straddle.night;

import dev.straddle.bisect.GitRepository;
import dev.straddle.history.Regression;
import dev.straddle.model.KernelSource;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.Waiver;
import dev.straddle.runs.NightRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks the histories of git kernels for the commits that people wait for. */
public final class NightCommits implements Commits {

  private final Map<String, KernelSource.Git> kernels;
  private final Path cache;

  public NightCommits(List<NightTest> tests, Path cache) {
    this.kernels =
        tests.stream()
            .map(NightTest::kernel)
            .distinct()
            .filter(kernel -> kernel.source() instanceof KernelSource.Git)
            .collect(Collectors.toMap(KernelSpec::name, k -> (KernelSource.Git) k.source()));
    this.cache = cache;
  }

  /** A commit is there when every git kernel that waits for it has it. */
  @Override
  public List<String> present(Collection<Regression> regressions, NightRecord night)
      throws InterruptedException {
    Map<String, Set<String>> waiting = new LinkedHashMap<>();
    for (Regression regression : regressions) {
      regression
          .fix()
          .filter(fix -> kernels.containsKey(regression.kernel()))
          .ifPresent(
              fix ->
                  waiting
                      .computeIfAbsent(fix, f -> new LinkedHashSet<>())
                      .add(regression.kernel()));
    }
    for (Waiver waiver : night.waivers()) {
      List<String> lines = new ArrayList<>(waiver.kernels());
      lines.addAll(waiver.kernels().isEmpty() ? kernels.keySet() : List.of());
      lines.retainAll(kernels.keySet());
      waiver
          .untilCommit()
          .filter(commit -> !lines.isEmpty())
          .ifPresent(
              commit -> waiting.computeIfAbsent(commit, c -> new LinkedHashSet<>()).addAll(lines));
    }
    List<String> there = new ArrayList<>();
    for (Map.Entry<String, Set<String>> commit : waiting.entrySet()) {
      if (allHave(commit.getValue(), commit.getKey())) {
        there.add(commit.getKey());
      }
    }
    return there;
  }

  private boolean allHave(Set<String> lines, String commit) throws InterruptedException {
    for (String line : lines) {
      KernelSource.Git git = kernels.get(line);
      if (!GitRepository.open(git.repository(), cache).contains(git.ref(), commit)) {
        return false;
      }
    }
    return true;
  }
}
