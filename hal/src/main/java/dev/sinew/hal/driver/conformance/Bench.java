package dev.sinew.hal.driver.conformance;

import java.nio.file.Path;

import dev.sinew.hal.driver.RawDriver;

/**
 * A loaded driver and how to check it.
 *
 * @param library the driver's file.
 * @param driver  the driver.
 * @param options how to check it.
 */
record Bench(Path library, RawDriver driver, ConformanceOptions options)
{
    /** One rule's check. */
    @FunctionalInterface
    interface Check
    {
        /**
         * @param bench what to check.
         * @return what became of the rule.
         */
        RuleResult run(Bench bench);
    }

    /**
     * @return a handle with a usable layout.
     * @throws NotOpenedException when the driver does not open this time.
     */
    Session open()
    {
        final RawDriver.Instance opened = driver.open(options.config());
        if (opened.openCode() != Session.OK || opened.handle() == 0 || opened.handle() == -1)
        {
            throw new NotOpenedException("open returned " + opened.openCode() + ": " + driver.openError());
        }
        return new Session(opened, options);
    }

    /** A session that is active and has been through some cycles of zero commands. */
    Session openActive()
    {
        final Session session = open();
        warm(session);
        return session;
    }

    /** Activates a session and takes it through some cycles of zero commands. */
    void warm(final Session session)
    {
        session.tick();
        session.receive();
        session.activate();
        for (int i = 0; i < 10; i++)
        {
            session.tick();
            session.receive();
            session.command(0, true);
            session.send();
        }
    }

    /**
     * @param text what a driver said.
     * @return what is wrong with it as a reason, or null.
     */
    static String badReason(final String text)
    {
        if (text == null)
        {
            return "last_error is NULL";
        }
        if (text.isBlank())
        {
            return "last_error is empty";
        }
        return text.lines().count() > 1 ? "last_error has more than one line" : null;
    }
}
