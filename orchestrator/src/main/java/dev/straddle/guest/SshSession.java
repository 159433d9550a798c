package dev.straddle.guest;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.ChannelShell;
import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SocketFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A connection to the guest's SSH server, which has proven to hold the key that it was given.
 *
 * <p>Closing it ends all commands on it. Safe for use by several threads.
 */
public final class SshSession implements AutoCloseable {

  /** The name under which the guest's key is known; addresses and ports change with each boot. */
  private static final String GUEST = "guest";

  private static final String USER = "root";
  private static final String KEY_TYPE = "ssh-ed25519";

  private final Session session;
  private final LongSupplier clock;

  private SshSession(Session session, LongSupplier clock) {
    this.session = session;
    this.clock = clock;
  }

  /**
   * Connects and logs in.
   *
   * @param socket not connected yet; closing it ends everything at once
   * @param port of 127.0.0.1
   * @param clock in nanoseconds, by which commands are waited for
   * @throws IOException when nobody answers in time, or one that does not hold the guest's key
   */
  public static SshSession connect(
      Socket socket, int port, SshKeys keys, Duration deadline, LongSupplier clock)
      throws IOException {
    try {
      JSch jsch = new JSch();
      jsch.addIdentity("straddle", keys.clientPrivate(), null, null);
      jsch.getHostKeyRepository().add(new HostKey(GUEST, HostKey.ED25519, keys.host()), null);
      Session session = jsch.getSession(USER, "127.0.0.1", port);
      session.setHostKeyAlias(GUEST);
      session.setConfig("StrictHostKeyChecking", "yes");
      session.setConfig("PreferredAuthentications", "publickey");
      session.setConfig("server_host_key", KEY_TYPE);
      session.setConfig("PubkeyAcceptedAlgorithms", KEY_TYPE);
      session.setDaemonThread(true);
      session.setSocketFactory(new Loopback(socket));
      session.connect(millis(deadline));
      // From here on each command has its own deadline, or none.
      session.setTimeout(0);
      return new SshSession(session, clock);
    } catch (JSchException e) {
      throw new IOException("no SSH connection to the guest: " + e.getMessage(), e);
    }
  }

  /**
   * A terminal that the guest is to believe in.
   *
   * @param type such as {@code xterm}
   */
  public record Terminal(String type, int columns, int rows) {}

  /**
   * Streams of a command; none of them is closed.
   *
   * @param in is read to its end by a thread of its own
   * @param out must not throw: the connection would end
   * @param err the same; with a terminal everything goes to {@code out}
   */
  public record Streams(InputStream in, OutputStream out, OutputStream err) {}

  /**
   * Starts a command.
   *
   * @param command for the guest's shell; empty for the shell itself
   * @param deadline for the guest to start it
   */
  public SshCommand start(
      Optional<String> command, Streams streams, Optional<Terminal> terminal, Duration deadline)
      throws IOException {
    try {
      Channel channel = session.openChannel(command.isPresent() ? "exec" : "shell");
      if (channel instanceof ChannelExec exec) {
        exec.setCommand(command.get());
        exec.setErrStream(streams.err(), true);
        terminal.ifPresent(t -> exec.setPtyType(t.type(), t.columns(), t.rows(), 0, 0));
        exec.setPty(terminal.isPresent());
      } else if (channel instanceof ChannelShell shell) {
        shell.setExtOutputStream(streams.err(), true);
        terminal.ifPresent(t -> shell.setPtyType(t.type(), t.columns(), t.rows(), 0, 0));
        shell.setPty(terminal.isPresent());
      }
      channel.setInputStream(streams.in(), true);
      channel.setOutputStream(streams.out(), true);
      channel.connect(millis(deadline));
      return new SshCommand(channel, clock);
    } catch (JSchException e) {
      throw new IOException("the guest did not start the command: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    session.disconnect();
  }

  /** Hands out that one socket. */
  private record Loopback(Socket socket) implements SocketFactory {
    @Override
    public Socket createSocket(String host, int port) throws IOException {
      socket.connect(new InetSocketAddress(InetAddress.getByName(host), port));
      return socket;
    }

    @Override
    public InputStream getInputStream(Socket connected) throws IOException {
      return connected.getInputStream();
    }

    @Override
    public OutputStream getOutputStream(Socket connected) throws IOException {
      return connected.getOutputStream();
    }
  }

  private static int millis(Duration duration) {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(1, duration.toMillis()));
  }
}
