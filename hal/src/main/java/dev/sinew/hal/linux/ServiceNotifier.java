package dev.sinew.hal.linux;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/**
 * Tells the service manager how a daemon is doing: one datagram of {@code NAME=value} lines to the unix socket that
 * {@code NOTIFY_SOCKET} names, as {@code sd_notify(3)} describes the protocol. Java has no unix datagram sockets.
 *
 * <p>Any thread but the loop's; a call never waits and never throws: a manager that does not listen is counted.</p>
 */
public final class ServiceNotifier implements AutoCloseable
{
    /** Environment variable that names the socket. */
    public static final String SOCKET_VARIABLE = "NOTIFY_SOCKET";
    /** Environment variable with the time within which the manager wants to hear {@code WATCHDOG=1}, us. */
    public static final String WATCHDOG_VARIABLE = "WATCHDOG_USEC";
    /** Environment variable with the process that is meant by {@link #WATCHDOG_VARIABLE}. */
    public static final String WATCHDOG_PID_VARIABLE = "WATCHDOG_PID";

    private static final int FAMILY_BYTES = 2;
    /** Of {@code sun_path}. */
    private static final int PATH_BYTES_MAX = 108;
    private static final int MESSAGE_BYTES_MAX = 4096;

    private final Memory address;
    private final int addressBytes;
    private final Memory message;
    private final int socket;
    private final String problem;
    private boolean closed;
    private long sent;
    private long failed;

    private ServiceNotifier(final String problem)
    {
        this.address = null;
        this.addressBytes = 0;
        this.message = null;
        this.socket = -1;
        this.problem = problem;
    }

    private ServiceNotifier(final byte[] path, final int socket)
    {
        final boolean abstractName = path[0] == 0;
        address = new Memory(FAMILY_BYTES + PATH_BYTES_MAX);
        address.clear();
        address.setShort(0, (short)LibC.AF_UNIX);
        address.write(FAMILY_BYTES, path, 0, path.length);
        // A path may end with its zero, an abstract name has none: every byte of it counts.
        addressBytes = FAMILY_BYTES + path.length + (abstractName ? 0 : 1);
        message = new Memory(MESSAGE_BYTES_MAX);
        this.socket = socket;
        this.problem = "";
    }

    /**
     * @return a notifier to the manager that started this process; one that does nothing when there is none.
     */
    public static ServiceNotifier ofEnvironment()
    {
        return to(System.getenv(SOCKET_VARIABLE));
    }

    /**
     * @param name {@code NOTIFY_SOCKET}: an absolute path, or {@code @} and an abstract name; null for none.
     * @return a notifier; {@link #problem()} tells why it does nothing when it does.
     */
    public static ServiceNotifier to(final String name)
    {
        if (name == null || name.isEmpty())
        {
            return new ServiceNotifier("no service manager: " + SOCKET_VARIABLE + " is not set");
        }
        final byte[] path = name.getBytes(StandardCharsets.UTF_8);
        if (path[0] != '/' && path[0] != '@' || path.length < 2 || path.length >= PATH_BYTES_MAX)
        {
            return new ServiceNotifier(SOCKET_VARIABLE + "=" + name + " is neither an absolute path nor @name of at " +
                "most " + (PATH_BYTES_MAX - 1) + " bytes");
        }
        if (!LinuxSupport.available())
        {
            return new ServiceNotifier(LinuxSupport.reason());
        }
        if (path[0] == '@')
        {
            path[0] = 0;
        }
        final int socket = LibC.socket(LibC.AF_UNIX, LibC.SOCK_DGRAM | LibC.SOCK_CLOEXEC, 0);
        return socket < 0 ? new ServiceNotifier("socket failed (" + Errno.name(LibC.errno()) + ")") :
            new ServiceNotifier(path, socket);
    }

    /**
     * @param environment variables of this process.
     * @param pid         this process.
     * @return time within which the manager wants to hear {@code WATCHDOG=1}, ns; 0 when it does not watch.
     */
    public static long watchdogNs(final Map<String, String> environment, final long pid)
    {
        final String watched = environment.get(WATCHDOG_PID_VARIABLE);
        final String time = environment.get(WATCHDOG_VARIABLE);
        if (time == null || !time.matches("\\d{1,15}") || watched != null && !watched.equals(Long.toString(pid)))
        {
            return 0;
        }
        return Long.parseLong(time) * 1000;
    }

    /**
     * @return true when somebody is told.
     */
    public boolean active()
    {
        return problem.isEmpty();
    }

    /**
     * @return why nobody is told; empty when somebody is.
     */
    public String problem()
    {
        return problem;
    }

    /**
     * Sends one datagram.
     *
     * @param lines what to tell: {@code READY=1}, {@code STATUS=...}, {@code WATCHDOG=1}, {@code STOPPING=1}; line
     *              breaks in them become blanks.
     * @return true when the manager's socket took it.
     */
    public synchronized boolean send(final String... lines)
    {
        if (!active() || closed)
        {
            return false;
        }
        final StringBuilder text = new StringBuilder();
        for (final String line : lines)
        {
            text.append(line.replace('\n', ' ')).append('\n');
        }
        final byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        final int length = Math.min(bytes.length, MESSAGE_BYTES_MAX);
        message.write(0, bytes, 0, length);
        final long taken = LibC.sendto(socket, Pointer.nativeValue(message), length,
            LibC.MSG_DONTWAIT | LibC.MSG_NOSIGNAL, Pointer.nativeValue(address), addressBytes);
        if (taken == length)
        {
            sent++;
            return true;
        }
        failed++;
        return false;
    }

    /**
     * @return datagrams that were taken.
     */
    public synchronized long sent()
    {
        return sent;
    }

    /**
     * @return datagrams that nobody took.
     */
    public synchronized long failed()
    {
        return failed;
    }

    @Override
    public synchronized void close()
    {
        if (active() && !closed)
        {
            closed = true;
            LibC.close(socket);
            address.close();
            message.close();
        }
    }
}
