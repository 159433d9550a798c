package dev.straddle.history;

/**
 * Where the lines are drawn; each number is a probability or a count of boots.
 *
 * @param falseAlarm accepted probability, for each failure that is weighed, of calling it a
 *     regression although its rate did not change
 * @param probation passes that a test needs before its failures are told (netdev's CI: 15)
 * @param failures that must have been seen since the change
 * @param stillThere accepted probability of calling a failure gone although it is there
 */
public record Rules(double falseAlarm, int probation, int failures, double stillThere) {

  public static final Rules USUAL = new Rules(1e-3, 15, 2, 0.01);
}
