package dev.sinew.runtime.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.sinew.hal.linux.RealtimeUnavailableException;
import dev.sinew.runtime.wiring.RunResult;
import dev.sinew.runtime.wiring.RunSession;
import dev.sinew.runtime.wiring.UserException;

/**
 * Runs a session on the thread {@code sinew-loop} and brings its result or its error back. A signal that ends the
 * process
 * stops the loop first and lets the summary be printed.
 */
final class LoopThread
{
    private static final long PATIENCE_S = 10;

    private final RunSession session;
    private final Thread thread;
    private final Thread hook;
    private final CountDownLatch told = new CountDownLatch(1);
    private volatile RunResult result;
    private volatile Throwable error;

    private LoopThread(final RunSession session)
    {
        this.session = session;
        this.thread = new Thread(this::work, "sinew-loop");
        this.hook = new Thread(this::onShutdown, "sinew-shutdown");
    }

    static LoopThread start(final RunSession session)
    {
        final LoopThread loop = new LoopThread(session);
        Runtime.getRuntime().addShutdownHook(loop.hook);
        loop.thread.start();
        return loop;
    }

    private void work()
    {
        try
        {
            result = session.execute();
        }
        catch (final RuntimeException | Error ex)
        {
            error = ex;
        }
    }

    private void onShutdown()
    {
        session.requestStop();
        try
        {
            told.await(PATIENCE_S, TimeUnit.SECONDS);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * @return what became of the session, when it has ended.
     */
    RunResult await()
    {
        try
        {
            thread.join();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            session.requestStop();
        }
        if (error != null)
        {
            told();
        }
        if (error instanceof RealtimeUnavailableException)
        {
            throw new UserException(error.getMessage(), error);
        }
        if (error instanceof RuntimeException ex)
        {
            throw ex;
        }
        if (error != null)
        {
            throw new IllegalStateException(error);
        }
        return result;
    }

    /**
     * The result has been told: a signal may end the process now.
     */
    void told()
    {
        told.countDown();
    }
}
