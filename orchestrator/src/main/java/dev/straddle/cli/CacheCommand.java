package dev.straddle.cli;

import dev.straddle.kernel.CacheEntry;
import dev.straddle.kernel.KernelCache;
import dev.straddle.model.ByteSize;
import dev.straddle.spec.Places;
import dev.straddle.text.Screen;
import dev.straddle.verdict.ExitStatus;
import dev.straddle.view.Names;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code straddle cache}: what the cache of sources and kernels holds, and keeping it small. */
@Command(
    name = "cache",
    header = "sources and kernels that are kept; making room",
    synopsisSubcommandLabel = "COMMAND",
    description = "Lists, cleans and checks the cache of sources and kernels.")
final class CacheCommand extends Subcommand {

  @Command(name = "ls", description = "Lists what there is, the longest unused first.")
  void list() {
    List<CacheEntry> entries = cache().entries();
    PrintWriter out = out();
    int width = Screen.widthOfTerminal();
    entries.forEach(entry -> out.println(entry.toString(width)));
    long total = entries.stream().mapToLong(CacheEntry::bytes).sum();
    out.printf(Locale.ROOT, "%10s  in %s%n", CacheEntry.size(total), Places.standard().cache());
  }

  @Command(name = "gc", description = "Deletes the longest unused entries until the rest fits.")
  void collect(
      @Option(
              names = "--limit",
              paramLabel = "SIZE",
              defaultValue = "20GiB",
              description = "What may stay; default: ${DEFAULT-VALUE}.")
          ByteSize limit)
      throws InterruptedException {
    PrintWriter out = out();
    KernelCache cache = cache();
    List<CacheEntry> gone = cache.collect(limit);
    gone.forEach(entry -> out.println("deleted " + entry));
    long left = cache.entries().stream().mapToLong(CacheEntry::bytes).sum();
    out.printf(Locale.ROOT, "%10s  left%n", CacheEntry.size(left));
    if (left > limit.bytes()) {
      out.println("The rest is pinned or in use.");
    }
  }

  @Command(
      name = "verify",
      description =
          "Reads every kernel and compares it with the checksums taken when it was built.")
  int verify(
      @Option(names = "--drop", description = "Delete what is damaged, so that it is built again.")
          boolean drop) {
    PrintWriter out = out();
    KernelCache cache = cache();
    List<String> wrong = cache.verify();
    wrong.forEach(out::println);
    if (drop) {
      cache.dropWrong();
    }
    out.println(wrong.isEmpty() ? "all kernels are as they were built" : wrong.size() + " wrong");
    return wrong.isEmpty() ? ExitStatus.AS_EXPECTED : ExitStatus.NO_ANSWER;
  }

  @Command(name = "pin", description = "Keeps an entry from being deleted by gc.")
  void pin(
      @Parameters(
              paramLabel = "NAME",
              completionCandidates = Names.Cached.class,
              description = "As 'ls' prints it, or how it begins.")
          String name,
      @Option(names = "--remove", description = "Pin it no longer.") boolean remove) {
    KernelCache cache = cache();
    cache.pin(cache.meant(name), !remove);
  }

  @Command(
      name = "rm",
      description = "Deletes entries; they are fetched or built again when they are needed.")
  int remove(
      @Parameters(
              paramLabel = "NAME",
              arity = "1..*",
              completionCandidates = Names.Cached.class,
              description = "As 'ls' prints it, or how it begins; or KERNEL/VARIANT.")
          List<String> names)
      throws InterruptedException {
    PrintWriter out = out();
    KernelCache cache = cache();
    List<CacheEntry> entries = cache.meant(names);
    int status = ExitStatus.AS_EXPECTED;
    for (CacheEntry entry : entries) {
      if (cache.remove(entry)) {
        out.println("deleted " + entry);
      } else {
        out.println("in use  " + entry);
        status = ExitStatus.NO_ANSWER;
      }
    }
    return status;
  }

  private static KernelCache cache() {
    return new KernelCache(Places.standard().cache());
  }
}
