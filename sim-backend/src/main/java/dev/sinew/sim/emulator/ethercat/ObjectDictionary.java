package dev.sinew.sim.emulator.ethercat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The objects of a drive, and which of them go with the process data. A mapping and its assignment can be changed while
 * they are empty.
 */
final class ObjectDictionary
{
    /** What is assigned to the sync manager of the outputs. */
    static final int OUTPUT_ASSIGNMENT = 0x1C12;
    /** What is assigned to that of the inputs. */
    static final int INPUT_ASSIGNMENT = 0x1C13;

    static final int ABORT_NO_OBJECT = 0x0602_0000;
    static final int ABORT_NO_SUBINDEX = 0x0609_0011;
    static final int ABORT_READ_ONLY = 0x0601_0002;
    static final int ABORT_LENGTH = 0x0607_0010;
    static final int ABORT_STATE = 0x0800_0022;
    static final int ABORT_NOT_MAPPABLE = 0x0604_0041;
    static final int ABORT_RANGE = 0x0609_0030;

    private static final int OUTPUT_MAPPING = 0x1600;
    private static final int INPUT_MAPPING = 0x1A00;
    private static final int ENTRIES = 8;

    private final Map<Integer, ObjectEntry> entries = new TreeMap<>();

    ObjectDictionary(final EthercatModel model, final int serial)
    {
        add(0x1000, 0, 4, 0x0002_0192);
        entries.put(key(0x1008, 0), new ObjectEntry(0x1008, "Sinew " + model.name()));
        entries.put(key(0x100A, 0), new ObjectEntry(0x100A, "1.00"));
        array(0x1018, 4, EthercatModel.VENDOR, model.product(), 1, serial);
        array(0x1C00, 1, 1, 2, 3, 4);
        mapping(OUTPUT_MAPPING, 0x6040_0010, 0x6060_0008, 0x607A_0020, 0x6071_0010);
        mapping(INPUT_MAPPING, 0x6041_0010, 0x6061_0008, 0x6064_0020, 0x606C_0020, 0x6077_0010);
        assignment(OUTPUT_ASSIGNMENT, OUTPUT_MAPPING);
        assignment(INPUT_ASSIGNMENT, INPUT_MAPPING);
    }

    private static int key(final int index, final int subindex)
    {
        return index << 8 | subindex;
    }

    private void add(final int index, final int subindex, final int bytes, final long value)
    {
        entries.put(key(index, subindex), new ObjectEntry(index, subindex, bytes, false, false, value));
    }

    private void array(final int index, final int bytes, final long... values)
    {
        add(index, 0, 1, values.length);
        for (int i = 0; i < values.length; i++)
        {
            add(index, i + 1, bytes, values[i]);
        }
    }

    private void mapping(final int index, final long... values)
    {
        list(index, 4, ENTRIES, values);
    }

    private void assignment(final int index, final long value)
    {
        list(index, 2, 1, value);
    }

    private void list(final int index, final int bytes, final int room, final long... values)
    {
        entries.put(key(index, 0), new ObjectEntry(index, 0, 1, true, false, values.length));
        for (int i = 0; i < room; i++)
        {
            entries.put(key(index, i + 1),
                new ObjectEntry(index, i + 1, bytes, true, false, i < values.length ? values[i] : 0));
        }
    }

    /** Adds an object that the process data may carry. */
    ObjectEntry number(final int index, final int subindex, final int bytes, final boolean writable, final long value)
    {
        final ObjectEntry entry = new ObjectEntry(index, subindex, bytes, writable, true, value);
        entries.put(key(index, subindex), entry);
        return entry;
    }

    /** @return the entry, or null. */
    ObjectEntry find(final int index, final int subindex)
    {
        return entries.get(key(index, subindex));
    }

    /** @return why there is none of that subindex. */
    int missing(final int index)
    {
        return entries.containsKey(key(index, 0)) ? ABORT_NO_SUBINDEX : ABORT_NO_OBJECT;
    }

    /** Writes as a master does. Returns an abort code, 0 when the value was taken. */
    int write(final int index, final int subindex, final long value, final int bytes, final boolean preOperational)
    {
        final ObjectEntry entry = find(index, subindex);
        if (entry == null)
        {
            return missing(index);
        }
        if (!entry.writable)
        {
            return ABORT_READ_ONLY;
        }
        if (bytes != entry.bytes)
        {
            return ABORT_LENGTH;
        }
        final boolean isMapping = index == OUTPUT_MAPPING || index == INPUT_MAPPING;
        if (isMapping || index == OUTPUT_ASSIGNMENT || index == INPUT_ASSIGNMENT)
        {
            final int abort = change(entry, value, isMapping, preOperational);
            if (abort != 0)
            {
                return abort;
            }
        }
        entry.set(value);
        return 0;
    }

    private int change(final ObjectEntry entry, final long value, final boolean isMapping,
        final boolean preOperational)
    {
        if (!preOperational || entry.subindex > 0 && find(entry.index, 0).value != 0)
        {
            return ABORT_STATE;
        }
        if (entry.subindex == 0)
        {
            return value > (isMapping ? ENTRIES : 1) ? ABORT_RANGE : 0;
        }
        if (!isMapping)
        {
            return value == (entry.index == OUTPUT_ASSIGNMENT ? OUTPUT_MAPPING : INPUT_MAPPING) ? 0 : ABORT_RANGE;
        }
        final ObjectEntry mapped = find((int)(value >> 16 & 0xFFFF), (int)(value >> 8 & 0xFF));
        final boolean fits = mapped != null && mapped.mappable && 8 * mapped.bytes == (value & 0xFF) &&
            (entry.index == INPUT_MAPPING || mapped.writable);
        return fits ? 0 : ABORT_NOT_MAPPABLE;
    }

    /** @return entries that go with the process data of one direction, in their order. */
    List<ObjectEntry> mapped(final int assignment)
    {
        final List<ObjectEntry> mapped = new ArrayList<>();
        if (find(assignment, 0).value == 1)
        {
            final int mapping = (int)find(assignment, 1).unsigned();
            for (int i = 1; i <= find(mapping, 0).value; i++)
            {
                final long word = find(mapping, i).unsigned();
                mapped.add(find((int)(word >> 16), (int)(word >> 8 & 0xFF)));
            }
        }
        return mapped;
    }

    /** Every value as after a restart. */
    void restart()
    {
        entries.values().forEach(entry -> entry.value = entry.initial);
    }
}
