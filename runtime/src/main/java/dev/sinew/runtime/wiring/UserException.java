package dev.sinew.runtime.wiring;

/**
 * Something that the user can mend: the command line prints the message, without a stack trace, and exits with 1.
 */
public final class UserException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    /**
     * @param message one line or one line a mistake; ends with the remedy.
     */
    public UserException(final String message)
    {
        super(message);
    }

    /**
     * @param message one line or one line a mistake; ends with the remedy.
     * @param cause   what it came from.
     */
    public UserException(final String message, final Throwable cause)
    {
        super(message, cause);
    }
}
