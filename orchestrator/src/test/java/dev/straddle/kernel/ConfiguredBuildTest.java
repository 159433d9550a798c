package dev.straddle.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.model.ConfigBase;
import dev.straddle.model.ConfigFragment;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.WorkEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bases and fragments of all kinds, on a tree that builds in a second. */
class ConfiguredBuildTest {

  private static final ConfigBase TINY = new ConfigBase.Target("tinyconfig");
  private static final ConfigFragment GUEST = new ConfigFragment.InTree("guest.config");

  @TempDir Path dir;
  private ToyKernel toy;
  private Path base;
  private final List<WorkEvent> events = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void makeToy() throws Exception {
    toy = new ToyKernel(dir);
    toy.write("Kconfig", "config NET\n\tbool\nconfig DROPPED_HERE\n\tbool\n\tdepends on NET\n");
    toy.write("kernel/configs/guest.config", "CONFIG_NET=y\nCONFIG_DROPPED_ELSEWHERE=y\n");
    base = Files.writeString(dir.resolve("my.config"), "CONFIG_OWN=y\nCONFIG_NET=y\n");
  }

  @Test
  void aFileIsTheBaseAndWhatItLosesIsCountedNotRefused() throws Exception {
    Files.writeString(base, "CONFIG_OWN=y\nCONFIG_NET=y\nCONFIG_DROPPED_HERE=y\n");
    KernelArtifact built = build(new ConfigBase.File(base), List.of(), "CONFIG_NET=n");
    assertThat(Files.readAllLines(built.config()))
        .containsExactly("CONFIG_OWN=y", "# CONFIG_NET is not set");
    assertThat(notes())
        .contains("1 of 3 options of " + base + " came out otherwise: CONFIG_DROPPED_HERE");
  }

  @Test
  void anotherContentOfTheBaseIsAnotherKernelAndTheSameIsNoWork() throws Exception {
    KernelArtifact before = build(new ConfigBase.File(base), List.of());
    events.clear();
    assertThat(build(new ConfigBase.File(base), List.of())).isEqualTo(before);
    assertThat(events).as("nothing changed").isEmpty();
    Files.writeString(base, "CONFIG_OWN=m\nCONFIG_NET=y\n");
    KernelArtifact after = build(new ConfigBase.File(base), List.of());
    assertThat(after.key()).isNotEqualTo(before.key());
    assertThat(after.config()).content().contains("CONFIG_OWN=m");
  }

  /** ccache, where it compiles what was preprocessed, answers some of that wrongly. */
  @Test
  void whatKconfigAsksTheCompilerIsAnsweredByTheCompiler() throws Exception {
    toy.write("asks-the-compiler", "");
    assertThat(build(TINY, List.of()).config()).content().contains("CONFIG_ANSWER=y");
  }

  /** Much of it would change the kernel and not its key, as {@code LLVM=1} does. */
  @Test
  void aBuildDoesNotSeeTheUsersEnvironment() throws Exception {
    build(TINY, List.of());
    Set<String> seen = Set.copyOf(Files.readAllLines(toy.place.resolve("environment")));
    Set<String> ours = new TreeSet<>(System.getenv().keySet());
    ours.removeAll(Set.of("PWD", "OLDPWD", "SHLVL", "_")); // every shell makes its own
    ours.removeAll(Set.of("USER", "LOGNAME", "TMPDIR", "LD_LIBRARY_PATH", "PKG_CONFIG_PATH"));
    ours.removeAll(Set.of("LANG", "LC_ALL", "MAKEFLAGS", "MAKELEVEL")); // set anew
    ours.removeAll(Set.of("PATH", "HOME"));
    assertThat(seen).contains("PATH", "HOME", "KBUILD_BUILD_USER", "CCACHE_DIR");
    assertThat(seen).doesNotContainAnyElementsOf(ours);
  }

  @Test
  void aBuildThatChangesItsConfigurationIsNone() throws Exception {
    toy.write("changes-its-config", "");
    assertThatThrownBy(() -> build(TINY, List.of()))
        .isInstanceOf(BuildFailedException.class)
        .hasMessageContaining("the configuration changed while the kernel was built");
  }

  @Test
  void aFragmentOfTheTreeIsReadAsTheSeriesLeavesIt() throws Exception {
    KernelArtifact plain = build(TINY, List.of(GUEST));
    assertThat(plain.config()).content().contains("CONFIG_NET=y").doesNotContain("CONFIG_MORE");
    Path patch =
        Files.writeString(
            dir.resolve("more.patch"),
            """
            --- a/kernel/configs/guest.config
            +++ b/kernel/configs/guest.config
            @@ -1,2 +1,3 @@
             CONFIG_NET=y
            +CONFIG_MORE=y
             CONFIG_DROPPED_ELSEWHERE=y
            """);
    KernelSpec.Config config = new KernelSpec.Config(TINY, List.of(GUEST), List.of());
    assertThat(build(toy.spec(config, patch)).config()).content().contains("CONFIG_MORE=y");
    assertThat(build(toy.spec(config)).config()).content().doesNotContain("CONFIG_MORE");
  }

  @Test
  void whatTheTreeAsksOfOtherArchitecturesIsSaidAndNoFailure() throws Exception {
    build(TINY, List.of(GUEST));
    assertThat(notes())
        .contains(
            "this kernel has no such option on x86:"
                + " CONFIG_DROPPED_ELSEWHERE (kernel/configs/guest.config:2)");
    Path own = Files.writeString(dir.resolve("own.config"), "CONFIG_DROPPED_ELSEWHERE=y\n");
    assertThatThrownBy(() -> build(TINY, List.of(GUEST, new ConfigFragment.File(own))))
        .as("asked for by the user, it is one")
        .hasMessageContaining(own + ":1: CONFIG_DROPPED_ELSEWHERE=y is asked for");
  }

  @Test
  void whatTheTreeAsksForAndDoesNotGetIsAFailureThatNamesItsLine() throws Exception {
    toy.write("kernel/configs/guest.config", "# Help: guests\nCONFIG_DROPPED_HERE=y\n");
    assertThatThrownBy(() -> build(TINY, List.of(GUEST)))
        .isInstanceOf(BuildFailedException.class)
        .hasMessageContaining(
            "kernel/configs/guest.config:2: CONFIG_DROPPED_HERE=y is asked for,"
                + " the configuration came to n")
        .hasMessageContaining("it depends on NET; not set: CONFIG_NET");
  }

  @Test
  void aFileOfKeysThatIsNotThereFailsBeforeAnythingIsCompiled() throws Exception {
    Files.writeString(base, "CONFIG_SYSTEM_TRUSTED_KEYS=\"debian/certs/keys.pem\"\n");
    assertThatThrownBy(() -> build(new ConfigBase.File(base), List.of()))
        .isInstanceOf(BuildFailedException.class)
        .hasMessageContaining(
            "CONFIG_SYSTEM_TRUSTED_KEYS names debian/certs/keys.pem, which this kernel's tree has"
                + " not; write CONFIG_SYSTEM_TRUSTED_KEYS=\"\" in 'options:'");
    toy.write("debian/certs/keys.pem", "");
    build(new ConfigBase.File(base), List.of(), "CONFIG_MODULE_SIG_KEY=\"certs/signing_key.pem\"");
  }

  private KernelArtifact build(ConfigBase from, List<ConfigFragment> fragments, String... options)
      throws Exception {
    return build(toy.spec(new KernelSpec.Config(from, fragments, List.of(options))));
  }

  private KernelArtifact build(KernelSpec spec) throws Exception {
    return new KernelBuilder(toy.cache(), 2, events::add).build(spec, spec.variants().get(0));
  }

  private List<String> notes() {
    return events.stream()
        .filter(WorkEvent.Note.class::isInstance)
        .map(note -> ((WorkEvent.Note) note).text())
        .toList();
  }
}
