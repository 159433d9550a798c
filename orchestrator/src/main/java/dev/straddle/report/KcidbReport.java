package dev.straddle.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.straddle.model.BadInputException;
import dev.straddle.model.BuildFailure;
import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.Observation;
import dev.straddle.model.Outcome;
import dev.straddle.model.RunRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A run as KernelCI's database takes it, schema 5.3.
 *
 * <p>One checkout and one build per variant, one test per boot. FAIL blames the kernel, ERROR the
 * test (something was not proven), MISS the host: they never fold into one word. A crash is a FAIL
 * of the kernel that crashed, whatever the matrix expects of the pair.
 */
public final class KcidbReport {

  private static final int MAX_EXCERPT = 16_384; // the schema's bound for excerpts

  private final RunRecord run;
  private final String origin;
  private final JsonNodeFactory json = JsonNodeFactory.instance;

  private KcidbReport(RunRecord run, String origin) {
    this.run = run;
    this.origin = origin;
  }

  /**
   * The report.
   *
   * @param origin the CI system's name there: lower-case letters, digits and underscores
   * @throws BadInputException when it is no such name
   */
  public static ObjectNode of(RunRecord run, List<Observation> observations, String origin) {
    if (!origin.matches("[a-z0-9_]+")) {
      throw new BadInputException(
          "'" + origin + "' is no origin: it takes lower-case letters, digits and underscores");
    }
    return new KcidbReport(run, origin).report(observations);
  }

  private ObjectNode report(List<Observation> observations) {
    ObjectNode report = json.objectNode();
    report.putObject("version").put("major", 5).put("minor", 3);
    ArrayNode checkouts = report.putArray("checkouts");
    ArrayNode builds = report.putArray("builds");
    for (KernelArtifact kernel : run.kernels()) {
      checkouts.add(checkout(kernel.kernel(), kernel.variant(), kernel.sourceVersion(), true));
      builds.add(built(kernel));
    }
    for (BuildFailure failure : run.buildFailures()) {
      boolean applied = !failure.step().equals("patch");
      checkouts.add(checkout(failure.kernel(), failure.variant(), failure.kernel(), applied));
      if (applied) {
        builds.add(failed(failure));
      }
    }
    Map<CellId, Observation> seen = new HashMap<>();
    observations.forEach(o -> seen.put(o.cell(), o));
    ArrayNode tests = report.putArray("tests");
    for (CellVerdict verdict : run.verdict().cells()) {
      if (verdict.outcome() != Outcome.BUILD_FAILED) {
        tests.add(test(verdict, seen.get(verdict.cell())));
      }
    }
    return report;
  }

  private ObjectNode checkout(String kernel, String variant, String version, boolean valid) {
    ObjectNode checkout = json.objectNode();
    checkout.put("id", id(kernel, variant));
    checkout.put("origin", origin);
    checkout.put("tree_name", kernel);
    checkout.put("git_commit_name", text(version));
    checkout.put("comment", kernel + "/" + variant);
    checkout.put("start_time", run.started().toString());
    checkout.put("valid", valid);
    return checkout;
  }

  private ObjectNode built(KernelArtifact kernel) {
    ObjectNode build = build(kernel.kernel(), kernel.variant(), "PASS");
    build.put("comment", text(kernel.release()));
    build.put("compiler", text(kernel.toolchain()));
    build.putObject("misc").put("build_id", kernel.buildId());
    return build;
  }

  private ObjectNode failed(BuildFailure failure) {
    ObjectNode build = build(failure.kernel(), failure.variant(), "FAIL");
    build.put("comment", text("failed at step " + failure.step()));
    build.put("log_excerpt", text(failure.message()));
    return build;
  }

  private ObjectNode build(String kernel, String variant, String status) {
    ObjectNode build = json.objectNode();
    build.put("id", id(kernel, variant));
    build.put("origin", origin);
    build.put("checkout_id", id(kernel, variant));
    build.put("architecture", "x86_64");
    build.put("status", status);
    return build;
  }

  private ObjectNode test(CellVerdict verdict, Observation seen) {
    CellId cell = verdict.cell();
    ObjectNode test = json.objectNode();
    test.put("id", origin + ":" + run.id() + ":" + cell);
    test.put("origin", origin);
    test.put("build_id", id(cell.kernel(), cell.variant()));
    test.put("path", "straddle." + cell.guest().replace('.', '_'));
    test.put("comment", text(verdict.outcome() + ": " + verdict.reason()));
    test.put("status", status(verdict.outcome()));
    if (seen != null) {
      test.put("start_time", seen.started().toString());
      test.put("duration", seen.took().toMillis() / 1000.0);
      test.putObject("environment")
          .put("comment", text(run.host().qemu() + ", " + seen.accelerator()));
    }
    if (!verdict.findings().isEmpty()) {
      test.put(
          "log_excerpt", text(String.join("\n", verdict.findings().get(0).report().extract())));
    }
    test.putObject("misc").put("outcome", verdict.outcome().name());
    return test;
  }

  private static String status(Outcome outcome) {
    return switch (outcome) {
      case PASS -> "PASS";
      case UNPROVEN -> "ERROR";
      case INFRA -> "MISS";
      default -> "FAIL";
    };
  }

  private String id(String kernel, String variant) {
    return origin + ":" + run.id() + ":" + kernel + "/" + variant;
  }

  /** The schema takes no NUL and no endless excerpts. */
  private static String text(String text) {
    String clean = text.replace('\0', '\ufffd');
    return clean.length() <= MAX_EXCERPT ? clean : clean.substring(0, MAX_EXCERPT);
  }
}
