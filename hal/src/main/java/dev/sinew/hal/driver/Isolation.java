package dev.sinew.hal.driver;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.sinew.hal.robot.BusDescription;
import dev.sinew.hal.system.SystemException;

/**
 * Where a driver runs. In a process of its own it is called through another driver, {@code libsinew_isolation.so}, that
 * shares memory with it; everything else stays as it is.
 *
 * <pre>
 *   none           this process: a crash of the driver is a crash of the loop
 *   process        a process of its own; whoever waits sleeps
 *   process-spin   the same; both sides spin, for machines that can spare a processor
 * </pre>
 */
public enum Isolation
{
    /** In the loop's own process. */
    NONE(BusDescription.IN_PROCESS, ""),
    /** In a process of its own, handed over by a futex. */
    PROCESS(BusDescription.PROCESS, "futex"),
    /** In a process of its own, handed over by spinning. */
    PROCESS_SPIN(BusDescription.PROCESS_SPIN, "spin");

    /** Longest time that {@code receive} and {@code send} of a loop wait for a driver's process, µs. */
    public static final int WAIT_US = 1000;

    private static final String LIBRARY = "isolation";
    private static final Pattern WATCHDOG_MS = Pattern.compile("watchdog_ms\\W{1,4}(\\d{1,5})");
    private static final int DEFAULT_WATCHDOG_MS = 20;

    private final String word;
    private final String handOver;

    Isolation(final String word, final String handOver)
    {
        this.word = word;
        this.handOver = handOver;
    }

    /**
     * @return how configurations spell it.
     */
    public String word()
    {
        return word;
    }

    /**
     * @param word word of a configuration.
     * @return what it means, or null.
     */
    public static Isolation of(final String word)
    {
        for (final Isolation isolation : values())
        {
            if (isolation.word.equals(word))
            {
                return isolation;
            }
        }
        return null;
    }

    /**
     * @return all words.
     */
    public static List<String> words()
    {
        return List.of(NONE.word, PROCESS.word, PROCESS_SPIN.word);
    }

    /**
     * @return the library that stands in for a driver in another process.
     * @throws SystemException when it was not built.
     */
    public static Path library() throws SystemException
    {
        return NativeLibraries.find(LIBRARY);
    }

    /**
     * The text under which {@link #library()} runs a driver.
     *
     * @param driver the driver's file.
     * @param config the driver's own text; its {@code watchdog_ms} is also the silence after which the other process
     *               stops the motors.
     * @param waitUs longest time that receive and send wait, µs.
     * @return the text.
     */
    public String text(final Path driver, final String config, final int waitUs)
    {
        if (this == NONE)
        {
            throw new IllegalStateException("a driver in this process needs no other text");
        }
        return "silence_ms=" + watchdogMs(config) + " wait_us=" + waitUs + " hand_over=" + handOver + " library=" +
            driver.toAbsolutePath().normalize() + "\n" + config;
    }

    /**
     * @param config a driver's text.
     * @return the watchdog's time as the text states it ({@code watchdog_ms}), else the ABI's default, ms.
     */
    public static int watchdogMs(final String config)
    {
        final Matcher matcher = WATCHDOG_MS.matcher(config);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : DEFAULT_WATCHDOG_MS;
    }
}
