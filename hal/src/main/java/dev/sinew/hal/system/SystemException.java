package dev.sinew.hal.system;

/**
 * A system could not be set up. The message is one line that ends with the remedy.
 */
public final class SystemException extends Exception
{
    private static final long serialVersionUID = 1L;

    /**
     * @param message what failed, with which values, and what to do.
     */
    public SystemException(final String message)
    {
        super(message);
    }

    /**
     * @param message what failed, with which values, and what to do.
     * @param cause   what it came from.
     */
    public SystemException(final String message, final Throwable cause)
    {
        super(message, cause);
    }
}
