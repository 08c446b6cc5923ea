package dev.sinew.hal.linux;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.BitSet;

/**
 * Scheduling class, priority and processor affinity. A thread id of 0 means the calling thread. Set-up only: these
 * calls allocate.
 */
public final class ThreadScheduling
{
    private static final int MASK_BYTES = 1024 / 8;
    private static final String SCHEDULING = "scheduling";
    private static final String AFFINITY = "affinity";
    private static final String REMEDY_PRIORITY =
        "grant real-time priority (line '* - rtprio 90' in /etc/security/limits.d/sinew.conf and log in again, " +
        "or CAP_SYS_NICE), see docs/realtime-setup.md";

    private ThreadScheduling()
    {
    }

    /**
     * Sets the scheduling class and priority and reads them back. A real-time class is not inherited by children.
     *
     * @param threadId kernel's thread id, 0 for the calling thread.
     * @param wanted   class.
     * @param priority 1 to 99 for FIFO and RR, 0 for the others.
     * @return what was read back.
     */
    public static Outcome set(final int threadId, final SchedulingClass wanted, final int priority)
    {
        final String wish = wanted.label() + " " + priority;
        if (!LinuxSupport.available())
        {
            return Outcome.unsupported(SCHEDULING, wish, LinuxSupport.reason());
        }
        try (Memory param = new Memory(Integer.BYTES))
        {
            param.setInt(0, priority);
            final int code = wanted.isRealtime() ? wanted.code() | LibC.SCHED_RESET_ON_FORK : wanted.code();
            final int result = LibC.sched_setscheduler(threadId, code, Pointer.nativeValue(param));
            final int errno = 0 == result ? 0 : LibC.errno();
            final String got = read(threadId);
            return wish.equals(got) ? Outcome.done(SCHEDULING, wish, got) :
                Outcome.refused(SCHEDULING, wish, got, errno, remedyFor(errno));
        }
    }

    /**
     * Scheduling class now.
     *
     * @param threadId kernel's thread id, 0 for the calling thread.
     * @return the class, UNKNOWN where it could not be read.
     */
    public static SchedulingClass schedulingClass(final int threadId)
    {
        if (!LinuxSupport.available())
        {
            return SchedulingClass.UNKNOWN;
        }
        return SchedulingClass.of(LibC.sched_getscheduler(threadId));
    }

    /**
     * Scheduling class and priority now.
     *
     * @param threadId kernel's thread id, 0 for the calling thread.
     * @return for example {@code SCHED_FIFO 80}.
     */
    public static String read(final int threadId)
    {
        if (!LinuxSupport.available())
        {
            return SchedulingClass.UNKNOWN.label();
        }
        try (Memory param = new Memory(Integer.BYTES))
        {
            param.setInt(0, -1);
            LibC.sched_getparam(threadId, Pointer.nativeValue(param));
            return schedulingClass(threadId).label() + " " + param.getInt(0);
        }
    }

    /**
     * Gives the calling thread the real-time class and priority of another one; a thread in a normal class gives
     * nothing. What was set with {@link #set} is not inherited.
     *
     * @param threadId kernel's thread id of the other thread.
     */
    public static void takeOver(final int threadId)
    {
        final SchedulingClass other = schedulingClass(threadId);
        if (other.isRealtime())
        {
            try (Memory param = new Memory(Integer.BYTES))
            {
                param.setInt(0, -1);
                LibC.sched_getparam(threadId, Pointer.nativeValue(param));
                set(0, other, param.getInt(0));
            }
        }
    }

    /**
     * Binds a thread to one processor and reads the mask back.
     *
     * @param threadId kernel's thread id, 0 for the calling thread.
     * @param cpu      processor number, from 0.
     * @return what was read back.
     */
    public static Outcome pin(final int threadId, final int cpu)
    {
        final BitSet cpus = new BitSet();
        cpus.set(cpu);
        return setAffinity(threadId, cpus);
    }

    /**
     * Binds a thread to a set of processors and reads the mask back.
     *
     * @param threadId kernel's thread id, 0 for the calling thread.
     * @param cpus     processor numbers, below 1024.
     * @return what was read back.
     */
    public static Outcome setAffinity(final int threadId, final BitSet cpus)
    {
        final String wish = "cpu " + list(cpus);
        if (!LinuxSupport.available())
        {
            return Outcome.unsupported(AFFINITY, wish, LinuxSupport.reason());
        }
        try (Memory mask = new Memory(MASK_BYTES))
        {
            mask.clear();
            for (int cpu = cpus.nextSetBit(0); cpu >= 0 && cpu < MASK_BYTES * 8; cpu = cpus.nextSetBit(cpu + 1))
            {
                mask.setByte(cpu / 8, (byte)(mask.getByte(cpu / 8) | 1 << cpu % 8));
            }
            final int result = LibC.sched_setaffinity(threadId, MASK_BYTES, Pointer.nativeValue(mask));
            final int errno = 0 == result ? 0 : LibC.errno();
            final BitSet now = affinity(threadId);
            return cpus.equals(now) ? Outcome.done(AFFINITY, wish, wish) :
                Outcome.refused(AFFINITY, wish, "cpu " + list(now), errno,
                "choose a CPU that exists and that the cpuset or taskset of this process allows");
        }
    }

    /**
     * Processors that a thread may run on.
     *
     * @param threadId kernel's thread id, 0 for the calling thread.
     * @return the set, empty where it could not be read.
     */
    public static BitSet affinity(final int threadId)
    {
        if (!LinuxSupport.available())
        {
            return new BitSet();
        }
        try (Memory mask = new Memory(MASK_BYTES))
        {
            mask.clear();
            LibC.sched_getaffinity(threadId, MASK_BYTES, Pointer.nativeValue(mask));
            return BitSet.valueOf(mask.getByteArray(0, MASK_BYTES));
        }
    }

    /**
     * Kernel's id of the calling thread.
     *
     * @return thread id, 0 outside Linux.
     */
    public static int threadId()
    {
        return LinuxSupport.available() ? LibC.gettid() : 0;
    }

    /**
     * Processor that the calling thread runs on at this moment.
     *
     * @return processor number, -1 where it cannot be told.
     */
    public static int currentCpu()
    {
        return LinuxSupport.available() ? LibC.sched_getcpu() : -1;
    }

    private static String remedyFor(final int errno)
    {
        return switch (errno)
        {
            case Errno.EPERM -> REMEDY_PRIORITY;
            case Errno.EINVAL -> "use a priority of 1 to 99 with FIFO and RR, 0 with the others";
            case Errno.ENOSYS -> "this C library has no sched_setscheduler: use a system with glibc";
            default -> "look into docs/realtime-setup.md";
        };
    }

    static String list(final BitSet cpus)
    {
        final StringBuilder text = new StringBuilder();
        for (int cpu = cpus.nextSetBit(0); cpu >= 0; cpu = cpus.nextSetBit(cpu + 1))
        {
            final int last = cpus.nextClearBit(cpu) - 1;
            text.append(text.isEmpty() ? "" : ",").append(cpu);
            if (last > cpu)
            {
                text.append('-').append(last);
            }
            cpu = last;
        }
        return text.isEmpty() ? "none" : text.toString();
    }
}
