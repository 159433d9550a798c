/**
 * Whether the host has what straddle needs, and how it gets it.
 *
 * <p>In: the host. Out: the list of needs, met or not. Calls: {@code process}, to run the package
 * manager.
 */
package dev.straddle.doctor;
