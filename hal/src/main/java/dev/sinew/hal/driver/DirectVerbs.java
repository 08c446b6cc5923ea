package dev.sinew.hal.driver;

/**
 * JNA direct mapping of the verbs. A class can be mapped to one library only, so {@link DriverLibrary} defines a hidden
 * copy of this one for each library; this class itself is never mapped.
 */
final class DirectVerbs implements DriverVerbs
{
    @Override
    public native int open(long config, long handleOut, long layoutOut);

    @Override
    public native long capabilities(long handle);

    @Override
    public native int activate(long handle);

    @Override
    public native int receive(long handle, long nowNs);

    @Override
    public native int send(long handle, long nowNs);

    @Override
    public native int deactivate(long handle);

    @Override
    public native void close(long handle);

    @Override
    public native long lastError(long handle);
}
