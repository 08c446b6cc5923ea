package dev.sinew.sim.emulator.event;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Locale;

/**
 * Writes events as lines of JSON. Begin an event, add its fields, end it. One thread.
 */
public final class EventLog implements AutoCloseable
{
    private final Writer writer;
    private final StringBuilder line = new StringBuilder(256);
    private boolean dirty;
    private long events;

    /**
     * @param writer where lines go; null drops them.
     */
    public EventLog(final Writer writer)
    {
        this.writer = writer;
    }

    /**
     * @param kind  word for what happened.
     * @param timeNs when, ns of the emulation's clock.
     * @return this, for fields.
     */
    public EventLog begin(final String kind, final long timeNs)
    {
        line.setLength(0);
        line.append("{\"event\":\"").append(kind).append("\",\"t_ns\":").append(timeNs);
        return this;
    }

    /**
     * @param name  name of a field.
     * @param value its text.
     * @return this.
     */
    public EventLog with(final String name, final String value)
    {
        line.append(",\"").append(name).append("\":\"");
        for (int i = 0; i < value.length(); i++)
        {
            final char c = value.charAt(i);
            if (c == '"' || c == '\\')
            {
                line.append('\\').append(c);
            }
            else if (c < ' ')
            {
                line.append(String.format(Locale.ROOT, "\\u%04x", (int)c));
            }
            else
            {
                line.append(c);
            }
        }
        line.append('"');
        return this;
    }

    /**
     * @param name  name of a field.
     * @param value its number.
     * @return this.
     */
    public EventLog with(final String name, final long value)
    {
        line.append(",\"").append(name).append("\":").append(value);
        return this;
    }

    /**
     * @param name  name of a field.
     * @param value its number, written with six digits after the point; what is not finite becomes null.
     * @return this.
     */
    public EventLog with(final String name, final double value)
    {
        line.append(",\"").append(name).append("\":");
        if (Double.isFinite(value) && Math.abs(value) < 1e12)
        {
            final long millionths = Math.round(value * 1e6);
            line.append(millionths / 1e6);
        }
        else
        {
            line.append("null");
        }
        return this;
    }

    /**
     * @param name  name of a field.
     * @param value true or false.
     * @return this.
     */
    public EventLog with(final String name, final boolean value)
    {
        line.append(",\"").append(name).append("\":").append(value);
        return this;
    }

    /** Ends the event and writes its line. */
    public void end()
    {
        line.append("}\n");
        events++;
        if (writer == null)
        {
            return;
        }
        try
        {
            writer.append(line);
            dirty = true;
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException("the events cannot be written: " + e.getMessage(), e);
        }
    }

    /**
     * Hands what was written to the operating system, if anything was.
     */
    public void flush()
    {
        if (dirty)
        {
            dirty = false;
            try
            {
                writer.flush();
            }
            catch (final IOException e)
            {
                throw new UncheckedIOException("the events cannot be written: " + e.getMessage(), e);
            }
        }
    }

    /**
     * @return number of events so far.
     */
    public long events()
    {
        return events;
    }

    @Override
    public void close()
    {
        flush();
        if (writer != null)
        {
            try
            {
                writer.close();
            }
            catch (final IOException e)
            {
                throw new UncheckedIOException("the events cannot be written: " + e.getMessage(), e);
            }
        }
    }
}
