package dev.straddle.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.findings.ConsoleFile;
import dev.straddle.guest.AcceleratorChoice;
import dev.straddle.guest.SshCommand;
import dev.straddle.guest.SshSession;
import dev.straddle.kernel.KernelBuilder;
import dev.straddle.layout.AddressPlanner;
import dev.straddle.model.BootEvent;
import dev.straddle.model.ByteSize;
import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.Ending;
import dev.straddle.model.GuestFacts;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.Observation;
import dev.straddle.model.Outcome;
import dev.straddle.spec.Catalogue;
import dev.straddle.spec.Specs;
import dev.straddle.verdict.CellJudge;
import dev.straddle.verdict.evidence.Evidence;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SSH into real guests, on Debian's own kernel: it is there without a build, and has a network. */
class SshIT {

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final Catalogue SHIPPED = Specs.load(HOME);
  private static final Path CACHE = BootIT.cache();

  private static KernelArtifact debian;
  private static Booter booter;

  @TempDir private Path directory;

  @BeforeAll
  static void kernel() throws Exception {
    debian = kernel("debian-6.1", "shipped");
    booter = new Booter(new BootOptions(CACHE, new AcceleratorChoice(CACHE).choose()));
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(Thread.getAllStackTraces().keySet()).noneMatch(t -> t.getName().equals("ssh"));
    try (var files = Files.list(directory)) {
      assertThat(files.filter(file -> file.toString().endsWith(".tar"))).isEmpty();
    }
  }

  @Test
  void theWorkIsDoneStepByStepAndProven() throws Exception {
    Observation seen = boot(SHIPPED.guest("pgd-straddle-ssh").orElseThrow());

    assertThat(verdict(seen).outcome()).as(verdict(seen).reason()).isEqualTo(Outcome.PASS);
    assertThat(overSsh(seen))
        .extracting(GuestFacts.Step::name)
        .containsExactly("look", "create-namespace", "list");
    assertThat(milestones(seen))
        .containsSubsequence(
            "ssh-keys", "before", "ssh", "ssh-connected", "step look", "step list", "after");
    GuestFacts.OverSsh list = overSsh(seen).get(2).ssh().orElseThrow();
    assertThat(list.results()).contains("results/list/namespaces.json");
    assertThat(Files.readString(directory.resolve("results/list/namespaces.json")))
        .contains("\"mode\":\"devdax\"");
    assertThat(Files.readString(directory.resolve("steps/look.log"))).contains("region0");
  }

  @Test
  void aScriptGoesInAndItsFilesComeOutEvenWhenItFails() throws Exception {
    Path tools = Files.createDirectories(directory.resolve("in/tools"));
    Path script = Files.writeString(directory.resolve("in/work.sh"), "cp -r tools out\nexit 3\n");
    Files.writeString(tools.resolve("data"), "what went in");
    Observation seen =
        boot(
            guest(
                step("fails", "sh work.sh; s=$?; ln -s /etc/passwd out/link; exit $s")
                    .in(script, tools)
                    .out("out", "absent"),
                step("never", "true")));

    GuestFacts.Step failed = overSsh(seen).get(0);
    assertThat(overSsh(seen)).hasSize(1);
    assertThat(failed.exitStatus()).isEqualTo(3);
    assertThat(failed.ssh().orElseThrow().results()).containsExactly("results/fails/out/data");
    assertThat(directory.resolve("results/fails/out/data")).hasContent("what went in");
    assertThat(failed.ssh().orElseThrow().refused())
        .anyMatch(line -> line.contains("absent"))
        .anyMatch(line -> line.contains("out/link: a link"));
    assertThat(verdict(seen).outcome()).isEqualTo(Outcome.UNPROVEN);
    assertThat(verdict(seen).reason()).contains("step fails ended with status 3");
  }

  @Test
  void resultsAreBounded() throws Exception {
    GuestSpec.Ssh ssh =
        new GuestSpec.Ssh(
            List.of(
                step("much", "dd if=/dev/zero of=big bs=1M count=3; echo small >first")
                    .out("first", "big")
                    .step()),
            new GuestSpec.Ssh.Limits(ByteSize.ofMiB(1), 10));
    Observation seen = boot(guest(ssh));

    GuestFacts.Step much = overSsh(seen).get(0);
    assertThat(much.succeeded()).isFalse();
    assertThat(much.ssh().orElseThrow().results()).containsExactly("results/much/first");
    assertThat(much.ending()).contains("more than 1048576 bytes");
  }

  @Test
  void aStepMeetsItsDeadlineAndTheProbeGoesOn() throws Exception {
    Observation seen =
        boot(
            guest(
                step("hangs", "echo begun; sleep 1000").within(Duration.ofMillis(500)),
                step("never", "true")));

    assertThat(seen.ending()).isEqualTo(Ending.PROBE_DONE);
    assertThat(overSsh(seen))
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.exitStatus()).isEqualTo(-1);
              assertThat(step.output()).isEqualTo("begun");
              assertThat(step.ending()).contains("hangs did not end within");
            });
    assertThat(milestones(seen)).contains("after");
    assertThat(verdict(seen).outcome()).isEqualTo(Outcome.UNPROVEN);
  }

  @Test
  void aKernelThatCrashesMeanwhileIsSeenToCrash() throws Exception {
    Observation seen = boot(guest(step("crashes", "echo c >/proc/sysrq-trigger; sleep 1000")));

    assertThat(seen.ending()).isEqualTo(Ending.CRASHED);
    assertThat(verdict(seen).outcome()).isEqualTo(Outcome.OOPS);
    // QEMU's word of the panic and the end of the connection race each other.
    assertThat(overSsh(seen))
        .singleElement()
        .satisfies(
            step ->
                assertThat(step.ending())
                    .containsAnyOf("the boot ended first", "the connection to the guest was lost"));
  }

  /** One whose key is not the one that it was given is not talked to. */
  @Test
  void aServerWithAnotherKeyIsRefused() throws Exception {
    Path impostor = directory.resolve("impostor.sh");
    Files.writeString(
        impostor,
        "mkdir -p /etc/dropbear\nbusybox killall dropbear\nusleep 300000\n"
            + "dropbear -s -R -p 10.0.2.15:22\nover_ssh\n");
    Observation seen = boot(guest(impostor, new SshStep("never", "true").alone()));

    assertThat(milestones(seen)).contains("ssh").doesNotContain("ssh-connected");
    assertThat(overSsh(seen)).isEmpty();
    assertThat(seen.facts().steps())
        .filteredOn(step -> step.name().equals("ssh"))
        .singleElement()
        .satisfies(step -> assertThat(step.output()).containsIgnoringCase("HostKey"));
  }

  @Test
  void nothingLeadsOutOfTheGuest() throws Exception {
    try (ServerSocketChannel host = ServerSocketChannel.open()) {
      host.bind(new InetSocketAddress(InetAddress.getByName("0.0.0.0"), 0));
      int port = ((InetSocketAddress) host.getLocalAddress()).getPort();
      try (Socket fromHere = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertThat(fromHere.isConnected()).isTrue();
        host.accept().close();
      }
      String outside = addressOfHost();
      String out = "busybox nc -w 5 %s %d </dev/null && exit 1";
      Observation seen =
          boot(
              guest(
                  step("itself", "busybox nc -w 5 10.0.2.15 22 </dev/null | grep SSH"),
                  step("no-route", "busybox nc -w 5 192.0.2.1 80 </dev/null && exit 1; true"),
                  step("make-a-route", "busybox route add default gw 10.0.2.2"),
                  step("host", String.format(out, "10.0.2.2", port) + "; true"),
                  step("host-by-its-address", String.format(out, outside, port) + "; true"),
                  step("name-server", String.format(out, "10.0.2.3", 53) + "; true"),
                  step("names", "! busybox timeout 10 busybox nslookup example.org 10.0.2.3")));

      assertThat(overSsh(seen)).hasSize(7).allMatch(GuestFacts.Step::succeeded);
      host.configureBlocking(false);
      assertThat(host.accept()).as("a connection out of the guest").isNull();
    }
  }

  /** Not by the host's name, which need not resolve; of the loopback where there is no other. */
  private static String addressOfHost() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
        .map(InetAddress::getHostAddress)
        .findFirst()
        .orElse("127.0.1.1");
  }

  @Test
  void aKernelWithoutNetworkIsToldApartAtOnce() throws Exception {
    Observation seen =
        boot(
            SHIPPED.guest("pgd-straddle-ssh").orElseThrow(),
            kernel("linux-6.12", "patched"),
            Optional.empty());

    assertThat(seen.ending()).isEqualTo(Ending.PROBE_DONE);
    assertThat(verdict(seen).outcome()).isEqualTo(Outcome.UNPROVEN);
    assertThat(verdict(seen).reason())
        .contains("this kernel has no network card", "kernels/config/ssh.config");
  }

  @Test
  void aPersonsShellTakesThePlaceOfTheProbe() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    GuestSpec guest = SHIPPED.guest("pgd-straddle").orElseThrow().forShell();
    Observation seen =
        boot(guest, debian, Optional.of(new Typing("hostname; probe\n", Optional.empty(), out)));

    assertThat(seen.ending()).isEqualTo(Ending.PROBE_DONE);
    assertThat(milestones(seen)).doesNotContain("before");
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("pgd-straddle\n")
        .contains("step create-namespace-0\nstatus 0\n", "driver=device_dax");
  }

  @Test
  void aVisitorFindsACopyOfAFolderOfTheHost() throws Exception {
    Path folder = Files.createDirectory(directory.resolve("mine"));
    Files.writeString(folder.resolve("data"), "data\n");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    GuestSpec guest = SHIPPED.guest("pgd-straddle").orElseThrow().forShell();
    String typed = "cat /host/mine/data; echo changed >/host/mine/data\n";
    boot(guest, debian, Optional.of(new Typing(typed, Optional.of(folder), out)));

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("data\n");
    assertThat(folder.resolve("data")).hasContent("data");
    assertThat(directory).isDirectoryNotContaining("glob:**.cpio");
  }

  /** Types something into a shell without a terminal. */
  private record Typing(String text, Optional<Path> folder, ByteArrayOutputStream out)
      implements SshWork {
    @Override
    public Optional<Duration> longest() {
      return Optional.of(Duration.ofMinutes(2));
    }

    @Override
    public void in(SshSession guest) throws IOException, InterruptedException {
      InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
      try (SshCommand shell =
          guest.start(
              Optional.empty(),
              new SshSession.Streams(in, out, out),
              Optional.empty(),
              Duration.ofMinutes(1))) {
        assertThat(shell.await(Duration.ofMinutes(1)))
            .contains(new SshCommand.End(0, Optional.empty()));
      }
    }
  }

  /** A step as a test writes it. */
  private record SshStep(
      String name, String run, Duration deadline, List<Path> copyIn, List<String> copyOut) {

    SshStep(String name, String run) {
      this(name, run, Duration.ofSeconds(20), List.of(), List.of());
    }

    SshStep in(Path... files) {
      return new SshStep(name, run, deadline, List.of(files), copyOut);
    }

    SshStep out(String... files) {
      return new SshStep(name, run, deadline, copyIn, List.of(files));
    }

    SshStep within(Duration time) {
      return new SshStep(name, run, time, copyIn, copyOut);
    }

    GuestSpec.Ssh.Step step() {
      return new GuestSpec.Ssh.Step(name, run, deadline, copyIn, copyOut);
    }

    GuestSpec.Ssh alone() {
      return new GuestSpec.Ssh(List.of(step()), GuestSpec.Ssh.RESULTS);
    }
  }

  private static SshStep step(String name, String run) {
    return new SshStep(name, run);
  }

  private static GuestSpec guest(SshStep... steps) {
    return guest(
        new GuestSpec.Ssh(
            List.of(steps).stream().map(SshStep::step).toList(), GuestSpec.Ssh.RESULTS));
  }

  private static GuestSpec guest(GuestSpec.Ssh ssh) {
    return guest(SHIPPED.guest("pgd-straddle-ssh").orElseThrow().probe(), ssh);
  }

  private static GuestSpec guest(Path probe, GuestSpec.Ssh ssh) {
    GuestSpec shipped = SHIPPED.guest("pgd-straddle-ssh").orElseThrow();
    return new GuestSpec(
        shipped.name(),
        shipped.description(),
        shipped.machine(),
        shipped.pmem(),
        shipped.cmdline(),
        shipped.seeds(),
        probe,
        shipped.timeouts(),
        shipped.definedIn(),
        Optional.of(ssh));
  }

  private Observation boot(GuestSpec guest) throws InterruptedException {
    return boot(guest, debian, Optional.empty());
  }

  private Observation boot(GuestSpec guest, KernelArtifact kernel, Optional<SshWork> visit)
      throws InterruptedException {
    CellId cell = new CellId(kernel.kernel(), kernel.variant(), guest.name(), 1, Optional.empty());
    var plan = AddressPlanner.plan(guest, kernel.structPageSize());
    return booter.boot(cell, guest, kernel, plan, directory, visit, event -> {});
  }

  private CellVerdict verdict(Observation seen) throws IOException {
    return CellJudge.judge(
        new Evidence(seen, ConsoleFile.findings(directory.resolve(seen.console().file()))));
  }

  private static List<GuestFacts.Step> overSsh(Observation seen) {
    return seen.facts().steps().stream().filter(step -> step.ssh().isPresent()).toList();
  }

  private static List<String> milestones(Observation seen) {
    return seen.events().stream()
        .filter(BootEvent.Milestone.class::isInstance)
        .map(e -> ((BootEvent.Milestone) e).name())
        .toList();
  }

  private static KernelArtifact kernel(String name, String variant) throws Exception {
    KernelSpec kernel = SHIPPED.kernel(name).orElseThrow();
    int jobs = Runtime.getRuntime().availableProcessors();
    return new KernelBuilder(CACHE, jobs, event -> {})
        .build(kernel, kernel.variant(variant).orElseThrow());
  }
}
