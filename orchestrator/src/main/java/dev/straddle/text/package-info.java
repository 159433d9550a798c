/**
 * Text that others wrote, and those who read ours: terminals and shells.
 *
 * <p>In: text of guests, compilers, patches and files, none of it trusted. Out: the same, with
 * everything visible that would act or hide. {@link dev.straddle.text.Terminal} is what a command
 * line prints through: give it to picocli with {@code setOut(new Terminal(System.out))} and {@code
 * setErr}, and neither a guest nor a file can move the cursor, set the title or overwrite a line;
 * {@link dev.straddle.text.Terminal#redraw} is for a line that straddle itself draws again. Calls
 * nothing of straddle.
 */
package dev.straddle.text;
