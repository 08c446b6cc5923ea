package dev.sinew.hal.driver;

/**
 * The verbs of one loaded driver library, as {@code sinew_driver.h} states them. Strings and out parameters are
 * addresses, so that nothing is converted or allocated on the way.
 */
interface DriverVerbs
{
    int open(long config, long handleOut, long layoutOut);

    long capabilities(long handle);

    int activate(long handle);

    int receive(long handle, long nowNs);

    int send(long handle, long nowNs);

    int deactivate(long handle);

    void close(long handle);

    long lastError(long handle);
}
