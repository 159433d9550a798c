package dev.straddle.plan;

import dev.straddle.model.ConfigFragment;
import dev.straddle.model.KernelSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A kernel with what SSH needs: the same source and patches, with one more fragment. */
public final class SshKernel {

  private static final String FRAGMENT = "ssh.config";

  private SshKernel() {}

  /**
   * The kernel itself when it has the fragment, or is built already and brings modules.
   *
   * @param home where the shipped fragment lies
   */
  public static Requested.KernelVariant of(Requested.KernelVariant asked, Path home) {
    KernelSpec kernel = asked.kernel();
    Optional<KernelSpec.Config> config = kernel.config();
    if (config.isEmpty() || config.get().fragments().stream().anyMatch(SshKernel::isForSsh)) {
      return asked;
    }
    List<ConfigFragment> fragments = new ArrayList<>(config.get().fragments());
    fragments.add(new ConfigFragment.File(home.resolve("kernels/config").resolve(FRAGMENT)));
    KernelSpec withSsh =
        new KernelSpec(
            kernel.name() + "-ssh",
            kernel.description(),
            kernel.source(),
            Optional.of(
                new KernelSpec.Config(config.get().base(), fragments, config.get().options())),
            kernel.compiler(),
            kernel.variants(),
            kernel.ages(),
            kernel.definedIn());
    return new Requested.KernelVariant(withSsh, asked.variant());
  }

  private static boolean isForSsh(ConfigFragment fragment) {
    return fragment instanceof ConfigFragment.File file && file.path().endsWith(FRAGMENT);
  }
}
