package dev.sinew.sim.emulator.ethercat;

import java.util.Arrays;

/**
 * A slave's controller: memory, what a datagram does to it, sync managers, FMMUs, clock and EEPROM interface. States
 * and watchdog are {@link SlaveStates}, the mailbox's content {@link CoeServer}.
 */
final class SlaveController
{
    static final int STATION = 0x0010;
    static final int LINK_STATUS = 0x0110;
    static final int AL_CONTROL = 0x0120;
    static final int AL_STATUS = 0x0130;
    static final int AL_CODE = 0x0134;
    static final int WATCHDOG_DIVIDER = 0x0400;
    static final int WATCHDOG_TIME = 0x0420;
    static final int WATCHDOG_STATUS = 0x0440;
    static final int WATCHDOG_COUNT = 0x0442;
    static final int EEPROM = 0x0502;
    static final int FMMU = 0x0600;
    static final int SYNC_MANAGER = 0x0800;
    static final int CLOCK_PORTS = 0x0900;
    static final int CLOCK_TIME = 0x0910;
    static final int CLOCK_LATCHED = 0x0918;
    static final int CLOCK_OFFSET = 0x0920;
    static final int CLOCK_DELAY = 0x0928;
    static final int CLOCK_DIFFERENCE = 0x092C;

    private static final int BYTES = 0x3000;
    private static final int PROCESS = 0x1000;
    private static final int FMMUS = 4;
    private static final int MANAGERS = 4;
    private static final int FULL = 8;
    private static final int EEPROM_READ = 1;
    private static final int HEADER = 10;

    final byte[] memory = new byte[BYTES];
    private final SlaveEeprom eeprom;
    private final SlaveClock clock;
    private final CoeServer mailbox;
    private SlaveStates states;
    private long arrivalNs;
    private long returnNs;

    SlaveController(final SlaveEeprom eeprom, final SlaveClock clock, final CoeServer mailbox)
    {
        this.eeprom = eeprom;
        this.clock = clock;
        this.mailbox = mailbox;
    }

    void connect(final SlaveStates to)
    {
        states = to;
    }

    /** As after power is switched on. */
    void restart(final boolean isLast)
    {
        Arrays.fill(memory, (byte)0);
        memory[0] = 0x11;
        memory[4] = FMMUS;
        memory[5] = MANAGERS;
        memory[6] = 8;  // KiB of process memory
        memory[7] = 0x0F; // two MII ports
        Words.put(memory, 8, 2, 0x000C); // clocks, of 64 bits
        // Port 0 open with a link; port 1 too, or closed when nothing hangs on it.
        Words.put(memory, LINK_STATUS, 2, 0x5001 | 0x0200 | 0x10 | (isLast ? 0x0400 : 0x0800 | 0x20));
        Words.put(memory, WATCHDOG_DIVIDER, 2, 2498);
        Words.put(memory, WATCHDOG_TIME, 2, 1000);
        memory[WATCHDOG_STATUS] = 1;
        clock.reset();
        mailbox.reset();
    }

    /** Lets one datagram pass; arrival here and the way back are of its frame. */
    void pass(final byte[] frame, final int at, final long hereNs, final long backNs)
    {
        arrivalNs = hereNs;
        returnNs = backNs;
        final int command = frame[at];
        final int length = Words.u16(frame, at + 6) & 0x7FF;
        if (command >= 10 && command <= 12)
        {
            logical(frame, at, command, length);
            return;
        }
        final int who = Words.u16(frame, at + 2);
        final boolean isMine = command == 14 || command >= 4 && command <= 6 ? who == Words.u16(memory, STATION) :
            command >= 7 && command <= 9 || who == 0;
        if (command >= 1 && command <= 3 || command >= 7 && command <= 9 || command == 13)
        {
            Words.put(frame, at + 2, 2, who + 1);
        }
        final int kind = command >= 13 ? isMine ? 1 : 2 : isMine ? (command - 1) % 3 + 1 : 0;
        if (command < 1 || command > 14 || kind == 0)
        {
            return;
        }
        final int place = Words.u16(frame, at + 4);
        int count = 0;
        if ((kind & 1) != 0)
        {
            count += read(frame, at + HEADER, place, length, command >= 7 && command <= 9) ? 1 : 0;
        }
        if ((kind & 2) != 0)
        {
            count += write(frame, at + HEADER, place, length) ? kind == 3 ? 2 : 1 : 0;
        }
        raise(frame, at + HEADER + length, count);
    }

    private static void raise(final byte[] frame, final int at, final int by)
    {
        Words.put(frame, at, 2, Words.u16(frame, at) + by);
    }

    /* ------------------------------------------------------------------------------------------------ registers */

    private boolean read(final byte[] frame, final int to, final int place, final int length, final boolean isOred)
    {
        if (place + length > BYTES || !mayRead(place, length))
        {
            return false;
        }
        if (overlaps(place, length, CLOCK_TIME, 8))
        {
            Words.put(memory, CLOCK_TIME, 8, clock.systemNs(memory, arrivalNs));
        }
        for (int i = 0; i < length; i++)
        {
            frame[to + i] = (byte)(isOred ? frame[to + i] | memory[place + i] : memory[place + i]);
        }
        wasRead(place, length);
        return true;
    }

    private boolean write(final byte[] frame, final int from, final int place, final int length)
    {
        if (place + length > BYTES || !mayWrite(place, length))
        {
            return false;
        }
        final long reference = place == CLOCK_TIME && length == 8 ? Words.get(frame, from, 8) : 0;
        for (int i = 0; i < length; i++)
        {
            if (!isReadOnly(place + i))
            {
                memory[place + i] = frame[from + i];
            }
        }
        wasWritten(place, length, reference);
        return true;
    }

    private static boolean isReadOnly(final int place)
    {
        return place < STATION || place >= LINK_STATUS && place < LINK_STATUS + 2 ||
            place >= AL_STATUS && place < AL_STATUS + 8 || place >= WATCHDOG_STATUS && place < WATCHDOG_STATUS + 4 ||
            place >= SYNC_MANAGER && place < SYNC_MANAGER + 8 * MANAGERS && (place & 7) == 5 ||
            place >= CLOCK_PORTS && place < CLOCK_OFFSET || place >= CLOCK_DIFFERENCE && place < CLOCK_DIFFERENCE + 4;
    }

    private static boolean overlaps(final int place, final int length, final int other, final int otherLength)
    {
        return place < other + otherLength && other < place + length;
    }

    private void wasWritten(final int place, final int length, final long reference)
    {
        if (place + length > PROCESS)
        {
            processWritten(place, length);
            return;
        }
        if (overlaps(place, length, AL_CONTROL, 1))
        {
            states.request(Words.u8(memory, AL_CONTROL), arrivalNs);
        }
        if (place == EEPROM && length >= 2)
        {
            command(Words.u16(memory, EEPROM));
        }
        if (overlaps(place, length, CLOCK_PORTS, 1))
        {
            clock.latch(memory, arrivalNs, returnNs);
        }
        if (place == CLOCK_TIME && length == 8)
        {
            clock.follow(memory, reference, arrivalNs);
        }
        if (overlaps(place, length, SYNC_MANAGER, 8 * MANAGERS))
        {
            for (int i = 0; i < MANAGERS; i++)
            {
                if (!isActive(i))
                {
                    memory[SYNC_MANAGER + 8 * i + 5] = 0;
                }
            }
        }
    }

    private void command(final int word)
    {
        final int what = word >> 8 & 7;
        if (what == EEPROM_READ)
        {
            eeprom.read(Words.u32(memory, EEPROM + 2), memory, EEPROM + 6);
        }
        // No error, not busy; anything but reading is not done, and said so.
        Words.put(memory, EEPROM, 2, what <= EEPROM_READ ? 0 : 0x2000);
    }

    /* --------------------------------------------------------------------------------------------- sync managers */

    boolean isActive(final int manager)
    {
        return (memory[SYNC_MANAGER + 8 * manager + 6] & 1) != 0;
    }

    int start(final int manager)
    {
        return Words.u16(memory, SYNC_MANAGER + 8 * manager);
    }

    int length(final int manager)
    {
        return Words.u16(memory, SYNC_MANAGER + 8 * manager + 2);
    }

    int control(final int manager)
    {
        return Words.u8(memory, SYNC_MANAGER + 8 * manager + 4);
    }

    private boolean isMailbox(final int manager)
    {
        return (control(manager) & 3) == 2;
    }

    private boolean isFull(final int manager)
    {
        return (memory[SYNC_MANAGER + 8 * manager + 5] & FULL) != 0;
    }

    private void full(final int manager, final boolean isFull)
    {
        memory[SYNC_MANAGER + 8 * manager + 5] = (byte)(isFull ? FULL : 0);
    }

    private boolean touches(final int manager, final int place, final int length)
    {
        return isActive(manager) && overlaps(place, length, start(manager), length(manager));
    }

    private boolean endsIn(final int manager, final int place, final int length)
    {
        return place + length >= start(manager) + length(manager);
    }

    private boolean mayRead(final int place, final int length)
    {
        for (int i = 0; place + length > PROCESS && i < MANAGERS; i++)
        {
            if (touches(i, place, length) && isMailbox(i) && ((control(i) & 0xC) != 0 || !isFull(i)))
            {
                return false;
            }
        }
        return true;
    }

    private boolean mayWrite(final int place, final int length)
    {
        for (int i = 0; place + length > PROCESS && i < MANAGERS; i++)
        {
            if (touches(i, place, length) && ((control(i) & 0xC) == 0 || isMailbox(i) && isFull(i)))
            {
                return false;
            }
        }
        return true;
    }

    private void wasRead(final int place, final int length)
    {
        if (place + length > PROCESS && touches(1, place, length) && isMailbox(1) && endsIn(1, place, length))
        {
            full(1, false);
            fillMailbox();
        }
    }

    private void processWritten(final int place, final int length)
    {
        if (touches(0, place, length) && isMailbox(0) && endsIn(0, place, length))
        {
            states.mailbox(start(0), arrivalNs);
            fillMailbox();
        }
        if (touches(2, place, length) && endsIn(2, place, length))
        {
            states.outputs(arrivalNs);
        }
    }

    /* ----------------------------------------------------------------------------------------------------- FMMUs */

    /** Logical addresses: whole bytes only. */
    private void logical(final byte[] frame, final int at, final int command, final int length)
    {
        final long from = Words.u32(frame, at + 2);
        boolean reads = false;
        boolean writes = false;
        for (int i = 0; i < FMMUS; i++)
        {
            final int fmmu = FMMU + 16 * i;
            if ((memory[fmmu + 12] & 1) == 0)
            {
                continue;
            }
            final long start = Words.u32(memory, fmmu);
            final long begin = Math.max(from, start);
            final long end = Math.min(from + length, start + Words.u16(memory, fmmu + 4));
            if (begin >= end)
            {
                continue;
            }
            final int place = Words.u16(memory, fmmu + 8) + (int)(begin - start);
            final int data = at + HEADER + (int)(begin - from);
            final int count = (int)(end - begin);
            reads |= command != 11 && (memory[fmmu + 11] & 1) != 0 && read(frame, data, place, count, false);
            writes |= command != 10 && (memory[fmmu + 11] & 2) != 0 && write(frame, data, place, count);
        }
        raise(frame, at + HEADER + length, (reads ? 1 : 0) + (writes ? command == 12 ? 2 : 1 : 0));
    }

    /** Puts the next message of the slave where the master reads it, when there is room. */
    void fillMailbox()
    {
        if (isActive(1) && isMailbox(1) && !isFull(1) && start(1) == SlaveEeprom.MAILBOX_IN &&
            length(1) == SlaveEeprom.MAILBOX_BYTES)
        {
            final byte[] message = mailbox.poll();
            if (message != null)
            {
                System.arraycopy(message, 0, memory, start(1), length(1));
                full(1, true);
            }
        }
    }
}
