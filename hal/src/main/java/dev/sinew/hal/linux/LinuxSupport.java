package dev.sinew.hal.linux;

import com.sun.jna.Native;

/** Whether the services of this package can work in this JVM, and if not, why. */
public final class LinuxSupport
{
    private static final String REASON = findReason();

    private LinuxSupport()
    {
    }

    /**
     * Whether the Linux calls can be made.
     *
     * @return true on 64-bit Linux with a C library that JNA could open.
     */
    public static boolean available()
    {
        return REASON.isEmpty();
    }

    /**
     * Why the Linux calls cannot be made.
     *
     * @return one line, empty where they can.
     */
    public static String reason()
    {
        return REASON;
    }

    private static String findReason()
    {
        final String os = System.getProperty("os.name", "unknown");
        if (!os.startsWith("Linux"))
        {
            return "needs Linux, this is " + os;
        }
        try
        {
            if (Native.LONG_SIZE != Long.BYTES)
            {
                return "needs a 64-bit C library, a long here has " + Native.LONG_SIZE + " bytes";
            }
            LibC.load();
            return "";
        }
        catch (final LinkageError e)
        {
            return "JNA could not load its native part (" + firstLine(e) +
                "); if the temporary directory is mounted noexec, start with -Djna.tmpdir=DIR";
        }
    }

    private static String firstLine(final Throwable e)
    {
        final String message = String.valueOf(e.getMessage());
        final int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
