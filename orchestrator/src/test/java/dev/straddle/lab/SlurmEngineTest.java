package dev.straddle.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.lab.Engine.Phase;
import dev.straddle.lab.Engine.Status;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlurmEngineTest {

  @ParameterizedTest
  @CsvSource({
    "7_0|RUNNING|n2|None, RUNNING, RUNNING, n2",
    "7_0|PENDING||Resources, WAITING, PENDING, ''",
    "7_0|PENDING||Priority, WAITING, PENDING, ''",
    "7_0|PENDING||BeginTime, WAITING, PENDING, ''",
    "7_0|PENDING||JobHeldUser, WAITING, PENDING, ''",
    "7_0|PENDING||launch failed requeued held, HELD, launch failed requeued held, ''",
    "'7_0|PENDING||Nodes required for job are DOWN, DRAINED or reserved for jobs in higher priority"
        + " partitions', STUCK, 'Nodes required for job are DOWN, DRAINED or reserved for jobs in"
        + " higher priority partitions', ''",
    "7_0|PENDING||PartitionDown, STUCK, PartitionDown, ''",
    "7_0|COMPLETED|n1|None, OVER, COMPLETED, n1",
    "7_0|NODE_FAIL|n3|NodeDown, OVER, NODE_FAIL, n3",
  })
  void whatSqueueSaysOfATask(String line, Phase phase, String state, String node) {
    Map<String, Status> statuses = new HashMap<>();
    SlurmEngine.read(line, statuses);
    assertThat(statuses).isEqualTo(Map.of("7_0", new Status(phase, state, node)));
  }
}
