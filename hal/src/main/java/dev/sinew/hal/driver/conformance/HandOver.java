package dev.sinew.hal.driver.conformance;

/**
 * Two handles at once: the first on the calling thread, the second on a thread that did not open it.
 */
final class HandOver
{
    private static final int CYCLES = 20;
    private static final long JOIN_MS = 10_000;

    private HandOver()
    {
    }

    /**
     * Activates the second handle and cycles both, then deactivates the second.
     *
     * @param first  an active handle.
     * @param second an inactive one.
     * @return what went wrong, or null.
     */
    static String cycleTogether(final Session first, final Session second)
    {
        final String[] problem = new String[1];
        final Thread other = new Thread(() ->
        {
            second.activate();
            problem[0] = cycles(second);
            second.instance.deactivate();
        }, "driver-check-second");
        other.start();
        final String own = cycles(first);
        try
        {
            other.join(JOIN_MS);
        }
        catch (final InterruptedException interrupted)
        {
            Thread.currentThread().interrupt();
        }
        if (other.isAlive())
        {
            return "a verb on a thread that did not open the handle has not come back in " + JOIN_MS + " ms";
        }
        if (own != null)
        {
            return "while another thread used a second handle, " + own;
        }
        return problem[0] == null ? null : "on a thread that did not open it, " + problem[0];
    }

    private static String cycles(final Session s)
    {
        for (int i = 0; i < CYCLES; i++)
        {
            s.tick();
            final int received = s.receive();
            s.command(0, true);
            final int sent = s.send();
            if (received == Session.ERROR || received == Session.NOT_ACTIVE ||
                sent == Session.ERROR || sent == Session.NOT_ACTIVE)
            {
                return "receive returned " + received + " and send " + sent;
            }
        }
        return null;
    }
}
