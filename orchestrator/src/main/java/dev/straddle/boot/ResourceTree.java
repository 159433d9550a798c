package dev.straddle.boot;

import dev.straddle.model.Address;
import dev.straddle.model.AddressRange;
import dev.straddle.model.GuestFacts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the kernel's tree of physical memory, {@code iomem_resource}, in the order of its lines.
 */
final class ResourceTree {

  static final String ROOT = "iomem_resource";

  /** {@code struct resource}: start, end, name, flags, desc, parent, sibling, child. */
  private static final int BYTES = 64;

  private static final int NAME = 16;
  private static final int SIBLING = 48;
  private static final int CHILD = 56;

  private static final int LONGEST_NAME = 64;
  private static final int MOST = 4096;
  private static final int DEEPEST = 16;

  private final KernelMemory kernel;
  private final List<GuestFacts.IomemEntry> entries = new ArrayList<>();

  private ResourceTree(KernelMemory kernel) {
    this.kernel = kernel;
  }

  /**
   * The tree below its root; empty when this kernel has no such symbol.
   *
   * @throws IOException when what is there is no such tree
   */
  static Optional<List<GuestFacts.IomemEntry>> read(KernelMemory kernel)
      throws IOException, InterruptedException {
    Optional<ByteBuffer> root = kernel.variable(ROOT, BYTES);
    if (root.isEmpty()) {
      return Optional.empty();
    }
    ResourceTree tree = new ResourceTree(kernel);
    tree.siblings(root.get().getLong(CHILD), 0);
    return Optional.of(tree.entries);
  }

  private void siblings(long first, int depth) throws IOException, InterruptedException {
    if (depth > DEEPEST) {
      throw new IOException(ROOT + " is deeper than any");
    }
    long at = first;
    while (at != 0) {
      if (entries.size() >= MOST) {
        throw new IOException(ROOT + " has more entries than any");
      }
      ByteBuffer resource = kernel.read(at, BYTES);
      Address start = new Address(resource.getLong(0));
      Address end = new Address(resource.getLong(Long.BYTES)).plus(1);
      long name = resource.getLong(NAME);
      if (start.isBelow(end)) {
        entries.add(
            new GuestFacts.IomemEntry(
                depth,
                new AddressRange(start, end),
                name == 0 ? "" : kernel.text(name, LONGEST_NAME)));
      }
      siblings(resource.getLong(CHILD), depth + 1);
      at = resource.getLong(SIBLING);
    }
  }
}
