package dev.sinew.hal.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A loopback driver without a watchdog that writes down each call of deactivate: which process made it, and how many
 * nanoseconds after the last send (-1: this process has sent nothing).
 */
final class LoggingDriver
{
    private static final String LAST_SEND = "    driver->last_send_ns = device_time(driver);\n";

    /** One call of deactivate. */
    record Stop(long pid, long afterSendNs)
    {
    }

    final Path library;
    private final Path log;

    /**
     * @param directory where library and log go.
     * @param inSend    C text that send runs before it takes a command.
     */
    LoggingDriver(final Path directory, final String inSend) throws IOException, InterruptedException
    {
        this(directory, inSend, "");
    }

    LoggingDriver(final Path directory, final String inSend, final String inReceive)
        throws IOException, InterruptedException
    {
        log = directory.resolve("stops.log");
        library = DriverMutant.compile(directory, "logging",
            "#include \"sinew_driver.h\"",
            "#include \"sinew_driver.h\"\n#include <fcntl.h>\n#include <unistd.h>\n#include <signal.h>\n" +
                "static long sends;\n",
            "return SINEW_CAP_DEVICE_WATCHDOG;", "return 0;",
            "driver->last_send_ns > driver->watchdog_ns)", "driver->last_send_ns > 1000000000000)",
            "int32_t sinew_driver_deactivate(sinew_driver *driver)\n{",
            "int32_t sinew_driver_deactivate(sinew_driver *driver)\n{\n" +
                "    char line[80];\n" +
                "    const int64_t after = sends == 0 ? -1 : device_time(driver) - driver->last_send_ns;\n" +
                "    const int n = snprintf(line, sizeof line, \"%ld %lld\\n\", (long)getpid(), (long long)after);\n" +
                "    const int f = open(\"" + log + "\", O_WRONLY | O_CREAT | O_APPEND, 0644);\n" +
                "    if (write(f, line, n) != n) abort();\n    close(f);",
            LAST_SEND, "    sends++;\n" + inSend + LAST_SEND,
            "    sinew_state_header *header = driver->layout.state;",
            inReceive + "    sinew_state_header *header = driver->layout.state;");
    }

    List<Stop> stops() throws IOException
    {
        final List<Stop> stops = new ArrayList<>();
        for (final String line : Files.exists(log) ? Files.readAllLines(log) : List.<String>of())
        {
            final long[] numbers = Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
            stops.add(new Stop(numbers[0], numbers[1]));
        }
        return stops;
    }

    /** Waits, at most 20 s, until deactivate has been called. */
    List<Stop> awaitStop() throws IOException, InterruptedException
    {
        for (int i = 0; i < 4000 && stops().isEmpty(); i++)
        {
            Thread.sleep(5);
        }
        return stops();
    }
}
