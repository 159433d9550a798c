package dev.straddle.report;

import dev.straddle.model.ConfigBase;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.KernelSource;
import dev.straddle.model.KernelSpec;
import dev.straddle.text.TextTable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a person reads of a kernel: where it comes from, and what came of it. */
public final class KernelText {

  private KernelText() {}

  /**
   * What there is of a kernel.
   *
   * @param releases of the variants that are built, by their names
   * @param lacking what the host needs before it can build others
   */
  public record State(Map<String, String> releases, Set<String> lacking) {
    public State {
      releases = Map.copyOf(releases);
      lacking = Set.copyOf(lacking);
    }
  }

  /** A kernel and its variants, in lines of a terminal's width. */
  public static void print(KernelSpec kernel, State state, int width, PrintWriter out) {
    out.print(TextTable.wrap(kernel.name() + ": " + kernel.description(), width));
    int names = longest(kernel.variants().stream().map(KernelSpec.Variant::name));
    int releases = Math.max("not built".length(), longest(state.releases().values().stream()));
    for (KernelSpec.Variant variant : kernel.variants()) {
      String line = "  %-" + names + "s  %-" + releases + "s  %s";
      out.print(
          TextTable.wrap(
              line.formatted(
                  variant.name(),
                  state.releases().getOrDefault(variant.name(), "not built"),
                  variant.description()),
              width));
    }
    state.lacking().forEach(what -> out.print(TextTable.wrap("  ! " + what, width)));
  }

  private static int longest(Stream<String> words) {
    return words.mapToInt(String::length).max().orElse(0);
  }

  /** What a kernel is made of. */
  public static void print(KernelSpec kernel, int width, PrintWriter out) {
    out.print(TextTable.wrap(kernel.name() + ": " + kernel.description(), width));
    out.println("defined in  " + kernel.definedIn());
    out.println("source      " + source(kernel.source()));
    kernel
        .config()
        .ifPresent(
            config -> {
              out.println("base        " + base(config.base()));
              config.fragments().forEach(f -> out.println("fragment    " + f));
              config.options().forEach(o -> out.println("option      " + o));
            });
  }

  /** What a kernel's source is now; equal keys, equal content. */
  public static void printSource(String version, String key, PrintWriter out) {
    out.println("is now      " + version);
    out.println("key         " + key);
  }

  /** What a kernel is, once built, and where its files lie. */
  public static void print(KernelArtifact built, int width, PrintWriter out) {
    out.println("  release   " + built.release());
    out.println("  source    " + built.sourceVersion());
    out.print(TextTable.wrap("  toolchain " + built.toolchain(), width));
    out.println("  build id  " + built.buildId());
    out.println("  page      sizeof(struct page) = " + built.structPageSize());
    for (Path file : List.of(built.vmlinux(), built.bzImage(), built.config())) {
      out.println("  file      " + file);
    }
    built.modules().forEach(module -> out.println("  module    " + module));
  }

  private static String source(KernelSource source) {
    if (source instanceof KernelSource.Debian debian) {
      return debian(debian.packageName(), debian.version(), debian.suite());
    } else if (source instanceof KernelSource.DebianImage debian) {
      return debian(debian.packageName(), debian.version(), debian.suite()) + ", built already";
    } else if (source instanceof KernelSource.ImageFiles image) {
      return "built already: "
          + image.kernel()
          + image.vmlinux().map(v -> ", ELF image " + v).orElse("")
          + image.modules().map(m -> ", modules in " + m).orElse("");
    } else if (source instanceof KernelSource.Git git) {
      return "git " + git.repository() + " " + git.ref();
    } else if (source instanceof KernelSource.Tarball tarball) {
      return "tarball " + tarball.location() + " sha256 " + tarball.sha256();
    }
    return "directory " + ((KernelSource.Directory) source).path();
  }

  private static String base(ConfigBase base) {
    return base instanceof ConfigBase.Packaged packaged
        ? "configuration of "
            + debian(
                packaged.kernel().packageName(),
                packaged.kernel().version(),
                packaged.kernel().suite())
        : base.toString();
  }

  private static String debian(
      String packageName, Optional<String> version, Optional<String> suite) {
    return String.format(
        "Debian %s %s%s",
        packageName,
        version.orElse("(newest on the host's mirror)"),
        suite.map(s -> " from " + s).orElse(""));
  }
}
