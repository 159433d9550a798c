/**
 * What kernel images and modules are made of: bzImage, ELF, kallsyms, BTF, module information.
 *
 * <p>In: files. Out: what they say of themselves. Calls nobody.
 */
package dev.straddle.image;
