package dev.straddle.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A program or file of the host that straddle cannot do without.
 *
 * @param name of the program on {@code PATH}, or absolute path of the file
 * @param debianPackage that has it
 * @param purpose what it is needed for
 */
public record Need(String name, String debianPackage, String purpose) {

  /** Everything a build and a boot need on Debian 12; the compiler's own needs come with it. */
  public static final List<Need> ALL =
      List.of(
          new Need("qemu-system-x86_64", "qemu-system-x86", "boots the guests"),
          new Need("/usr/share/seabios/bios-256k.bin", "seabios", "firmware of the guests"),
          new Need("make", "make", "builds kernels"),
          new Need("gcc", "gcc", "builds kernels"),
          new Need("/usr/include/stdlib.h", "libc6-dev", "builds the kernel's own build tools"),
          new Need("ld", "binutils", "links kernels; reads symbols"),
          new Need("flex", "flex", "builds the kernel's configuration tool"),
          new Need("bison", "bison", "builds the kernel's configuration tool"),
          new Need("bc", "bc", "computes constants of the kernel"),
          new Need("perl", "perl", "runs scripts of the kernel's build"),
          new Need("lz4", "lz4", "compresses kernel images"),
          new Need("ccache", "ccache", "makes the second variant of a kernel cheap"),
          new Need("/usr/include/libelf.h", "libelf-dev", "builds objtool"),
          new Need("git", "git", "applies patch series"),
          new Need("xz", "xz-utils", "unpacks kernel sources"),
          new Need("setpriv", "util-linux", "ends guests with straddle"),
          new Need("dpkg-deb", "dpkg", "unpacks Debian packages"));

  /** Whether the host has it now. */
  public boolean isMet(List<Path> searchPath) {
    return name.startsWith("/")
        ? Files.exists(Path.of(name))
        : searchPath.stream().anyMatch(directory -> Files.isExecutable(directory.resolve(name)));
  }
}
