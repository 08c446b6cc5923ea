package dev.sinew.hal.linux;

/** A call into the operating system failed at set-up: says which, why, with what values, and the remedy. */
public final class NativeCallException extends RuntimeException
{
    private final String call;
    private final int errno;

    /**
     * Constructor.
     *
     * @param call   name of the C function, for example {@code clock_nanosleep}.
     * @param errno  error number, 0 where the failure has none.
     * @param values arguments as {@code name=value} pairs.
     * @param remedy what the user can do.
     */
    public NativeCallException(final String call, final int errno, final String values, final String remedy)
    {
        super(call + " failed (" + Errno.name(errno) + "): " + values + "; " + remedy);
        this.call = call;
        this.errno = errno;
    }

    /**
     * Name of the function that failed.
     *
     * @return the C function's name.
     */
    public String call()
    {
        return call;
    }

    /**
     * Error number of the failure.
     *
     * @return errno, 0 where there was none.
     */
    public int errno()
    {
        return errno;
    }
}
