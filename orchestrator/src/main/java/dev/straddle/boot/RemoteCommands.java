package dev.straddle.boot;

import dev.straddle.guest.FilesForGuest;
import dev.straddle.guest.FilesFromGuest;
import dev.straddle.guest.FilesFromGuest.Unpacked;
import dev.straddle.guest.SshCommand;
import dev.straddle.guest.SshSession;
import dev.straddle.model.GuestSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Commands in a guest, each with a deadline, and files to and from it.
 *
 * @param scratch directory for archives on their way
 */
record RemoteCommands(SshSession guest, Duration deadline, Path scratch) {

  /** What an archive holds of one file besides its content. */
  private static final int ARCHIVE_OVERHEAD = 4 << 10;

  /**
   * How a command ended.
   *
   * @param status its exit status; -1 when it has none
   * @param trouble why it has none
   */
  record Result(int status, Optional<String> trouble) {
    static final Result OK = new Result(0, Optional.empty());

    static Result trouble(String what) {
      return new Result(-1, Optional.of(what));
    }

    boolean ok() {
      return status == 0;
    }
  }

  /** Runs a command that reads nothing. */
  Result run(String command, OutputStream output) throws IOException, InterruptedException {
    return run(command, InputStream.nullInputStream(), output, output);
  }

  /** Puts files and folders into the home directory. */
  Result copyIn(List<Path> files, OutputStream output) throws IOException, InterruptedException {
    Path archive = Files.createTempFile(scratch, "for-guest-", ".tar");
    try {
      try (OutputStream out = Files.newOutputStream(archive)) {
        FilesForGuest.write(files, out);
      }
      try (InputStream in = Files.newInputStream(archive)) {
        return run(FilesForGuest.COMMAND, in, output, output);
      }
    } finally {
      Files.delete(archive);
    }
  }

  /** Takes files and folders, named from the home directory on, out of the guest. */
  Unpacked copyOut(List<String> names, Path to, GuestSpec.Ssh.Limits limits)
      throws IOException, InterruptedException {
    Path archive = Files.createTempFile(scratch, "from-guest-", ".tar");
    long most = limits.size().bytes() + (long) limits.files() * ARCHIVE_OVERHEAD;
    ByteArrayOutputStream complaints = new ByteArrayOutputStream();
    try {
      Result result;
      try (CappedOutput out = new CappedOutput(Files.newOutputStream(archive), most);
          CappedOutput err = new CappedOutput(complaints, ARCHIVE_OVERHEAD)) {
        result = run(FilesFromGuest.command(names), InputStream.nullInputStream(), out, err);
      }
      Unpacked unpacked;
      try (InputStream in = Files.newInputStream(archive)) {
        unpacked = FilesFromGuest.unpack(in, to, limits.size().bytes(), limits.files());
      }
      return result.ok()
          ? unpacked
          : unpacked.alsoRefused(
              result.trouble().orElse(complaints.toString(StandardCharsets.UTF_8).strip()));
    } finally {
      Files.delete(archive);
    }
  }

  private Result run(String command, InputStream in, OutputStream out, OutputStream err)
      throws IOException, InterruptedException {
    SshSession.Streams streams = new SshSession.Streams(in, out, err);
    try (SshCommand running =
        guest.start(Optional.of(command), streams, Optional.empty(), deadline)) {
      Optional<SshCommand.End> end = running.await(deadline);
      if (end.isEmpty()) {
        return Result.trouble(
            String.format(Locale.ROOT, "did not end within %.1f s", deadline.toMillis() / 1000.0));
      }
      return end.get().signal().isPresent()
          ? Result.trouble("was ended by SIG" + end.get().signal().get())
          : new Result(end.get().status(), Optional.empty());
    }
  }
}
