package dev.sinew.runtime.metrics;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;

/**
 * Memory of this process that lies in RAM, from {@code /proc/self/status}. One thread at a time; keeps its file open,
 * so that a scrape leaves little garbage.
 */
final class ProcessMemory implements AutoCloseable
{
    private static final byte[] KEY = "VmRSS:".getBytes(StandardCharsets.US_ASCII);

    private final byte[] text = new byte[4096];
    private final RandomAccessFile status;

    ProcessMemory()
    {
        RandomAccessFile file = null;
        try
        {
            file = new RandomAccessFile("/proc/self/status", "r");
        }
        catch (final IOException ex)
        {
            file = null; // not Linux
        }
        status = file;
    }

    /**
     * @return bytes; NaN where the system does not tell.
     */
    double residentBytes()
    {
        try
        {
            if (status == null)
            {
                return Double.NaN;
            }
            status.seek(0);
            return parse(text, status.read(text));
        }
        catch (final IOException ex)
        {
            return Double.NaN;
        }
    }

    static double parse(final byte[] text, final int length)
    {
        for (int i = 0; i + KEY.length < length; i++)
        {
            if (java.util.Arrays.equals(text, i, i + KEY.length, KEY, 0, KEY.length))
            {
                long kib = 0;
                for (int at = i + KEY.length; at < length && text[at] != '\n'; at++)
                {
                    kib = text[at] >= '0' && text[at] <= '9' ? kib * 10 + text[at] - '0' : kib;
                }
                return kib * 1024.0;
            }
        }
        return Double.NaN;
    }

    @Override
    public void close()
    {
        try
        {
            if (status != null)
            {
                status.close();
            }
        }
        catch (final IOException ex)
        {
            return; // it was read only
        }
    }
}
