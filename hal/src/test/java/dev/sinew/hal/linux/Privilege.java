package dev.sinew.hal.linux;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Says loudly which tests do not run for want of Linux or of permission. */
final class Privilege
{
    private Privilege()
    {
    }

    static void needLinux()
    {
        need(LinuxSupport.available(), "not run: " + LinuxSupport.reason());
    }

    static void needRealtime()
    {
        needLinux();
        final boolean[] permitted = new boolean[1];
        onThread(() -> permitted[0] = ThreadScheduling.set(0, SchedulingClass.FIFO, 1).isDone());
        need(permitted[0], "not run: this user may not use SCHED_FIFO (run as root to test it)");
    }

    static void need(final boolean condition, final String message)
    {
        if (!condition)
        {
            System.err.println("SKIPPED " + message);
        }
        assumeTrue(condition, message);
    }

    /** Runs on a thread of its own, because the settings of this package stick to their thread. */
    static void onThread(final Runnable body)
    {
        final Throwable[] failure = new Throwable[1];
        final Thread thread = new Thread(body, "settings");
        thread.setUncaughtExceptionHandler((where, thrown) -> failure[0] = thrown);
        thread.start();
        try
        {
            thread.join(60_000);
        }
        catch (final InterruptedException e)
        {
            throw new IllegalStateException(e);
        }
        if (failure[0] instanceof Error error)
        {
            throw error;
        }
        if (null != failure[0])
        {
            throw new IllegalStateException(failure[0]);
        }
        if (thread.isAlive())
        {
            throw new IllegalStateException("thread did not end within 60 s");
        }
    }
}
