package dev.sinew.hal.driver;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.sun.jna.Function;
import com.sun.jna.FunctionMapper;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

import dev.sinew.hal.system.SystemException;

/**
 * One driver library in this process: loaded once, its symbols found and its ABI version checked. Immutable; stays
 * loaded until the process ends, because a library that has been unloaded under a thread of its own is a crash.
 */
final class DriverLibrary
{
    /** Version of the header that this host speaks: major in the upper half, minor in the lower. */
    static final int ABI_VERSION = 0x0001_0000;

    /** RTLD_NOW alone, so local: every driver exports the same names, and must never see those of another. */
    private static final int OPEN_NOW_LOCAL = 2;

    private static final String PREFIX = "sinew_driver_";
    private static final Map<String, String> SYMBOLS = symbols();
    private static final Map<Path, DriverLibrary> LOADED = new HashMap<>();

    private final Path path;
    private final NativeLibrary library;
    private final DriverVerbs verbs;
    private final String name;
    private final String version;

    private DriverLibrary(final Path path, final NativeLibrary library) throws SystemException
    {
        this.path = path;
        this.library = library;
        requireSymbols();
        requireAbi(function("abi_version").invokeInt(new Object[0]));
        name = function("name").invokePointer(new Object[0]).getString(0, "UTF-8");
        version = function("version").invokePointer(new Object[0]).getString(0, "UTF-8");
        verbs = map(library);
    }

    /**
     * @param path the library's file.
     * @return the library, loaded now or before.
     * @throws SystemException when it cannot be loaded, lacks a verb or speaks another ABI.
     */
    static synchronized DriverLibrary load(final Path path) throws SystemException
    {
        final Path key = path.toAbsolutePath().normalize();
        DriverLibrary loaded = LOADED.get(key);
        if (loaded == null)
        {
            loaded = new DriverLibrary(key, dlopen(key));
            LOADED.put(key, loaded);
        }
        return loaded;
    }

    Path path()
    {
        return path;
    }

    DriverVerbs verbs()
    {
        return verbs;
    }

    String name()
    {
        return name;
    }

    String version()
    {
        return version;
    }

    /**
     * @param handle an open handle.
     * @return name of the driver behind it: for one in another process that driver's, else this one's.
     */
    String name(final long handle)
    {
        return inner("sinew_isolation_name", handle, name);
    }

    /**
     * @param handle an open handle.
     * @return version of the driver behind it.
     */
    String version(final long handle)
    {
        return inner("sinew_isolation_version", handle, version);
    }

    private String inner(final String symbol, final long handle, final String own)
    {
        try
        {
            return library.getFunction(symbol).invokePointer(new Object[] {new Pointer(handle)}).getString(0, "UTF-8");
        }
        catch (final UnsatisfiedLinkError notIsolated)
        {
            return own;
        }
    }

    /**
     * @param handle an open handle.
     * @return 0 when its process is well, 1 when it has not come back from a verb in time, 2 when it is gone; always 0
     *     for a driver in this process.
     */
    int fate(final long handle)
    {
        try
        {
            return library.getFunction("sinew_isolation_fate").invokeInt(new Object[] {new Pointer(handle)});
        }
        catch (final UnsatisfiedLinkError notIsolated)
        {
            return 0;
        }
    }

    /**
     * @return the optional verb for requests, or null.
     */
    Function request()
    {
        try
        {
            return function("request");
        }
        catch (final UnsatisfiedLinkError absent)
        {
            return null;
        }
    }

    private Function function(final String verb)
    {
        return library.getFunction(PREFIX + verb);
    }

    private static NativeLibrary dlopen(final Path path) throws SystemException
    {
        final Map<String, Object> options = new LinkedHashMap<>();
        final FunctionMapper mapper = (library, method) -> PREFIX + SYMBOLS.get(method.getName());
        options.put(Library.OPTION_FUNCTION_MAPPER, mapper);
        options.put(Library.OPTION_OPEN_FLAGS, OPEN_NOW_LOCAL);
        try
        {
            return NativeLibrary.getInstance(path.toString(), options);
        }
        catch (final UnsatisfiedLinkError error)
        {
            // JNA's first line names the file again; what the dynamic linker said follows.
            final List<String> lines = String.valueOf(error.getMessage()).lines().toList();
            final String reason = lines.get(Math.min(1, lines.size() - 1));
            throw new SystemException("cannot load driver library: path=" + path + ", reason=" + reason +
                "; install what it is missing (ldd shows it) or build it again for this machine", error);
        }
    }

    private void requireSymbols() throws SystemException
    {
        final List<String> missing = new ArrayList<>();
        final List<String> wanted = new ArrayList<>(SYMBOLS.values());
        wanted.addAll(0, List.of("abi_version", "name", "version"));
        for (final String verb : wanted)
        {
            try
            {
                function(verb);
            }
            catch (final UnsatisfiedLinkError absent)
            {
                missing.add(PREFIX + verb);
            }
        }
        if (!missing.isEmpty())
        {
            throw new SystemException("not a Sinew driver: path=" + path + ", missing=" + String.join(" ", missing) +
                "; export every verb of sinew_driver.h (with -fvisibility=hidden, mark them SINEW_EXPORT)");
        }
    }

    private void requireAbi(final int abi) throws SystemException
    {
        if (abi >>> 16 != ABI_VERSION >>> 16 || (abi & 0xffff) > (ABI_VERSION & 0xffff))
        {
            throw new SystemException("driver speaks another ABI: path=" + path + ", driver=" + abiText(abi) +
                ", host=" + abiText(ABI_VERSION) + "; compile it against this release's sinew_driver.h");
        }
    }

    static String abiText(final int abi)
    {
        return (abi >>> 16) + "." + (abi & 0xffff);
    }

    private static DriverVerbs map(final NativeLibrary library) throws SystemException
    {
        try (InputStream in = DirectVerbs.class.getResourceAsStream("DirectVerbs.class"))
        {
            if (in == null)
            {
                throw new IOException("DirectVerbs.class is not beside " + DriverLibrary.class.getName());
            }
            final Class<?> copy = MethodHandles.lookup().defineHiddenClass(in.readAllBytes(), true).lookupClass();
            Native.register(copy, library);
            return (DriverVerbs)copy.getDeclaredConstructor().newInstance();
        }
        catch (final IOException | ReflectiveOperationException error)
        {
            throw new SystemException("cannot bind driver library: reason=" + error.getMessage() +
                "; the installation is damaged, build it again", error);
        }
    }

    /** Method of {@link DriverVerbs} to symbol, without the prefix, in the header's order. */
    private static Map<String, String> symbols()
    {
        final Map<String, String> symbols = new LinkedHashMap<>();
        for (final String verb : List.of("open", "capabilities", "activate", "receive", "send", "deactivate", "close"))
        {
            symbols.put(verb, verb);
        }
        symbols.put("lastError", "last_error");
        return symbols;
    }
}
