package dev.straddle.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.guest.QemuCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class QemuCommandTest {

  @Test
  void putsTheNvdimmWhereThePlanSays() {
    List<String> argv = QemuCommand.attended(boot("")).argv();

    assertThat(argv)
        .containsSequence("-device", "nvdimm,id=memory0,memdev=pmem0,addr=0x1fffe0000000")
        .containsSequence("-m", "1073741824B,slots=1,maxmem=43980465111040B")
        .containsSequence("-cpu", "max,vendor=AuthenticAMD,la57=off,phys-bits=46")
        .containsSequence("-nic", "none")
        .contains(
            "console=ttyS0 oops=panic panic=-1 nokaslr swiotlb=noforce"
                + " straddle.pmem0=devdax,mem,2097152,boot")
        .doesNotContain("-icount", "-seed");
  }

  @Test
  void aGuestWithSshIsReachedFromThisHostAndReachesNobody() {
    QemuCommand.Boot plain = boot("");
    QemuCommand.Boot shell = Guests.boot(plain.guest().forShell());

    assertThat(QemuCommand.attended(shell).argv())
        .containsSequence(
            "-netdev",
            "user,id=ssh,restrict=on,ipv6=off,hostfwd=tcp:127.0.0.1:0-10.0.2.15:22",
            "-device",
            "virtio-net-pci,netdev=ssh,romfile=")
        .doesNotContain("-nic")
        .anySatisfy(word -> assertThat(word).contains("straddle.shell=by-hand"));
    assertThat(QemuCommand.byHand(shell).argv()).containsSequence("-nic", "none");
  }

  @Test
  void aSeedFixesClockAndEntropy() {
    assertThat(QemuCommand.attended(boot("~7")).argv())
        .containsSequence("-icount", "shift=0,sleep=off", "-seed", "7")
        .containsSequence("-rtc", "base=2026-01-01,clock=vm");
  }

  @Test
  void isTheSameForTheSameBoot() {
    assertThat(QemuCommand.attended(boot(""))).isEqualTo(QemuCommand.attended(boot("")));
  }

  @Test
  void byHandNobodyHasToAnswer() {
    assertThat(QemuCommand.byHand(boot("")).argv())
        .anySatisfy(word -> assertThat(word).endsWith(" straddle.unattended"))
        .noneSatisfy(word -> assertThat(word).contains("socket"));
  }

  @Test
  void theScriptGivesTheShellEveryWordAsItIs() throws IOException, InterruptedException {
    List<String> words = List.of("printf", "%s\\n", "a b", "it's", "$HOME", "-x", "`id`", "a,,b");
    Process shell =
        new ProcessBuilder("sh", "-c", new QemuCommand(words).script("A comment")).start();
    String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(shell.waitFor()).isZero();
    assertThat(printed.lines()).containsExactlyElementsOf(words.subList(2, words.size()));
  }

  private static QemuCommand.Boot boot(String seed) {
    return Guests.boot(Guests.timeouts(Duration.ofSeconds(1), Duration.ofSeconds(1)), seed);
  }
}
