package dev.sinew.hal.linux;

/**
 * The device's side of a pseudo-terminal in raw mode: what a program writes to {@link #path()}, as if a serial adapter
 * were there, is read here, and the other way round. The far side is held open here as well, so that programs may come
 * and go. One thread; reading and writing allocate nothing.
 */
public final class PseudoTerminal implements AutoCloseable
{
    private static final int TERMIOS_BYTES = 256;
    private static final int SPEED_OFFSET = 40;
    private static final int NAME_BYTES = 128;
    private static final int BUFFER_BYTES = 8192;
    private static final String REMEDY = "is /dev/pts mounted? look at kernel.pty.max too";

    private final NativeBuffer buffer = new NativeBuffer(BUFFER_BYTES);
    private final NativeBuffer termios = new NativeBuffer(TERMIOS_BYTES);
    private final DescriptorWait wait = new DescriptorWait(1);
    private final String path;
    private int near = -1;
    private int far = -1;

    /**
     * Opens a new pseudo-terminal. Set-up only.
     *
     * @throws NativeCallException when there is none to be had.
     */
    public PseudoTerminal()
    {
        near = DescriptorC.posix_openpt(DescriptorC.O_RDWR | DescriptorC.O_NOCTTY | DescriptorC.O_NONBLOCK |
            DescriptorC.O_CLOEXEC);
        check("posix_openpt", near);
        check("grantpt", DescriptorC.grantpt(near));
        check("unlockpt", DescriptorC.unlockpt(near));
        final NativeBuffer name = new NativeBuffer(NAME_BYTES);
        check("ptsname_r", -DescriptorC.ptsname_r(near, name.address, NAME_BYTES));
        path = name.text();
        far = DescriptorC.open(name.address, DescriptorC.O_RDWR | DescriptorC.O_NOCTTY | DescriptorC.O_CLOEXEC);
        check("open", far);
        check("tcgetattr", DescriptorC.tcgetattr(far, termios.address));
        DescriptorC.cfmakeraw(termios.address);
        check("tcsetattr", DescriptorC.tcsetattr(far, DescriptorC.TCSANOW, termios.address));
        wait.add(near);
    }

    private void check(final String call, final int result)
    {
        if (result < 0)
        {
            final int errno = LibC.errno();
            close();
            throw new NativeCallException(call, errno, "pseudo-terminal" + (path == null ? "" : " " + path), REMEDY);
        }
    }

    /**
     * @return what the other program opens: {@code /dev/pts/7}.
     */
    public String path()
    {
        return path;
    }

    /**
     * @return descriptor of this side, for a {@link DescriptorWait} over several.
     */
    public int descriptor()
    {
        return near;
    }

    /**
     * @return speed that the other program has set, bit/s; 0 when it cannot be read.
     */
    public int lineSpeed()
    {
        return DescriptorC.ioctl(far, DescriptorC.TCGETS2, termios.address) < 0 ? 0 :
            termios.bytes.getInt(SPEED_OFFSET);
    }

    /**
     * Reads what is there, without waiting.
     *
     * @param into where it goes.
     * @return number of bytes, 0 for none, -1 when the terminal has failed or is closed.
     */
    public int read(final byte[] into)
    {
        final int most = Math.min(into.length, BUFFER_BYTES);
        final long got = near < 0 ? -1 : DescriptorC.read(near, buffer.address, most);
        if (got > 0)
        {
            buffer.bytes.get(0, into, 0, (int)got);
            return (int)got;
        }
        final boolean nothing = got < 0 && near >= 0 &&
            (LibC.errno() == Errno.EAGAIN || LibC.errno() == Errno.EINTR);
        return nothing ? 0 : -1;
    }

    /**
     * Waits for something to read.
     *
     * @param timeoutNs longest wait, ns.
     * @return true when there is something.
     */
    public boolean awaitReadable(final long timeoutNs)
    {
        return near >= 0 && wait.await(timeoutNs);
    }

    /**
     * Writes without waiting. A program that does not read lets the kernel's buffer fill up; what does not fit is lost,
     * as on a wire.
     *
     * @param from   bytes.
     * @param offset first byte.
     * @param length number of bytes, at most 8192.
     * @return number of bytes that were taken.
     */
    public int write(final byte[] from, final int offset, final int length)
    {
        if (near < 0 || length <= 0)
        {
            return 0;
        }
        final int most = Math.min(length, BUFFER_BYTES);
        buffer.bytes.put(0, from, offset, most);
        return (int)Math.max(0, DescriptorC.write(near, buffer.address, most));
    }

    /**
     * Pulls the plug: the other program's next call fails or sees the end of the file. Works twice.
     */
    @Override
    public void close()
    {
        if (far >= 0)
        {
            DescriptorC.close(far);
            far = -1;
        }
        if (near >= 0)
        {
            DescriptorC.close(near);
            near = -1;
        }
    }
}
