package dev.straddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.model.KernelSpec;
import dev.straddle.plan.Requested;
import dev.straddle.plan.SshKernel;
import dev.straddle.spec.Catalogue;
import dev.straddle.spec.Specs;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ShellCommandTest {

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final Catalogue SHIPPED = Specs.load(HOME);

  @Test
  void oneWordIsForTheShellAndSeveralAreOneCommand() {
    assertThat(ShellCommand.line(List.of())).isEmpty();
    assertThat(ShellCommand.line(List.of("dmesg | grep dax"))).contains("dmesg | grep dax");
    assertThat(ShellCommand.line(List.of("echo", "it's", "$HOME", "")))
        .contains("'echo' 'it'\\''s' '$HOME' ''");
  }

  @Test
  void optionsOfTheCommandStandBehindTwoDashes() {
    CommandLine.ParseResult parsed =
        Main.commandLine()
            .parseArgs("shell", "linux-6.12/patched", "pgd-straddle", "--", "ls", "-l", "--help")
            .subcommand();

    assertThat(parsed.isUsageHelpRequested()).isFalse();
    assertThat(parsed.matchedPositional(2).<List<String>>getValue())
        .containsExactly("ls", "-l", "--help");
  }

  /** So that the kernel of the shell and that of the matrix are one build. */
  @Test
  void aKernelWithoutNetworkBecomesTheShippedOneThatHasIt() {
    Requested.KernelVariant taken = withSsh("linux-6.12", "patched");
    KernelSpec shipped = SHIPPED.kernel("linux-6.12-ssh").orElseThrow();

    assertThat(taken.name()).isEqualTo("linux-6.12-ssh/patched");
    assertThat(taken.kernel().config()).isEqualTo(shipped.config());
    assertThat(taken.kernel().source()).isEqualTo(shipped.source());
    assertThat(taken.variant().series())
        .isEqualTo(shipped.variant("patched").orElseThrow().series());
  }

  @Test
  void aKernelThatHasANetworkIsTakenAsItIs() {
    assertThat(withSsh("linux-6.12-ssh", "patched").name()).isEqualTo("linux-6.12-ssh/patched");
    assertThat(withSsh("debian-6.1", "shipped").name()).isEqualTo("debian-6.1/shipped");
  }

  private Requested.KernelVariant withSsh(String kernel, String variant) {
    KernelSpec spec = SHIPPED.kernel(kernel).orElseThrow();
    return SshKernel.of(
        new Requested.KernelVariant(spec, spec.variant(variant).orElseThrow()), HOME);
  }
}
