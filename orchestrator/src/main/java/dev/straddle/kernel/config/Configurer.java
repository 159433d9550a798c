package dev.straddle.kernel.config;

import dev.straddle.disk.AtomicFiles;
import dev.straddle.kernel.compile.KernelMake;
import dev.straddle.kernel.config.KernelConfig.Asked;
import dev.straddle.kernel.step.StepFailedException;
import dev.straddle.model.WorkEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes the configuration of a build, and sees that it is what was asked for. */
public record Configurer(
    ConfigRequest request, String digest, KernelMake make, Consumer<WorkEvent> listener) {

  /**
   * Options that name a file of certificates or keys, on which a build ends late if it is not
   * there.
   */
  private static final List<String> KEY_FILES =
      List.of(
          "CONFIG_SYSTEM_TRUSTED_KEYS", "CONFIG_SYSTEM_REVOCATION_KEYS", "CONFIG_MODULE_SIG_KEY");

  /** The key that the kernel's make generates itself. */
  private static final String OWN_KEY = "certs/signing_key.pem";

  private static final int MOST_NAMES = 10;

  /**
   * Returns the text of the final {@code .config}.
   *
   * @throws StepFailedException naming every option asked for that does not hold
   */
  public String configure() throws IOException, InterruptedException, StepFailedException {
    KernelConfig asked = request.in(make.source());
    Path config = make.objects().resolve(".config");
    Path settled = make.objects().resolve(".config.straddle");
    Optional<String> before = stamp(asked);
    if (before.isPresent()
        && Files.exists(settled)
        && Files.exists(config)
        && Files.readString(settled).equals(before.get() + Files.readString(config))) {
      // Or make would ask again where a file is younger and says the same.
      AtomicFiles.touch(make.objects().resolve("include/config/auto.conf"));
      return Files.readString(config);
    }
    String base = base(config);
    Files.writeString(config, asked.mergedInto(base));
    settle();
    String text = Files.readString(config);
    if (request.base() instanceof BaseConfig.Text whole) {
      tellLost(whole, asked, KernelConfig.values(text));
    }
    check(asked, KernelConfig.values(text));
    Optional<String> after = stamp(asked);
    if (after.isPresent()) {
      Files.writeString(settled, after.get() + text);
    }
    return text;
  }

  /** Equal where the configuration in these objects would come out the same once more. */
  private Optional<String> stamp(KernelConfig asked) throws IOException {
    return KconfigState.of(make.source(), make.objects(), asked)
        .map(state -> "# " + digest + " " + state + "\n");
  }

  /** What is in step is not asked again by the build. */
  private void settle() throws InterruptedException, StepFailedException {
    make.configure(List.of("olddefconfig", "syncconfig"));
  }

  private String base(Path config) throws IOException, InterruptedException, StepFailedException {
    if (request.base() instanceof BaseConfig.Text whole) {
      return whole.text();
    }
    make.configure(List.of(request.base().id()));
    return Files.readString(config);
  }

  /**
   * A base may well have options that this kernel or this host has not: no error, yet worth a word.
   */
  private void tellLost(BaseConfig.Text base, KernelConfig asked, Map<String, String> actual) {
    Map<String, String> options = KernelConfig.values(base.text());
    List<String> lost =
        options.entrySet().stream()
            .filter(o -> !asked.asked().containsKey(o.getKey()))
            .filter(o -> !actual.getOrDefault(o.getKey(), "n").equals(o.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    if (!lost.isEmpty()) {
      listener.accept(
          new WorkEvent.Note(
              String.format(
                  "%d of %d options of %s came out otherwise: %s",
                  lost.size(), options.size(), base.name(), some(lost))));
    }
  }

  private void check(KernelConfig asked, Map<String, String> actual)
      throws IOException, StepFailedException {
    KconfigText kconfig = new KconfigText(make.source(), actual);
    StringBuilder complaint = new StringBuilder();
    List<String> foreign = new ArrayList<>();
    for (String option : asked.unmet(actual)) {
      Asked how = asked.asked().get(option);
      if (how.inTree() && !kconfig.defines(option)) {
        foreign.add(option + " (" + how.where() + ")");
        continue;
      }
      complaint.append(
          String.format(
              "%n%s: %s=%s is asked for, the configuration came to %s",
              how.where(), option, how.value(), actual.getOrDefault(option, "n")));
      kconfig.explain(option, how.value()).forEach(line -> complaint.append("\n    ").append(line));
    }
    for (String option : KEY_FILES) {
      String file = actual.getOrDefault(option, "").replace("\"", "");
      if (!file.isEmpty()
          && !file.equals(OWN_KEY)
          && !file.startsWith("pkcs11:")
          && !exists(file)) {
        complaint.append(
            String.format(
                "%n%s names %s, which this kernel's tree has not; write %s=\"\" in 'options:'",
                option, file, option));
      }
    }
    if (complaint.length() > 0) {
      throw new StepFailedException("config", complaint.toString().strip());
    }
    if (!foreign.isEmpty()) {
      listener.accept(
          new WorkEvent.Note("this kernel has no such option on x86: " + some(foreign)));
    }
  }

  private boolean exists(String file) {
    return Files.exists(make.source().resolve(file)) || Files.exists(make.objects().resolve(file));
  }

  private static String some(List<String> names) {
    String first = String.join(", ", names.subList(0, Math.min(names.size(), MOST_NAMES)));
    return names.size() <= MOST_NAMES
        ? first
        : first + " and " + (names.size() - MOST_NAMES) + " more";
  }
}
