package dev.straddle.history;

import dev.straddle.model.InfraException;
import java.nio.file.Path;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Why the index cannot be used, and what helps. */
final class IndexTrouble {

  private IndexTrouble() {}

  static InfraException with(Path file, Exception trouble) {
    for (Throwable cause = trouble; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLiteException said) {
        return as(file, said);
      }
    }
    return new InfraException(
        "cannot use the index " + file + ": " + trouble.getMessage(),
        "look at the directory",
        trouble);
  }

  /** The low byte of a code is its kind (https://www.sqlite.org/rescode.html). */
  private static InfraException as(Path file, SQLiteException said) {
    return switch (SQLiteErrorCode.getErrorCode(said.getResultCode().code & 0xff)) {
      case SQLITE_FULL ->
          trouble("the disk is full: cannot write the index " + file, "make room there", said);
      case SQLITE_IOERR -> // which is also what the journal gives on a full disk
          trouble("cannot read or write the index " + file, "make room there", said);
      case SQLITE_READONLY, SQLITE_CANTOPEN ->
          trouble("cannot write the index " + file, "look at its owner and permissions", said);
      case SQLITE_BUSY, SQLITE_LOCKED ->
          trouble(
              "another straddle is writing the index " + file, "try again when it is done", said);
      default ->
          trouble(
              "the index " + file + " is damaged",
              "delete the file: it is made anew from the runs",
              said);
    };
  }

  private static InfraException trouble(String what, String next, SQLiteException said) {
    return new InfraException(what + ": " + said.getMessage(), next, said);
  }
}
