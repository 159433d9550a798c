package dev.straddle.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.model.InfraException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

class IndexTroubleTest {

  @TempDir Path runs;

  @ParameterizedTest
  @CsvSource({
    "SQLITE_FULL, the disk is full, make room there",
    "SQLITE_IOERR_WRITE, cannot read or write, make room there",
    "SQLITE_READONLY_DIRECTORY, cannot write, look at its owner and permissions",
    "SQLITE_CANTOPEN, cannot write, look at its owner and permissions",
    "SQLITE_BUSY, another straddle is writing, try again",
    "SQLITE_CORRUPT, is damaged, delete the file"
  })
  void eachTroubleHasItsOwnAdvice(SQLiteErrorCode code, String what, String next) {
    Path file = runs.resolve(Index.FILE);
    InfraException told =
        IndexTrouble.with(file, new ConnectionException(new SQLiteException("said", code)));
    assertThat(told).hasMessageContainingAll(what, file.toString(), "said", "next: " + next);
  }

  @Test
  void aDamagedIndexIsNamed() throws Exception {
    Files.writeString(
        runs.resolve(Index.FILE), "not a database, but long enough to be read as one");
    assertThatThrownBy(() -> Index.open(runs))
        .isInstanceOf(InfraException.class)
        .hasMessageContaining("is damaged");
  }
}
