package dev.sinew.hal.driver;

import java.nio.file.Path;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;

import org.agrona.concurrent.UnsafeBuffer;

import dev.sinew.hal.system.SystemException;

/**
 * A driver library with nothing between the caller and its verbs: no check, no remembered state. For the conformance
 * kit; everybody else wants {@link NativeDriver}.
 */
public final class RawDriver
{
    private final DriverLibrary library;
    private final DriverVerbs verbs;

    private RawDriver(final DriverLibrary library)
    {
        this.library = library;
        verbs = library.verbs();
    }

    /**
     * @param path the library's file.
     * @return the library.
     * @throws SystemException when it cannot be loaded, lacks a verb or speaks another ABI.
     */
    public static RawDriver load(final Path path) throws SystemException
    {
        return new RawDriver(DriverLibrary.load(path));
    }

    /**
     * @param config configuration text.
     * @return what came of it.
     */
    public Instance open(final String config)
    {
        try (Memory text = NativeDriver.text(config); Memory out = new Memory(16))
        {
            // Not zero: the driver has to set both, also when it refuses.
            out.setLong(0, -1);
            out.setLong(8, -1);
            final long address = Pointer.nativeValue(out);
            final int code = verbs.open(Pointer.nativeValue(text), address, address + 8);
            return new Instance(code, out.getLong(0), out.getLong(8));
        }
    }

    /** Calls close with a handle of NULL. */
    public void closeNull()
    {
        verbs.close(0);
    }

    /**
     * @return what the driver says about this thread's last failed open; null for a NULL pointer.
     */
    public String openError()
    {
        return text(verbs.lastError(0));
    }

    private static String text(final long address)
    {
        return address == 0 ? null : new Pointer(address).getString(0, "UTF-8");
    }

    /** One opened, or refused, handle. */
    public final class Instance
    {
        private final int openCode;
        private final long handle;
        private final long layoutAddress;
        private final DriverLayout layout;
        private final UnsafeBuffer state;
        private final UnsafeBuffer command;

        private Instance(final int openCode, final long handle, final long layoutAddress)
        {
            this.openCode = openCode;
            this.handle = handle;
            this.layoutAddress = layoutAddress;
            layout = openCode == 0 && layoutAddress != 0 && layoutAddress != -1 ? DriverLayout.read(layoutAddress) :
                null;
            final boolean usable = layout != null && layout.problems().isEmpty();
            state = usable ? new UnsafeBuffer(layout.stateAddress(), (int)layout.stateBytes()) : null;
            command = usable ? new UnsafeBuffer(layout.commandAddress(), (int)layout.commandBytes()) : null;
        }

        /**
         * @return what open returned.
         */
        public int openCode()
        {
            return openCode;
        }

        /**
         * @return name of the driver behind the handle; for one in another process that driver's.
         */
        public String name()
        {
            return library.name(handle);
        }

        /**
         * @return version of the driver behind the handle.
         */
        public String version()
        {
            return library.version(handle);
        }

        /**
         * @return 0 when the driver's process is well, 1 when it has not come back from a verb in time, 2 when it is
         *     gone; always 0 for a driver in this process.
         */
        public int fate()
        {
            return library.fate(handle);
        }

        /**
         * @return the handle that open left behind; -1 when it left the variable alone.
         */
        public long handle()
        {
            return handle;
        }

        /**
         * @return the layout's address that open left behind; -1 when it left the variable alone.
         */
        public long layoutAddress()
        {
            return layoutAddress;
        }

        /**
         * @return the layout, or null.
         */
        public DriverLayout layout()
        {
            return layout;
        }

        /**
         * @return the layout as the driver's memory describes it now.
         */
        public DriverLayout layoutNow()
        {
            return DriverLayout.read(layoutAddress);
        }

        /**
         * @return the state block, or null when the layout is not usable.
         */
        public UnsafeBuffer state()
        {
            return state;
        }

        /**
         * @return the command block, or null when the layout is not usable.
         */
        public UnsafeBuffer command()
        {
            return command;
        }

        /**
         * @return capability bits.
         */
        public long capabilities()
        {
            return verbs.capabilities(handle);
        }

        /**
         * @return the driver's answer.
         */
        public int activate()
        {
            return verbs.activate(handle);
        }

        /**
         * @param nowNs time, ns.
         * @return the driver's answer.
         */
        public int receive(final long nowNs)
        {
            return verbs.receive(handle, nowNs);
        }

        /**
         * @param nowNs time, ns.
         * @return the driver's answer.
         */
        public int send(final long nowNs)
        {
            return verbs.send(handle, nowNs);
        }

        /**
         * @return the driver's answer.
         */
        public int deactivate()
        {
            return verbs.deactivate(handle);
        }

        /** Closes the handle; once. */
        public void close()
        {
            verbs.close(handle);
        }

        /**
         * @return what the driver says about its last failure; null for a NULL pointer.
         */
        public String lastError()
        {
            return text(verbs.lastError(handle));
        }

        /**
         * @param request name of a request.
         * @return the driver's answer, or null when it has no requests.
         */
        public Integer request(final String request)
        {
            final Function function = library.request();
            if (function == null)
            {
                return null;
            }
            try (Memory name = NativeDriver.text(request); Memory numbers = new Memory(8))
            {
                return function.invokeInt(new Object[] {new Pointer(handle), name, numbers, 0});
            }
        }
    }
}
