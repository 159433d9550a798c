package dev.straddle.model;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A set of cells and what to expect of them: kernels × the two variants × guests × repetitions.
 *
 * @param kernels names, in order
 * @param guests names, in order, each with the outcome its pair of variants should have
 * @param except kernels on which guests have another outcome than usual: kernel to guest to
 *     outcome; absent from runs of earlier versions
 * @param without name of the variant without the series
 * @param with name of the variant with it
 * @param crash what shows the bug that the series claims to fix
 * @param definedIn the YAML file, for messages
 * @param known reports of its kernels that are no news
 */
public record MatrixSpec(
    String name,
    String description,
    List<String> kernels,
    Map<String, PairOutcome> guests,
    Map<String, Map<String, PairOutcome>> except,
    String without,
    String with,
    int repetitions,
    Symptom crash,
    Path definedIn,
    List<KnownReport> known) {

  public MatrixSpec {
    kernels = List.copyOf(kernels);
    guests = Collections.unmodifiableMap(new LinkedHashMap<>(guests));
    known = List.copyOf(known);
    except = except == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(except));
  }

  /** Whether a run of it can go on: it was read from a file, which can be read again. */
  public boolean canGoOn() {
    return definedIn.endsWith(name + ".yaml") && !guests.isEmpty();
  }

  /** The same matrix on these of its guests. */
  public MatrixSpec only(Collection<String> some) {
    Map<String, PairOutcome> left = new LinkedHashMap<>(guests);
    left.keySet().retainAll(some);
    return new MatrixSpec(
        name,
        description,
        kernels,
        left,
        except,
        without,
        with,
        repetitions,
        crash,
        definedIn,
        known);
  }

  /** The outcome that the pair of variants of one kernel should have on one guest. */
  public PairOutcome expected(String kernel, String guest) {
    return except.getOrDefault(kernel, Map.of()).getOrDefault(guest, guests.get(guest));
  }
}
