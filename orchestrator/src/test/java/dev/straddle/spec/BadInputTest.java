package dev.straddle.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each case takes good files, replaces one text in one of them, and reads all problems. */
class BadInputTest {

  private static final String GUEST = GoodFiles.GUEST;
  private static final String WITH_SSH = GoodFiles.GUEST_WITH_SSH;
  private static final String KERNEL = GoodFiles.KERNEL;
  private static final String MATRIX = GoodFiles.MATRIX;

  @TempDir Path root;

  @BeforeEach
  void writeGoodFiles() throws IOException {
    GoodFiles.writeTo(root);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void everyProblemHasItsPlaceAndWhatWouldBeRight(
      String name, String file, String text, String replacement, List<String> expected)
      throws IOException {
    GoodFiles.replace(root.resolve(file), text, replacement);

    List<String> problems =
        Specs.problems(Specs.load(root)).stream()
            .map(
                p ->
                    root.relativize(p.at().file())
                        + p.toString().substring(p.at().file().toString().length()))
            .toList();

    assertThat(problems).containsExactlyElementsOf(expected.stream().map(e -> file + e).toList());
  }

  /** Name, file, text, replacement, expected problems without the file's name. */
  static Stream<Arguments> everyProblemHasItsPlaceAndWhatWouldBeRight() {
    return Stream.of(
        wrong("nothing wrong", GUEST, "1GiB", "1GiB"),
        wrong(
            "unknown key",
            GUEST,
            "memory: 1GiB\n",
            "memroy: 1GiB\n",
            ":3:3: 'machine.memory' is missing",
            ":3:3: unknown key 'memroy'; did you mean 'memory'?"),
        wrong(
            "unknown key like no other",
            GUEST,
            "boot: 20s",
            "patience: 20s",
            ":13:12: unknown key 'patience'; known: boot, probe, silence, settle"),
        wrong(
            "wrong unit",
            GUEST,
            "memory: 1GiB",
            "memory: 1GB",
            ":3:11: '1GB' is no size; write a whole number and a unit, as in 1GiB"),
        wrong(
            "duration without unit",
            GUEST,
            "boot: 20s",
            "boot: 20",
            ":13:18: expects a duration with a unit, as in 500ms, 20s or 5min, not '20'"),
        wrong(
            "a deadline that no kernel keeps",
            GUEST,
            "boot: 20s",
            "boot: 0s",
            ":13:18: expects at least 1000ms, not 0s"),
        wrong(
            "nothing watched",
            GUEST,
            "boot: 20s",
            "settle: 0ms",
            ":13:20: expects at least 100ms, not 0ms"),
        wrong(
            "a machine too small for any kernel",
            GUEST,
            "memory: 1GiB",
            "memory: 16MiB",
            ":3:11: expects at least 48MiB: no kernel comes up in 16MiB"),
        wrong(
            "KASLR that the command line takes away",
            GUEST,
            "kaslr: false",
            "kaslr: true\ncmdline: [nokaslr]",
            ":7:10: nokaslr contradicts machine.kaslr: true"),
        wrong(
            "two problems at once",
            GUEST,
            "cpus: 1\n  kaslr: false",
            "cpus: many\n  kaslr: maybe",
            ":5:9: expects a whole number from 1 to 64, not 'many'",
            ":6:10: expects true or false, not 'maybe'"),
        wrong(
            "duplicate key",
            GUEST,
            "cpus: 1",
            "cpus: 1\n  cpus: 1",
            ":6:3: 'cpus' stands here a second time; it stands on line 5 already"),
        wrong(
            "missing file",
            GUEST,
            "probes/pmem.sh",
            "probes/pmen.sh",
            ":12:8: 'probes/pmen.sh' does not exist; paths are relative to this file"),
        wrong(
            "tab",
            GUEST,
            "  memory: 1GiB",
            "\tmemory: 1GiB",
            ":3:1: a tab cannot indent YAML; use spaces"),
        wrong(
            "broken YAML",
            GUEST,
            "seeds: [1, 2]",
            "seeds: [1, 2",
            ":12:6: not valid YAML: while parsing a flow sequence: expected ',' or ']', but got"
                + " :"),
        wrong(
            "a list where fields are due",
            GUEST,
            "timeouts: {boot: 20s}",
            "timeouts: [20s]",
            ":13:11: expects fields, as in 'name: value', not a list"),
        wrong(
            "a value where a list is due",
            GUEST,
            "seeds: [1, 2]",
            "seeds: 1",
            ":11:8: 'seeds' expects a list, as in [a, b], not a single value"),
        wrong(
            "seeds with two processors",
            GUEST,
            "cpus: 1",
            "cpus: 2",
            ":11:8: a seeded boot needs machine.cpus: 1, not 2"),
        wrong(
            "SSH with seeds",
            WITH_SSH,
            "ssh:",
            "seeds: [1]\nssh:",
            ":6:3: a seeded boot has no SSH, by which the host's time would get into the guest"),
        wrong(
            "a parameter of straddle's own",
            GUEST,
            "seeds: [1, 2]\n",
            "cmdline: [quiet, straddle.unattended]\n",
            ":11:18: parameters named straddle.… are straddle's own"),
        wrong(
            "SSH by a word",
            WITH_SSH,
            "ssh:\n",
            "ssh: true\nx:\n",
            ":4:6: expects fields, as in 'name: value', not a single value",
            ":5:1: unknown key 'x'; known: description, machine, pmem, cmdline, seeds, probe,"
                + " timeouts, ssh, proves"),
        wrong(
            "SSH without steps",
            WITH_SSH,
            "  steps:\n",
            "  steps: []\n  x:\n",
            ":5:10: expects at least one step, as in [{name: look, run: ls}]",
            ":6:3: unknown key 'x'; known: steps, results"),
        wrong(
            "two steps of one name",
            WITH_SSH,
            "name: job",
            "name: look",
            ":9:13: a second step is called 'look'"),
        wrong(
            "a step without a command",
            WITH_SSH,
            "      run: ls\n",
            "",
            ":6:7: 'ssh.steps[0].run' is missing"),
        wrong(
            "a step whose name leads elsewhere",
            WITH_SSH,
            "name: look",
            "name: ../look",
            ":6:13: expects a name of a-z, 0-9, '.' and '-', not '../look'"),
        wrong(
            "a missing file for the guest",
            WITH_SSH,
            "copy-in: [probes/pmem.sh]",
            "copy-in: [probes/none.sh]",
            ":11:17: 'probes/none.sh' does not exist; paths are relative to this file"),
        wrong(
            "two files of one name for the guest",
            WITH_SSH,
            "copy-in: [probes/pmem.sh]",
            "copy-in: [probes/pmem.sh, ./probes/../probes/pmem.sh]",
            ":11:16: two of them have one name, and they go to one folder"),
        wrong(
            "a result from elsewhere",
            WITH_SSH,
            "out/report.txt",
            "out/../../x",
            ":12:18: expects a path in the guest without '..', such as report.txt or"
                + " /proc/meminfo"),
        wrong(
            "results without end",
            WITH_SSH,
            "files: 3",
            "files: 0",
            ":13:32: expects a whole number from 1 to 100000, not 0"),
        wrong(
            "placement by an unknown word",
            GUEST,
            "{straddle: vmemmap}",
            "middle",
            ":9:16: expects default, {at: ADDRESS} or {straddle: vmemmap}, not 'middle'"),
        wrong(
            "placement twice",
            GUEST,
            "{straddle: vmemmap}",
            "{straddle: vmemmap, at: 0x1000}",
            ":9:16: expects one of 'at: ADDRESS' and 'straddle: vmemmap'"),
        wrong(
            "decimal address",
            GUEST,
            "{straddle: vmemmap}",
            "{at: 1000}",
            ":9:21: expects a hexadecimal address such as 0x1fffe0000000, not '1000'"),
        wrong(
            "alignment of no page size",
            GUEST,
            "align: 2MiB",
            "align: 3MiB",
            ":10:12: expects 4KiB, 2MiB or 1GiB, not '3MiB'"),
        wrong(
            "unknown mode",
            GUEST,
            "align: 2MiB",
            "mode: devdaks",
            ":10:11: 'devdaks' is unknown here; did you mean 'devdax'?"),
        wrong(
            "empty value",
            GUEST,
            "description: a guest",
            "description:",
            ":1:13: expects some text"),
        wrong(
            "unknown kernel",
            MATRIX,
            "[linux]",
            "[linus]",
            ":2:11: unknown kernel 'linus'; did you mean 'linux'?"),
        wrong(
            "a kernel's file for its name",
            MATRIX,
            "[linux]",
            "[linux.yaml]",
            ":2:11: unknown kernel 'linux.yaml'; leave out '.yaml', and put the file into"
                + " 'kernels' beside this one"),
        wrong(
            "unknown guest",
            MATRIX,
            "good: FIXED",
            "entirely-else: FIXED",
            ":6:18: unknown guest 'entirely-else'; known: good, with-ssh"),
        wrong(
            "unknown variant",
            MATRIX,
            "without: unpatched",
            "without: bare",
            ":3:10: unknown variant of linux 'bare'; known: unpatched, patched"),
        wrong(
            "unknown outcome",
            MATRIX,
            "good: FIXED",
            "good: FIXT",
            ":6:9: 'FIXT' is unknown here; did you mean 'FIXED'?"),
        wrong(
            "broken expression",
            MATRIX,
            "BUG: .*",
            "BUG: (",
            ":8:12: expects a regular expression: Unclosed group at index 6"),
        wrong(
            "the same variant twice",
            MATRIX,
            "with: patched",
            "with: unpatched",
            ":4:7: the two variants are the same, 'unpatched'; name two"),
        wrong(
            "no guests",
            MATRIX,
            "\n  good: FIXED",
            " {}",
            ":5:9: expects at least one guest, as in 'pgd-straddle: FIXED'"),
        wrong(
            "an exception for another kernel",
            MATRIX,
            "crash:",
            "except:\n  linus: {good: FIXED}\ncrash:",
            ":8:10: unknown kernel of this matrix 'linus'; did you mean 'linux'?"),
        wrong(
            "an exception for another guest",
            MATRIX,
            "crash:",
            "except:\n  linux: {goot: FIXED}\ncrash:",
            ":8:17: unknown guest of this matrix 'goot'; did you mean 'good'?"),
        wrong(
            "an exception that says nothing",
            MATRIX,
            "crash:",
            "except:\n  linux: {}\ncrash:",
            ":8:10: expects at least one guest, as in 'pgd-straddle: FIXED'"),
        wrong(
            "option without prefix",
            KERNEL,
            "CONFIG_NUMA=y",
            "NUMA=y",
            ":3:71: expects an option such as CONFIG_NUMA=y (n to turn it off), not 'NUMA=y'"),
        wrong(
            "a base that is neither target nor file",
            KERNEL,
            "base: tinyconfig",
            "base: my.config",
            ":3:16: expects a make target such as tinyconfig, {file: PATH} or {package: NAME},"
                + " not 'my.config'"),
        wrong(
            "a base from two places",
            KERNEL,
            "base: tinyconfig",
            "base: {file: linux.yaml, package: linux-image-amd64}",
            ":3:16: expects either file or package, or the name of a make target"),
        wrong(
            "a base file with a suite",
            KERNEL,
            "base: tinyconfig",
            "base: {file: linux.yaml, suite: trixie}",
            ":3:35: unknown key 'suite'; known: file, package"),
        wrong(
            "a missing base file",
            KERNEL,
            "base: tinyconfig",
            "base: {file: none.config}",
            ":3:23: 'none.config' does not exist; paths are relative to this file"),
        wrong(
            "a fragment of the tree with its folder",
            KERNEL,
            "[config/boot.config]",
            "[config/boot.config, {in-tree: kernel/configs/x.config}]",
            ":3:70: expects a fragment of the kernel's tree such as kvm_guest.config, not"
                + " 'kernel/configs/x.config'"),
        wrong(
            "a base and a fragment that say nothing",
            KERNEL,
            "base: tinyconfig, fragments: [config/boot.config]",
            "base: {}, fragments: [{intree: x.config}]",
            ":3:16: expects either file or package, or the name of a make target",
            ":3:32: 'config.fragments[0].in-tree' is missing",
            ":3:33: unknown key 'intree'; did you mean 'in-tree'?"),
        wrong(
            "variant name",
            KERNEL,
            "  unpatched:",
            "  Un_patched:",
            ":8:3: expects a name of a-z, 0-9, '.' and '-', not 'Un_patched'"),
        wrong(
            "no source",
            KERNEL,
            "source: {debian: {package: linux-source-6.12}}\n",
            "",
            ":1:1: 'source' is missing"),
        wrong(
            "an image with a configuration",
            KERNEL,
            "debian: {package: linux-source-6.12}",
            "image: {package: linux-image-amd64}",
            ":3:9: an image is built already; leave 'config' out"),
        wrong(
            "a compiler that the kernel does not know",
            KERNEL,
            "source: {debian",
            "toolchain: icc\nsource: {debian",
            ":2:12: expects gcc, clang, or one of a version such as gcc-12 or clang-14, not 'icc'"),
        wrong(
            "an image from two places",
            KERNEL,
            "debian: {package: linux-source-6.12}}\nconfig: {base: tinyconfig,"
                + " fragments: [config/boot.config], options: [CONFIG_NUMA=y]}",
            "image: {package: linux-image-amd64, kernel: linux.yaml}}",
            ":2:17: expects either package or kernel"));
  }

  private static Arguments wrong(
      String name, String file, String text, String replacement, String... expected) {
    return Arguments.of(name, file, text, replacement, List.of(expected));
  }
}
