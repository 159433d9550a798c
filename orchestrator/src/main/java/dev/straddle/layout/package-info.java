/**
 * x86-64 address arithmetic: where memory lies, where its page structures lie, which top-level
 * page-table entries they need, and whether a kernel without the series crashes on a new one.
 *
 * <p>In: a guest and the size of {@code struct page}. Out: an {@link
 * dev.straddle.model.AddressPlan}, or problems with the guest. Calls: nobody; pure.
 */
package dev.straddle.layout;
