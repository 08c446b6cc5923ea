package dev.sinew.sim.emulator.ethercat;

/**
 * One entry of an object dictionary. Numbers are kept as they stand on the wire, sign-extended.
 */
final class ObjectEntry
{
    final int index;
    final int subindex;
    final int bytes;
    final boolean writable;
    /** May stand in a mapping. */
    final boolean mappable;
    /** Text of an entry that is one; null for a number. */
    final String text;
    long value;
    /** Value after a restart. */
    final long initial;

    ObjectEntry(final int index, final int subindex, final int bytes, final boolean writable, final boolean mappable,
        final long initial)
    {
        this.index = index;
        this.subindex = subindex;
        this.bytes = bytes;
        this.writable = writable;
        this.mappable = mappable;
        this.initial = initial;
        text = null;
        value = initial;
    }

    ObjectEntry(final int index, final String text)
    {
        this.index = index;
        subindex = 0;
        bytes = text.length();
        writable = false;
        mappable = false;
        this.text = text;
        initial = 0;
    }

    /** @return the value as an unsigned number of its length. */
    long unsigned()
    {
        return bytes >= Long.BYTES ? value : value & (1L << 8 * bytes) - 1;
    }

    /** @param raw value as it stands on the wire; its sign is extended. */
    void set(final long raw)
    {
        final int shift = Long.SIZE - 8 * bytes;
        value = raw << shift >> shift;
    }
}
