/**
 * The vocabulary of straddle: records and sealed types that every other package may speak.
 *
 * <p>In: nothing. Out: immutable data. Calls: nobody; it imports no other package of straddle.
 */
package dev.straddle.model;
