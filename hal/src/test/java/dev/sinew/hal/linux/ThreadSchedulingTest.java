package dev.sinew.hal.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class ThreadSchedulingTest
{
    @Test
    void shouldSetEveryRealtimeClassAndReadItBackWhenPermitted()
    {
        Privilege.needRealtime();
        Privilege.onThread(() ->
        {
            assertEquals("SCHED_FIFO 42", ThreadScheduling.set(0, SchedulingClass.FIFO, 42).got());
            assertEquals("SCHED_FIFO 42", ThreadScheduling.read(0));
            assertEquals("SCHED_RR 7", ThreadScheduling.set(0, SchedulingClass.RR, 7).got());
            assertEquals(SchedulingClass.RR, ThreadScheduling.schedulingClass(0));
            assertTrue(ThreadScheduling.set(0, SchedulingClass.OTHER, 0).isDone());
            assertEquals("SCHED_OTHER 0", ThreadScheduling.read(0));
        });
    }

    @Test
    void shouldNotHandTheRealtimeClassOnToThreadsStartedLater()
    {
        Privilege.needRealtime();
        Privilege.onThread(() ->
        {
            assertTrue(ThreadScheduling.set(0, SchedulingClass.FIFO, 42).isDone());
            final String[] child = new String[1];
            Privilege.onThread(() -> child[0] = ThreadScheduling.read(0));
            assertEquals("SCHED_OTHER 0", child[0]);
        });
    }

    @Test
    void shouldRefuseWithErrnoAndRemedyWhenThePriorityDoesNotFitTheClass()
    {
        Privilege.needLinux();
        Privilege.onThread(() ->
        {
            final Outcome outcome = ThreadScheduling.set(0, SchedulingClass.FIFO, 0);
            assertEquals(Outcome.Status.REFUSED, outcome.status());
            assertEquals(Errno.EINVAL, outcome.errno());
            assertEquals("SCHED_OTHER 0", outcome.got());
            assertEquals("scheduling: wanted SCHED_FIFO 0, got SCHED_OTHER 0 (EINVAL); " +
                "use a priority of 1 to 99 with FIFO and RR, 0 with the others", outcome.line());
        });
    }

    @Test
    void shouldBecomeIdleAsAnyUser()
    {
        Privilege.needLinux();
        Privilege.onThread(() ->
        {
            assertTrue(ThreadScheduling.set(0, SchedulingClass.IDLE, 0).isDone());
            assertEquals(SchedulingClass.IDLE, ThreadScheduling.schedulingClass(0));
        });
    }

    @Test
    void shouldMoveToTheProcessorItIsPinnedTo()
    {
        Privilege.needLinux();
        Privilege.onThread(() ->
        {
            final BitSet allowed = ThreadScheduling.affinity(0);
            for (int cpu = allowed.nextSetBit(0); cpu >= 0; cpu = allowed.nextSetBit(cpu + 1))
            {
                assertTrue(ThreadScheduling.pin(0, cpu).isDone());
                assertEquals(cpu, ThreadScheduling.currentCpu());
                assertEquals(1, ThreadScheduling.affinity(0).cardinality());
            }
        });
    }

    @Test
    void shouldRefuseAProcessorThatDoesNotExist()
    {
        Privilege.needLinux();
        Privilege.onThread(() ->
        {
            final BitSet before = ThreadScheduling.affinity(0);
            final Outcome outcome = ThreadScheduling.pin(0, 1023);
            assertFalse(outcome.isDone());
            assertEquals(Errno.EINVAL, outcome.errno());
            assertEquals(before, ThreadScheduling.affinity(0));
        });
    }

    @Test
    void shouldMoveEveryOtherThreadOffAProcessor()
    {
        Privilege.needLinux();
        Privilege.onThread(() ->
        {
            final BitSet allowed = ThreadScheduling.affinity(0);
            Privilege.need(allowed.cardinality() > 1, "not run: needs two processors");
            final int cpu = allowed.nextSetBit(0);
            final int mainThread = (int)ProcessHandle.current().pid();
            try
            {
                final Outcome outcome = ProcessThreads.keepOff(cpu);
                assertTrue(outcome.isDone(), outcome.line());
                assertFalse(ThreadScheduling.affinity(mainThread).get(cpu));
                assertEquals(allowed, ThreadScheduling.affinity(0));
            }
            finally
            {
                for (final String id : new File("/proc/self/task").list())
                {
                    ThreadScheduling.setAffinity(Integer.parseInt(id), allowed);
                }
            }
        });
    }

    @Test
    void shouldListProcessorsAsRanges()
    {
        final BitSet cpus = new BitSet();
        assertEquals("none", ThreadScheduling.list(cpus));
        cpus.set(0);
        cpus.set(2, 5);
        cpus.set(9);
        assertEquals("0,2-4,9", ThreadScheduling.list(cpus));
    }
}
