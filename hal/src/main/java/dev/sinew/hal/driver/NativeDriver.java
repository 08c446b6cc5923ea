package dev.sinew.hal.driver;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;

import org.agrona.concurrent.UnsafeBuffer;

import dev.sinew.hal.system.ReturnCode;
import dev.sinew.hal.system.SystemException;

/**
 * One opened device behind a driver library. One thread at a time; {@link #receive} and {@link #send} allocate nothing.
 */
public final class NativeDriver implements AutoCloseable
{
    /** The device stops its motors by itself when sends cease. */
    public static final long CAP_DEVICE_WATCHDOG = 1;
    /** Time stands still between sends. */
    public static final long CAP_SIMULATED = 2;
    /** {@code receive} blocks until the next sample. */
    public static final long CAP_PACES = 4;
    /** The drives damp by themselves, faster than they are asked. */
    public static final long CAP_DRIVE_DAMPS = 8;
    /** Bit of a sample's status: the device's watchdog has fired. */
    public static final long STATUS_WATCHDOG = 1L << 62;

    private static final int SEQUENCE = 0;
    private static final int DEVICE_TIME_NS = 8;
    private static final int ARRIVAL_NS = 16;
    private static final int VALID_GROUPS = 24;
    private static final int STATUS = 32;
    private static final int ENABLED = 16;

    private static final ReturnCode[] CODES = ReturnCode.values();

    private final DriverLibrary library;
    private final DriverVerbs verbs;
    private final DriverLayout layout;
    private final long capabilities;
    private final String name;
    private final String version;
    private final UnsafeBuffer state;
    private final UnsafeBuffer command;
    private long handle;

    private NativeDriver(
        final DriverLibrary library,
        final DriverVerbs verbs,
        final long handle,
        final DriverLayout layout,
        final String name,
        final String version)
    {
        this.library = library;
        this.verbs = verbs;
        this.handle = handle;
        this.layout = layout;
        capabilities = verbs.capabilities(handle);
        this.name = name;
        this.version = version;
        state = new UnsafeBuffer(layout.stateAddress(), (int)layout.stateBytes());
        command = new UnsafeBuffer(layout.commandAddress(), (int)layout.commandBytes());
    }

    /**
     * Loads the library, checks its ABI and opens one device.
     *
     * @param path   the library's file; {@link NativeLibraries#find} turns names into files.
     * @param config configuration text, handed over unchanged.
     * @return the opened device, inactive.
     * @throws SystemException when the library or the text is refused; one line with the remedy, nothing stays open.
     */
    public static NativeDriver open(final Path path, final String config) throws SystemException
    {
        return open(path, config, Isolation.NONE);
    }

    /**
     * Opens one device of a driver, here or in a process of its own.
     *
     * @param driver    the driver's file.
     * @param text      configuration text, handed over unchanged.
     * @param isolation where the driver runs.
     * @return the opened device, inactive.
     * @throws SystemException when the library or the text is refused; one line with the remedy, nothing stays open.
     */
    public static NativeDriver open(final Path driver, final String text, final Isolation isolation)
        throws SystemException
    {
        if (isolation == Isolation.NONE)
        {
            return openHere(driver, text);
        }
        return openHere(Isolation.library(), isolation.text(driver, text, Isolation.WAIT_US));
    }

    private static NativeDriver openHere(final Path path, final String config) throws SystemException
    {
        final DriverLibrary library = DriverLibrary.load(path);
        final DriverVerbs verbs = library.verbs();
        try (Memory text = text(config); Memory out = new Memory(16))
        {
            out.clear();
            final long outAddress = Pointer.nativeValue(out);
            final int code = verbs.open(Pointer.nativeValue(text), outAddress, outAddress + 8);
            final long handle = out.getLong(0);
            final long layoutAddress = out.getLong(8);
            if (code != 0 || handle == 0 || layoutAddress == 0)
            {
                if (code == 0)
                {
                    throw new SystemException("driver " + library.name() + " opened without a handle or a layout: " +
                        "path=" + library.path() + "; report it to the driver's author");
                }
                throw new SystemException(string(verbs.lastError(0), "driver " + library.name() +
                    " refused to open and gave no reason; report it to the driver's author"));
            }
            final DriverLayout layout = DriverLayout.read(layoutAddress);
            final List<String> problems = layout.problems();
            if (!problems.isEmpty())
            {
                verbs.close(handle);
                throw new SystemException("driver " + library.name() + " describes itself wrongly: " + problems.get(0) +
                    (problems.size() > 1 ? " (and " + (problems.size() - 1) + " more)" : "") +
                    "; run 'sinew driver check " + library.path() + "' and report it to the driver's author");
            }
            return new NativeDriver(library, verbs, handle, layout, library.name(handle), library.version(handle));
        }
    }

    /**
     * @param shadow verbs that stand in for the library's.
     * @return a driver with the layout and the name of this one, and no device behind it.
     */
    NativeDriver shadow(final ShadowVerbs shadow)
    {
        return new NativeDriver(library, shadow, ShadowVerbs.HANDLE, shadow.layout(), name, version);
    }

    /**
     * @param config text for a driver.
     * @return its zero-terminated UTF-8.
     */
    static Memory text(final String config)
    {
        final byte[] bytes = config.getBytes(StandardCharsets.UTF_8);
        final Memory memory = new Memory(bytes.length + 1L);
        memory.write(0, bytes, 0, bytes.length);
        memory.setByte(bytes.length, (byte)0);
        return memory;
    }

    /**
     * @param address  address of a zero-terminated text, or 0.
     * @param fallback what to say when there is none.
     * @return the text.
     */
    static String string(final long address, final String fallback)
    {
        final String text = address == 0 ? "" : new Pointer(address).getString(0, "UTF-8");
        return text.isBlank() ? fallback : text;
    }

    /**
     * @return the driver's short name.
     */
    public String name()
    {
        return name;
    }

    /**
     * @return the driver's version.
     */
    public String version()
    {
        return version;
    }

    /**
     * @return file that the driver came from.
     */
    public Path path()
    {
        return library.path();
    }

    /**
     * @return what the driver described when it was opened.
     */
    public DriverLayout layout()
    {
        return layout;
    }

    /**
     * @param capability one of the {@code CAP_} bits.
     * @return true when the driver shows it.
     */
    public boolean can(final long capability)
    {
        return (capabilities & capability) != 0;
    }

    /**
     * @return the state block itself; not to be touched after {@link #close()}.
     */
    public UnsafeBuffer state()
    {
        return state;
    }

    /**
     * @return the command block itself; not to be touched after {@link #close()}.
     */
    public UnsafeBuffer command()
    {
        return command;
    }

    /**
     * @return {@code OK} or {@code ERROR}; {@code NOT_ACTIVE} when closed.
     */
    public ReturnCode activate()
    {
        return handle == 0 ? ReturnCode.NOT_ACTIVE : code(verbs.activate(handle));
    }

    /**
     * @param nowNs time of the cycle, ns.
     * @return what the driver answered; {@code NOT_ACTIVE} when closed.
     */
    public ReturnCode receive(final long nowNs)
    {
        return handle == 0 ? ReturnCode.NOT_ACTIVE : code(verbs.receive(handle, nowNs));
    }

    /**
     * @param nowNs time of the cycle, ns.
     * @return what the driver answered; {@code NOT_ACTIVE} when closed.
     */
    public ReturnCode send(final long nowNs)
    {
        return handle == 0 ? ReturnCode.NOT_ACTIVE : code(verbs.send(handle, nowNs));
    }

    /**
     * @return {@code OK} or {@code ERROR}; {@code NOT_ACTIVE} when closed.
     */
    public ReturnCode deactivate()
    {
        return handle == 0 ? ReturnCode.NOT_ACTIVE : code(verbs.deactivate(handle));
    }

    /**
     * @return the driver's line about its last failure, never empty. Allocates.
     */
    public String lastError()
    {
        return handle == 0 ? "driver " + name() + " is closed" : string(verbs.lastError(handle),
            "driver " + name() + " gave no reason; report it to the driver's author");
    }

    /**
     * The same line where the driver keeps it, for those who may not allocate.
     *
     * @return address of a zero-terminated text, valid until the next call on this driver; 0 when there is none.
     */
    long lastErrorAddress()
    {
        return handle == 0 ? 0 : verbs.lastError(handle);
    }

    /**
     * A request outside the cycle. May block; allocates.
     *
     * @param request name of the request.
     * @param values  numbers in, overwritten by the numbers that come out.
     * @return the driver's answer; {@code ERROR} when it has no requests at all.
     */
    public ReturnCode request(final String request, final double[] values)
    {
        final Function function = library.request();
        if (handle == 0 || function == null)
        {
            return handle == 0 ? ReturnCode.NOT_ACTIVE : ReturnCode.ERROR;
        }
        try (Memory name = text(request); Memory numbers = new Memory(Math.max(1, values.length) * 8L))
        {
            numbers.write(0, values, 0, values.length);
            final int code = function.invokeInt(new Object[] {new Pointer(handle), name, numbers, values.length});
            numbers.read(0, values, 0, values.length);
            return code(code);
        }
    }

    /**
     * @return number of the newest sample.
     */
    public long sequence()
    {
        return state.getLong(SEQUENCE);
    }

    /**
     * @return the device's own time of the newest sample, ns.
     */
    public long deviceTimeNs()
    {
        return state.getLong(DEVICE_TIME_NS);
    }

    /**
     * @return when it arrived, ns of the monotonic clock, or 0.
     */
    public long arrivalNs()
    {
        return state.getLong(ARRIVAL_NS);
    }

    /**
     * @return one bit per valid channel group.
     */
    public long validGroups()
    {
        return state.getLong(VALID_GROUPS);
    }

    /**
     * @return 0 when the device is well.
     */
    public long status()
    {
        return state.getLong(STATUS);
    }

    /**
     * Stamps the command block for the next {@link #send}.
     *
     * @param sequence    number of the sample that the commands answer.
     * @param cycleTimeNs time of the cycle, ns.
     * @param enabled     false makes every motor limp.
     */
    public void stamp(final long sequence, final long cycleTimeNs, final boolean enabled)
    {
        command.putLong(SEQUENCE, sequence);
        command.putLong(DEVICE_TIME_NS, cycleTimeNs);
        command.putLong(ENABLED, enabled ? 1 : 0);
    }

    @Override
    public void close()
    {
        if (handle != 0)
        {
            final long closing = handle;
            handle = 0;
            verbs.close(closing);
        }
    }

    private static ReturnCode code(final int code)
    {
        return code >= 0 && code < CODES.length ? CODES[code] : ReturnCode.ERROR;
    }
}
