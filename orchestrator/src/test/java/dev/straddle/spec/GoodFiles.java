package dev.straddle.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small repository without a mistake, for tests to make mistakes in. */
final class GoodFiles {

  static final String GUEST = "guest-configs/good.yaml";
  static final String GUEST_WITH_SSH = "guest-configs/with-ssh.yaml";
  static final String KERNEL = "kernels/linux.yaml";
  static final String KERNEL_OF_A_DISTRIBUTION = "kernels/distribution.yaml";
  static final String MATRIX = "matrices/m.yaml";

  private GoodFiles() {}

  static void writeTo(Path root) throws IOException {
    write(root, "kernels/config/boot.config", "CONFIG_64BIT=y\n");
    write(root, "guest-configs/probes/pmem.sh", "exit 0\n");
    write(
        root,
        KERNEL,
        """
        description: a kernel
        source: {debian: {package: linux-source-6.12}}
        config: {base: tinyconfig, fragments: [config/boot.config], options: [CONFIG_NUMA=y]}
        history:
          toolchains: [{before: v5.16, toolchain: gcc-10}]
          fixes: [{breaks: v5.12-rc1, fix: 52a9dab6d892}]
        variants:
          unpatched: {series: []}
          patched: {description: as is, series: []}
        """);
    write(
        root,
        KERNEL_OF_A_DISTRIBUTION,
        """
        description: a kernel configured as a distribution has it
        source: {debian: {package: linux-source-6.12}}
        config:
          base: {package: linux-image-amd64, version: 6.12.9-1, suite: trixie}
          fragments: [{in-tree: kvm_guest.config}, config/boot.config]
        variants:
          shipped: {series: []}
        """);
    write(
        root,
        GUEST,
        """
        description: a guest
        machine:
          memory: 1GiB
          max-memory: 40TiB
          cpus: 1
          kaslr: false
        pmem:
          - size: 1GiB
            placement: {straddle: vmemmap}
            align: 2MiB
        seeds: [1, 2]
        probe: probes/pmem.sh
        timeouts: {boot: 20s}
        """);
    write(
        root,
        GUEST_WITH_SSH,
        """
        description: a guest with SSH
        machine: {memory: 1GiB}
        probe: probes/pmem.sh
        ssh:
          steps:
            - name: look
              run: ls
              deadline: 5s
            - name: job
              run: sh pmem.sh
              copy-in: [probes/pmem.sh]
              copy-out: [out/report.txt]
          results: {size: 1MiB, files: 3}
        """);
    write(
        root,
        MATRIX,
        """
        description: a matrix
        kernels: [linux]
        without: unpatched
        with: patched
        guests:
          good: FIXED
        crash:
          titles: ['BUG: .*']
          fault-in: vmemmap
        """);
  }

  /** Replaces a text that must be there. */
  static void replace(Path file, String text, String replacement) throws IOException {
    String good = Files.readString(file);
    assertThat(good).contains(text);
    Files.writeString(file, good.replace(text, replacement));
  }

  private static void write(Path root, String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
