package dev.sinew.hal.driver.conformance;

/**
 * A driver that opened at first did not open again, so that the check in progress cannot be made.
 */
final class NotOpenedException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    /**
     * @param message what open answered.
     */
    NotOpenedException(final String message)
    {
        super(message, null, false, false);
    }
}
