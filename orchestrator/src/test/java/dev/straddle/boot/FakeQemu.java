package dev.straddle.boot;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Scanner;

/** A program that speaks on QEMU's three channels what a script tells it to; no machine inside. */
final class FakeQemu {

  private static final String FLOOD = "[    1.000000] the same line again and again\n".repeat(1000);

  /** Where it says that its guest's SSH server is reached. */
  private static int sshPort;

  private final WritableByteChannel console = open("console.out");
  private final WritableByteChannel probe = open("probe.out");
  private final SocketChannel qmp = SocketChannel.open(UnixDomainSocketAddress.of("qmp"));

  private FakeQemu() throws IOException {}

  /** The command that runs it in the current JVM's image. */
  static List<String> command(String scenario) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-Xshare:auto",
        "-cp",
        Path.of(FakeQemu.class.getProtectionDomain().getCodeSource().getLocation().getPath())
            .toString(),
        FakeQemu.class.getName(),
        scenario);
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    new FakeQemu().serve(args[0]);
  }

  private void serve(String scenario) throws IOException, InterruptedException {
    if (scenario.equals("hangs-up-at-once")) {
      qmp.close();
      Thread.sleep(300);
      System.err.println("qemu: out of luck");
      System.exit(3);
    }
    say(qmp, "{\"QMP\": {\"version\": {}}}");
    Scanner commands = new Scanner(Channels.newInputStream(qmp), StandardCharsets.UTF_8);
    boolean running = false;
    while (commands.hasNextLine()) {
      String command = commands.nextLine();
      String id = command.replaceAll(".*\"id\":(\\d+).*", "$1");
      if (command.contains("\"stop\"")) {
        stopped(scenario);
      }
      say(qmp, "{\"return\": " + answer(command) + ", \"id\": " + id + "}");
      if (command.contains("\"quit\"")) {
        try (FileInputStream answers = new FileInputStream("probe.in")) {
          say(probe, "fact unread " + answers.available());
        }
        System.exit(0);
      }
      if (command.contains("\"cont\"") && !running) {
        running = true;
        Thread script =
            new Thread(
                () -> {
                  try {
                    play(scenario);
                  } catch (IOException | InterruptedException e) {
                    System.exit(9);
                  }
                });
        script.setDaemon(true);
        script.start();
      }
    }
  }

  private static String answer(String command) {
    return command.contains("info usernet")
        ? "\"Hub -1 (ssh):\\r\\n  Protocol[State]    FD  Source Address  Port   Dest. Address  Port"
            + " RecvQ SendQ\\r\\n  TCP[HOST_FORWARD]  12       127.0.0.1 "
            + sshPort
            + "       10.0.2.15    22     0     0\\r\\n\""
        : "{}";
  }

  private void stopped(String scenario) throws IOException {
    if (scenario.equals("powers-off-when-stopped")) {
      powersOff();
    }
    if (scenario.equals("dies-when-stopped") || scenario.endsWith("-and-dies-when-stopped")) {
      System.err.println("qemu: out of luck");
      System.exit(3);
    }
  }

  private void powersOff() throws IOException {
    say(
        qmp,
        "{\"event\": \"SHUTDOWN\", \"data\": {\"guest\": true, \"reason\": \"guest-shutdown\"}}");
    System.exit(0);
  }

  private void play(String scenario) throws IOException, InterruptedException {
    switch (scenario) {
      case "panics", "panics-and-dies-when-stopped" -> {
        say(console, "[    1.000000] Linux version 6.12");
        say(
            console,
            "[    2.000000] BUG: unable to handle page fault for address: ffffea8000000038");
        say(console, "[    2.000001] Kernel panic - not syncing: Fatal exception");
        say(qmp, "{\"event\": \"GUEST_PANICKED\", \"data\": {\"action\": \"pause\"}}");
      }
      case "oopses-without-a-panic-device", "oopses-and-dies-when-stopped" -> {
        say(
            console,
            "[    2.000000] BUG: unable to handle page fault for address: ffffea8000000038");
        say(console, "[    2.000001] Kernel panic - not syncing: Fatal exception");
        say(console, "[    2.000002] ---[ end Kernel panic - not syncing: Fatal exception ]---");
      }
      case "finishes" -> {
        say(console, "[    1.000000] Linux version 6.12");
        say(probe, "fact release 6.12.0-fake");
        say(probe, "text iomem-before");
        say(probe, "| 00001000-0009fbff : System RAM");
        say(probe, "rendezvous before");
        Scanner answers = new Scanner(new FileInputStream("probe.in"), StandardCharsets.UTF_8);
        if (answers.nextLine().equals("go")) {
          say(probe, "step create\n| hello\nstatus 0\ndone 0");
        }
        if (answers.nextLine().equals("go")) {
          powersOff();
        }
      }
      case "finishes-and-stays" -> say(probe, "done 3");
      case "panics-after-the-end" -> {
        say(probe, "done 0");
        Thread.sleep(100);
        say(console, "[    2.000001] Kernel panic - not syncing: Fatal exception");
        say(qmp, "{\"event\": \"GUEST_PANICKED\", \"data\": {\"action\": \"pause\"}}");
      }
      case "speaks-no-qmp" -> say(qmp, "\u001b[2Jthis is {no} JSON");
      case "powers-off" -> {
        say(console, "[    1.000000] reboot: Power down");
        powersOff();
      }
      case "dies" -> {
        say(console, "[    1.000000] Linux version 6.12");
        System.err.println("qemu: out of luck");
        System.exit(3);
      }
      case "asks-for-ssh" -> {
        // One that takes connections, and never says what an SSH server says.
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            FileInputStream in = new FileInputStream("probe.in")) {
          sshPort = mute.getLocalPort();
          Scanner answers = new Scanner(in, StandardCharsets.UTF_8);
          say(probe, "rendezvous ssh-keys");
          say(probe, "fact key-words " + answers.nextLine().split(" ").length);
          say(probe, "rendezvous ssh");
          say(probe, "fact then " + answers.nextLine() + "\ndone 0");
          answers.nextLine();
          powersOff();
        }
      }
      case "panics-over-ssh" -> {
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
          sshPort = mute.getLocalPort();
          say(probe, "rendezvous ssh");
          mute.accept();
          say(console, "[    2.000001] Kernel panic - not syncing: Fatal exception");
          say(qmp, "{\"event\": \"GUEST_PANICKED\", \"data\": {\"action\": \"pause\"}}");
          Thread.sleep(60_000);
        }
      }
      case "powers-off-when-stopped", "dies-when-stopped" -> say(probe, "rendezvous before");
      case "flows" -> {
        say(probe, "rendezvous before\nrendezvous after\ndone 0");
        // The host looks at a machine that has powered off, and quits it.
        say(
            qmp,
            "{\"event\": \"SHUTDOWN\", \"data\": {\"guest\": true, \"reason\":"
                + " \"guest-shutdown\"}}");
      }
      case "asks-for-ever" -> {
        for (int n = 0; true; n++) {
          say(probe, "rendezvous before\nrendezvous number-" + n);
        }
      }
      case "says-nothing" -> {}
      case "never-stops-talking" -> {
        while (true) {
          say(console, FLOOD);
        }
      }
      default -> throw new IllegalArgumentException(scenario);
    }
  }

  private static WritableByteChannel open(String pipe) throws IOException {
    return new RandomAccessFile(pipe, "rw").getChannel();
  }

  private static void say(WritableByteChannel channel, String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
