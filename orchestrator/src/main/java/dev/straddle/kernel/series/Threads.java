package dev.straddle.kernel.series;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which mails hang together by answering one another. */
final class Threads {

  private final Map<String, String> parent = new HashMap<>();

  Threads(List<Found> all) {
    for (Found found : all) {
      found.mail().head().ifPresent(h -> h.answers().forEach(a -> join(h.id(), a)));
    }
  }

  /** Whether it answers or is answered at all. */
  boolean linked(Found found) {
    return found.isMail() && parent.containsKey(found.head().id());
  }

  /** A name of its thread; empty when it is alone. */
  String of(Found found) {
    return linked(found) ? find(found.head().id()) : "";
  }

  private String find(String id) {
    String at = id;
    while (!parent.get(at).equals(at)) {
      at = parent.get(at);
    }
    parent.put(id, at);
    return at;
  }

  private void join(String id, String other) {
    if (!id.isEmpty()) {
      parent.putIfAbsent(id, id);
      parent.putIfAbsent(other, other);
      parent.put(find(id), find(other));
    }
  }
}
