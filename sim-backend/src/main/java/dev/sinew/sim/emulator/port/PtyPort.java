package dev.sinew.sim.emulator.port;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

import dev.sinew.hal.linux.PseudoTerminal;
import dev.sinew.sim.emulator.wire.HostPort;

/**
 * A host's serial adapter: a pseudo-terminal, with a link to it under a name that stays.
 */
public final class PtyPort implements HostPort
{
    private final Path link;
    private PseudoTerminal terminal;

    /**
     * @param link link to make; empty for none.
     * @throws dev.sinew.hal.linux.NativeCallException when no terminal is to be had.
     * @throws UncheckedIOException when the link cannot be made.
     */
    public PtyPort(final String link)
    {
        this.link = link.isEmpty() ? null : Path.of(link).toAbsolutePath();
        plug(true);
    }

    @Override
    public String path()
    {
        return link != null ? link.toString() : terminal == null ? "" : terminal.path();
    }

    /**
     * @return the terminal itself, where the link leads to; empty while unplugged.
     */
    public String terminal()
    {
        return terminal == null ? "" : terminal.path();
    }

    @Override
    public int descriptor()
    {
        return terminal == null ? -1 : terminal.descriptor();
    }

    @Override
    public int lineSpeed()
    {
        return terminal == null ? 0 : terminal.lineSpeed();
    }

    @Override
    public int read(final byte[] into)
    {
        return terminal == null ? -1 : terminal.read(into);
    }

    @Override
    public int write(final byte[] from, final int offset, final int length)
    {
        return terminal == null ? 0 : terminal.write(from, offset, length);
    }

    @Override
    public void plug(final boolean isPlugged)
    {
        if (isPlugged == (terminal != null))
        {
            return;
        }
        try
        {
            if (isPlugged)
            {
                terminal = new PseudoTerminal();
                relink();
            }
            else
            {
                close();
            }
        }
        catch (final IOException e)
        {
            close();
            throw new UncheckedIOException("the link " + link + " cannot be made: " + e.getMessage() +
                "; name one in a directory that exists and may be written to", e);
        }
    }

    private void relink() throws IOException
    {
        if (link != null)
        {
            if (Files.exists(link, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(link))
            {
                throw new IOException("there is a file of that name");
            }
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, Path.of(terminal.path()));
        }
    }

    @Override
    public void close()
    {
        if (terminal != null)
        {
            if (link != null)
            {
                removeOwnLink();
            }
            terminal.close();
            terminal = null;
        }
    }

    private void removeOwnLink()
    {
        try
        {
            if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).toString().equals(terminal.path()))
            {
                Files.delete(link);
            }
        }
        catch (final IOException e)
        {
            // A link that leads nowhere hurts nobody: the next emulator replaces it.
            return;
        }
    }
}
