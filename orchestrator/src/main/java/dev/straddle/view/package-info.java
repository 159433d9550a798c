/**
 * How work under way is shown to whoever watches: lines redrawn in place on a terminal, plain lines
 * elsewhere.
 *
 * <p>In come events of builds, boots, runs and bisections; out go lines to a writer that the
 * command line hands over.
 */
package dev.straddle.view;
