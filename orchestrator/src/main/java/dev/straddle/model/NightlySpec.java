package dev.straddle.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What to do every night.
 *
 * @param name the file's name, under which its nights belong together
 * @param matrices names, or absolute paths of files; each of their cells is a test
 * @param tests further tests, where there is no pair of variants to compare
 * @param boots how often each test is booted in a night that has the time
 * @param retries how many boots more a night may spend on one open question
 * @param budget when it is over, the night ends with what it has
 * @param slower by how many percent the guest time of a seeded boot may rise; holds for every test
 *     that names no bound of its own and whose guest has seeds
 * @param bisect whether the commit of a new regression is looked for
 * @param waivers the file of waivers
 * @param site the directory of pages; empty for one beside the runs
 * @param mail how the report is sent, if it is
 * @param definedIn the YAML file, for messages
 */
public record NightlySpec(
    String name,
    String description,
    List<String> matrices,
    List<Tests> tests,
    int boots,
    int retries,
    Duration budget,
    Optional<Double> slower,
    boolean bisect,
    Optional<Path> waivers,
    Optional<Path> site,
    Optional<Mail> mail,
    Path definedIn) {

  public NightlySpec {
    matrices = List.copyOf(matrices);
    tests = List.copyOf(tests);
  }

  /**
   * Kernels times guests.
   *
   * @param kernels {@code KERNEL/VARIANT}, the kernel by name or absolute path
   * @param guests by name or absolute path
   * @param slower by how many percent the guest time of their seeded boots may rise
   */
  public record Tests(List<String> kernels, List<String> guests, Optional<Double> slower) {
    public Tests {
      kernels = List.copyOf(kernels);
      guests = List.copyOf(guests);
    }
  }

  /**
   * How a report is sent.
   *
   * @param from its sender
   * @param to its readers
   * @param route by which way
   */
  public record Mail(String from, List<String> to, Route route) {
    public Mail {
      to = List.copyOf(to);
    }
  }

  /** A way for mail. */
  public sealed interface Route {

    /** A program that reads the mail, and takes its readers from it. */
    record Program(List<String> words) implements Route {
      public Program {
        words = List.copyOf(words);
      }
    }

    /** A server that asks no password: the machine's own, or a team's. */
    record Smtp(String host, int port) implements Route {}
  }
}
