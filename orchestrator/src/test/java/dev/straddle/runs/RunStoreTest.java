package dev.straddle.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.model.BadInputException;
import dev.straddle.model.ByteSize;
import dev.straddle.model.CellId;
import dev.straddle.model.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStoreTest {

  private static final CellId CELL = CellId.parse("linux-6.12/unpatched@kaslr-8tib~7");

  @TempDir Path dir;
  private RunStore store;

  @BeforeEach
  void makeStore() {
    store = RunStore.at(dir.resolve("runs"));
  }

  @Test
  void aSingleBootIsFoundByItsCell() {
    boot("20260101-100000-boot-kaslr-8tib").cell(CELL);
    RunDirectory newer = boot("20260101-110000-boot-kaslr-8tib");
    newer.cell(CELL);
    boot("20260101-120000-boot-pgd-straddle");
    assertThat(store.with(CELL, Optional.empty()).path()).isEqualTo(newer.path());
    assertThat(store.cells()).containsExactly(CELL);
    assertThatThrownBy(
            () -> store.with(CellId.parse("linux-6.1/patched@five-level"), Optional.empty()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("straddle boot linux-6.1/patched@five-level");
  }

  @Test
  void oldSingleBootsAreDeletedAndWhatIsEmptyWithThem() throws IOException {
    RunDirectory old = boot("20260101-100000-boot-a");
    RunDirectory older = boot("20260101-090000-boot-a");
    Path other = Files.createDirectories(store.boots().resolve("20260101-080000"));
    RunDirectory underWay = boot("20260101-070000-boot-a");
    for (Path place : List.of(old.path(), older.path(), other)) {
      Files.setLastModifiedTime(place, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    }
    assertThat(RunStore.deleteOld(store.boots(), 1)).isEqualTo(new RunStore.Deleted(2, 1));
    assertThat(List.of(older.path(), other)).noneMatch(Files::exists);
    assertThat(List.of(old.path(), underWay.path())).allMatch(Files::exists);
  }

  private RunDirectory boot(String id) {
    RunDirectory directory = RunDirectory.create(store.boots(), id);
    directory.write(
        new BootsRecord(
            BootsRecord.SCHEMA,
            id,
            "boot",
            Instant.EPOCH,
            "0",
            new RunRecord.Host("none", 2, ByteSize.parse("8GiB"), "none", "tcg"),
            List.of()));
    return directory;
  }
}
