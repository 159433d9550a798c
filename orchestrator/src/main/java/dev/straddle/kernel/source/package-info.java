/**
 * Where sources come from: Debian packages, git repositories, tarballs, and directories as they
 * stand.
 */
package dev.straddle.kernel.source;
