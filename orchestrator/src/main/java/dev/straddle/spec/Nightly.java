package dev.straddle.spec;

import dev.straddle.model.BadInputException;
import dev.straddle.model.NightlySpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads what to do every night; the fields are described in {@code nightly.schema.json}. */
public final class Nightly {

  private static final int USUAL_RETRIES = 20;
  private static final Duration USUAL_BUDGET = Duration.ofHours(4);
  private static final int SMTP = 25;

  /** As every mail transfer agent installs it. */
  private static final List<String> SENDMAIL = List.of("/usr/sbin/sendmail", "-i", "-t");

  private Nightly() {}

  /**
   * What says whether a name means anything: each takes one as {@code KERNEL/VARIANT}, guest or
   * matrix are written on a command line, and throws {@link BadInputException} where it does not.
   */
  public record Names(Consumer<String> kernel, Consumer<String> guest, Consumer<String> matrix) {

    /** For those who need the nights and none of what they test. */
    public static final Names UNCHECKED = new Names(name -> {}, name -> {}, name -> {});
  }

  /**
   * The nights of a file that somebody names.
   *
   * @throws BadInputException when it is none, or faulty
   */
  public static NightlySpec named(Path file, Names names) {
    if (!file.toString().endsWith(".yaml") || !Files.isRegularFile(file)) {
      throw new BadInputException(
          Files.exists(file) ? file + " is no YAML file" : "there is no file " + file,
          "write one like nights/example.yaml; docs/nights.md tells of it");
    }
    return spec(file, names);
  }

  /**
   * The nights of a file.
   *
   * @throws BadSpecException with every problem of the file
   */
  public static NightlySpec spec(Path file, Names names) {
    SpecFile<NightlySpec> read = read(file, names);
    if (!read.problems().isEmpty()) {
      throw new BadSpecException(read.problems());
    }
    return read.spec().orElseThrow();
  }

  private static SpecFile<NightlySpec> read(Path file, Names names) {
    Reading reading = new Reading(file, Optional.empty());
    Optional<Fields> document = reading.document();
    if (document.isEmpty()) {
      return reading.finish(() -> null);
    }
    Fields fields = document.get();
    if (fields.has("without") && fields.has("with")) {
      fields.problemHere(
          "this is a matrix; a nightly's file names it: 'matrices: [%s]', as nights/example.yaml",
          Reading.name(file));
      return reading.finish(() -> null);
    }
    String description = fields.required("description", Scalars::text);
    List<String> matrices = fields.list("matrices", value -> named(value, reading, names.matrix()));
    List<NightlySpec.Tests> tests =
        fields.mappings("tests").stream().map(each -> tests(each, reading, names)).toList();
    Integer boots = fields.optional("boots", 1, Scalars.integer(1, 1000));
    Integer retries = fields.optional("retries", USUAL_RETRIES, Scalars.integer(0, 1000));
    Duration budget = fields.optional("budget", USUAL_BUDGET, Times::parse);
    Double slower = fields.optional("slower", null, Scalars::percent);
    Boolean bisect = fields.optional("bisect", true, Scalars::flag);
    Path waivers = fields.optional("waivers", null, fields.existing());
    Path site = fields.optional("site", null, value -> beside(value, reading));
    Optional<NightlySpec.Mail> mail = fields.mapping("mail").map(Nightly::mail);
    if (matrices.isEmpty() && tests.isEmpty()) {
      fields.problemHere("expects at least one of 'matrices' and 'tests'");
    }
    fields.done();
    return reading.finish(
        () ->
            new NightlySpec(
                Reading.name(file),
                description,
                matrices,
                tests,
                boots,
                retries,
                budget,
                Optional.ofNullable(slower),
                bisect,
                Optional.ofNullable(waivers),
                Optional.ofNullable(site),
                mail,
                reading.absoluteFile()));
  }

  private static NightlySpec.Tests tests(Fields fields, Reading reading, Names names) {
    NightlySpec.Tests tests =
        new NightlySpec.Tests(
            fields.requiredList("kernels", value -> named(value, reading, names.kernel())),
            fields.requiredList("guests", value -> named(value, reading, names.guest())),
            Optional.ofNullable(fields.optional("slower", null, Scalars::percent)));
    fields.done();
    return tests;
  }

  private static NightlySpec.Mail mail(Fields fields) {
    String from = fields.required("from", Nightly::address);
    List<String> to = fields.requiredList("to", Nightly::address);
    List<String> program = fields.list("program", Scalars::text);
    String server = fields.optional("smtp", null, Nightly::server);
    if (server != null && !program.isEmpty()) {
      fields.problem("program", "expects one way for mail: 'program' or 'smtp'");
    }
    fields.done();
    return new NightlySpec.Mail(from, to, route(program, Optional.ofNullable(server)));
  }

  private static NightlySpec.Route route(List<String> program, Optional<String> server) {
    if (server.isEmpty()) {
      return new NightlySpec.Route.Program(program.isEmpty() ? SENDMAIL : program);
    }
    int colon = server.get().lastIndexOf(':');
    return colon < 0
        ? new NightlySpec.Route.Smtp(server.get(), SMTP)
        : new NightlySpec.Route.Smtp(
            server.get().substring(0, colon), Integer.parseInt(server.get().substring(colon + 1)));
  }

  /** A name as it is; a file of that kind, which is named relative to this one, by its path. */
  private static String named(String value, Reading reading, Consumer<String> known) {
    String name = named(value, reading);
    try {
      known.accept(name);
    } catch (BadInputException e) {
      throw new IllegalArgumentException(e.getMessage().replace("\n  next: ", "; "), e);
    }
    return name;
  }

  private static String named(String value, Reading reading) {
    Scalars.text(value);
    int end = value.indexOf(".yaml");
    if (end < 0) {
      return value;
    }
    String path = value.substring(0, end + ".yaml".length());
    Path file = beside(path, reading);
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "'" + path + "' does not exist; paths are relative to this file");
    }
    return file + value.substring(path.length());
  }

  private static Path beside(String value, Reading reading) {
    return reading.absoluteFile().resolveSibling(Scalars.text(value)).normalize();
  }

  private static String address(String value) {
    if (!value.matches("[!-~&&[^<>@\",;:]]+@[A-Za-z0-9.-]+")) {
      throw new IllegalArgumentException(
          "expects a mail address such as kernel@example.org, not '" + value + "'");
    }
    return value;
  }

  private static String server(String value) {
    if (!value.matches("[A-Za-z0-9.-]+(:[1-9]\\d{0,4})?")) {
      throw new IllegalArgumentException(
          "expects a mail server such as mail.example.org or localhost:2525, not '" + value + "'");
    }
    return value;
  }
}
