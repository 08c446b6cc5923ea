package dev.sinew.hal.driver.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import dev.sinew.hal.driver.DriverMutant;
import dev.sinew.hal.system.SystemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConformanceKitTest
{
    private static final ConformanceOptions OPTIONS =
        new ConformanceOptions("motors=a,b watchdog_ms=100", 0.01, 80, 100, 2_500_000L);
    /** Place in open where everything is set up and nothing parsed. */
    private static final String CONFIGURED = "    driver->watchdog_ns = 20000000;";
    private static final String LEAK_BYTES = "        free(driver->channels);\n";

    @TempDir
    private Path directory;

    @Test
    void shouldFindNothingWrongWithTheLoopbackDriver() throws Exception
    {
        final Path library = DriverMutant.compile(directory, "original");
        final ConformanceReport report = ConformanceKit.check(library, OPTIONS);
        assertEquals(List.of(), report.broken(), report.render());
        for (final RuleResult result : report.results())
        {
            assertEquals(RuleResult.Outcome.KEPT, result.outcome(), report.render());
        }
        assertTrue(report.render().endsWith("keeps all 18 rules that were tested\n"), report.render());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("mutants")
    void shouldNameExactlyTheRuleThatADriverBreaks(final Rule rule, final String what, final String[] edits)
        throws Exception
    {
        final Path library = DriverMutant.compile(directory, rule.id() + what.hashCode(), edits);
        final ConformanceReport report = ConformanceKit.check(library, OPTIONS);
        assertEquals(List.of(rule), report.broken(), report.render());
    }

    static Stream<Arguments> mutants()
    {
        return Stream.of(setupMutants(), sampleMutants(), habitMutants(), stopMutants()).flatMap(some -> some);
    }

    private static Stream<Arguments> setupMutants()
    {
        return Stream.of(
            mutant(Rule.ABI_VERSION, "a later major version", "return SINEW_ABI_VERSION;", "return 0x00020000u;"),
            mutant(Rule.ABI_VERSION, "a verb is missing", "#include \"sinew_driver.h\"",
                "#include \"sinew_driver.h\"\n#define sinew_driver_deactivate local_deactivate"),
            mutant(Rule.IDENTITY, "a name with blanks", "return \"loopback\";", "return \"loop back\";"),
            mutant(Rule.OPEN_REFUSES, "guesses at an unknown key",
                "return fail(open_error, \"loopback: cannot use %.40s=%.80s",
                    "return 0; return fail(open_error, \"%.40s=%.80s"),
            mutant(Rule.OPEN_REFUSES, "gives no reason", "return fail(open_error, \"loopback: cannot use %.40s=%.80s",
                "open_error[0] = 0; return SINEW_ERROR; return fail(open_error, \"%.40s=%.80s"),
            mutant(Rule.LAYOUT, "channels overlap", "(column * n + i) * (uint32_t)", "(column * n) * (uint32_t)"),
            mutant(Rule.LAYOUT, "loses a channel in activate", "driver->active = 1;",
                "driver->active = 1; driver->layout.channel_count = 5;"),
            mutant(Rule.LIFECYCLE, "sends while inactive", "return SINEW_NOT_ACTIVE;", "return SINEW_OK;"),
            mutant(Rule.LIFECYCLE, "opens once and never again", CONFIGURED,
                CONFIGURED + " static int opens; if (opens++ > 0) return fail(open_error, \"in use; close it\");"),
            mutant(Rule.LIFECYCLE, "activate twice fails", "    if (!driver->active)\n    {\n        live(driver);",
                "    if (driver->active)\n        return fail(driver->error, \"active; wait\");\n" +
                    "    if (!driver->active)\n    {\n        live(driver);"));
    }

    private static Stream<Arguments> sampleMutants()
    {
        return Stream.of(
            mutant(Rule.SURVIVES, "a wrong address",
                "    if (silent(driver))\n    {\n        return SINEW_LOST;\n    }\n    if (driver->state_ns",
                "    if (driver->active) *(volatile int *)16 = 1;\n    if (driver->state_ns"),
            mutant(Rule.SURVIVES, "exits", "#define MOTORS_MAX 256", "#define MOTORS_MAX 256",
                "    driver->last_send_ns = device_time(driver);\n", "    exit(0);\n"),
            mutant(Rule.SURVIVES, "aborts at a NaN", "        /* Look at everything first",
                "        if (isnan(effort[i])) abort();\n        /* Look at everything first"),
            mutant(Rule.SURVIVES, "hangs in send", "    driver->last_send_ns = device_time(driver);\n",
                "    for (;;) nanosleep(&(struct timespec){1, 0}, NULL);\n"),
            mutant(Rule.SURVIVES, "crashes when it refuses", "return fail(open_error, \"loopback: not a key",
                "abort(); return fail(open_error, \"loopback: not a key"),
            mutant(Rule.SEQUENCE, "the number stands still", "header->sequence++;", "header->sequence = 1;"),
            mutant(Rule.SEQUENCE, "changes the block without a sample",
                "        return SINEW_NO_NEW_SAMPLE;",
                "        ((double *)driver->layout.state)[10] += 1; return SINEW_NO_NEW_SAMPLE;",
                "|| driver->state_ns == driver->last_sample_ns",
                    "|| driver->state_ns - driver->last_sample_ns < 500000"),
            mutant(Rule.DEVICE_TIME, "microseconds", "header->device_time_ns = driver->state_ns;",
                "header->device_time_ns = driver->state_ns / 1000;"),
            mutant(Rule.DEVICE_TIME, "backwards", "header->device_time_ns = driver->state_ns;",
                "header->device_time_ns = -driver->state_ns;"),
            mutant(Rule.ARRIVAL_TIME, "the calendar's clock", "header->arrival_ns = now_ns;",
                "header->arrival_ns = (int64_t)time(NULL) * 1000000000;"),
            mutant(Rule.ARRIVAL_TIME, "in the future", "header->arrival_ns = now_ns;",
                "header->arrival_ns = now_ns + 5000000000;"),
            mutant(Rule.VALIDITY, "groups that it has not", "(uint64_t)1 << SINEW_GROUP_MOTORS;", "3;"),
            mutant(Rule.VALIDITY, "not a number", "velocity[i] = driver->rotors[i].velocity_rad_s;",
                "velocity[i] = 0.0 / 0.0;"),
            mutant(Rule.VALIDITY, "not a number and not valid",
                "header->valid_groups = (uint64_t)1 << SINEW_GROUP_MOTORS;",
                "header->valid_groups = 0; velocity[0] = 0.0 / 0.0;"),
            mutant(Rule.VALIDITY, "uses reserved fields", "header->sequence++;",
                "header->sequence++; header->reserved[2] = 7;"));
    }

    private static Stream<Arguments> habitMutants()
    {
        return Stream.of(
            mutant(Rule.TIME_BOUND, "sleeps in send", "        driver->rotors[i].commanded_nm = header->enabled",
                "        if (i == 0) nanosleep(&(struct timespec){0, 5000000}, NULL);\n" +
                    "        driver->rotors[i].commanded_nm = header->enabled"),
            mutant(Rule.NO_ALLOCATION, "takes and gives back", "    sinew_state_header *header = driver->layout.state;",
                "    void *volatile gone = malloc(32); free(gone);\n" +
                    "    sinew_state_header *header = driver->layout.state;"),
            mutant(Rule.NO_ALLOCATION, "a text", "    driver->last_send_ns = device_time(driver);\n",
                "    driver->last_send_ns = device_time(driver);\n    char *gone = NULL;\n" +
                    "    if (asprintf(&gone, \"%d\", 7) > 0) free(gone);\n"),
            mutant(Rule.QUIET, "prints", "    driver->last_send_ns = device_time(driver);\n",
                "    driver->last_send_ns = device_time(driver);\n    fputs(nothing, stderr);\n",
                "#define MOTORS_MAX 256", "#define MOTORS_MAX 256\nchar nothing[2];"),
            mutant(Rule.QUIET, "opens a file", "    driver->last_send_ns = device_time(driver);\n",
                "    driver->last_send_ns = device_time(driver);\n" +
                    "    extern int open(const char *, int, ...), close(int);\n    close(open(\"/dev/null\", 0));\n"),
            mutant(Rule.ERRORS, "lets a NaN through", "!isfinite(effort[i]) ||", ""),
            mutant(Rule.ERRORS, "no reason", "        return fail(driver->error, \"loopback: bad command:",
                "        return SINEW_ERROR; return fail(driver->error, \"loopback: bad command:"),
            mutant(Rule.ERRORS, "no text before the first failure", "open_error : driver->error;",
                "open_error : driver->error[0] == 0 ? NULL : driver->error;"),
            mutant(Rule.ERRORS, "never recovers from an error", "        /* Look at everything first",
                "        if (isnan(effort[0])) driver->sample_ns = -1;\n" +
                    "        if (driver->sample_ns < 0) return fail(driver->error, \"no; never\");\n" +
                    "        /* Look at"));
    }

    private static Stream<Arguments> stopMutants()
    {
        return Stream.of(
            mutant(Rule.DEACTIVATED_STOPS, "goes on after deactivate", "        live(driver);\n        limp(driver);",
                "        live(driver);"),
            mutant(Rule.DEACTIVATED_STOPS, "enabled means nothing", "header->enabled ? effort[i] : 0.0", "effort[i]"),
            mutant(Rule.DEACTIVATED_STOPS, "resumes the old goal in activate", "#define MOTORS_MAX 256",
                "#define MOTORS_MAX 256\nstatic double kept;", "driver->activated_ns = device_time(driver);",
                "driver->activated_ns = device_time(driver); driver->rotors[0].commanded_nm = kept;",
                "    driver->last_send_ns = device_time(driver);\n",
                "    driver->last_send_ns = device_time(driver);\n    if (header->enabled) kept = effort[0];\n"),
            mutant(Rule.WATCHDOG, "sleeps", "driver->watchdog_fired = 1;\n        limp(driver);", ";"),
            mutant(Rule.WATCHDOG, "bites too soon", "driver->last_send_ns > driver->watchdog_ns)",
                "driver->last_send_ns > driver->watchdog_ns / 2)"),
            mutant(Rule.WATCHDOG, "says it but pulls on", "driver->watchdog_fired = 1;\n        limp(driver);",
                "driver->watchdog_fired = 1;"),
            mutant(Rule.WATCHDOG, "the next command revives it", "    if (driver->watchdog_fired)\n", "    if (0)\n"),
            mutant(Rule.INSTANCES, "one block for all",
                "layout->command = aligned_alloc(SINEW_CACHE_LINE, layout->command_bytes);",
                "static _Alignas(64) char shared[4096];\n    layout->command = shared;",
                "        free(driver->layout.command);\n", ""),
            mutant(Rule.NO_LEAK, "memory", LEAK_BYTES, ""),
            mutant(Rule.NO_LEAK, "files", CONFIGURED,
                CONFIGURED + " if (fopen(\"/dev/null\", \"r\") == NULL) return SINEW_ERROR;"),
            mutant(Rule.NO_LEAK, "memory of a refusal",
                "        sinew_driver_close(driver); /* nothing stays", "        /* nothing stays"),
            mutant(Rule.NO_LEAK, "opens a hundred times and then no more", CONFIGURED,
                CONFIGURED + " static int opens; if (opens++ > 90) return fail(open_error, \"full; restart\");"),
            mutant(Rule.INSTANCES, "knows only the thread that opened it", "#define MOTORS_MAX 256",
                "#define MOTORS_MAX 256\nstatic _Thread_local int mine;", CONFIGURED, CONFIGURED + " mine = 1;",
                "    if (silent(driver))\n    {\n        return SINEW_LOST;\n    }\n    if (driver->watchdog_fired)\n",
                "    if (!mine) return fail(driver->error, \"wrong thread; use another\");\n" +
                    "    if (driver->watchdog_fired)\n"));
    }

    private static Arguments mutant(final Rule rule, final String what, final String... edits)
    {
        return Arguments.of(rule, what, edits);
    }

    @Test
    void shouldSayThatNothingCanBeCheckedWhenTheTextIsRefused() throws Exception
    {
        final Path library = DriverMutant.compile(directory, "refused");
        final SystemException refused = assertThrows(SystemException.class,
            () -> ConformanceKit.check(library, ConformanceOptions.of("")));
        assertTrue(refused.getMessage().contains("--config"), refused.getMessage());
    }

    @Test
    void shouldNotMoveAMotorUnlessAllowed() throws Exception
    {
        // A driver whose motors refuse every effort: an error would show as a broken rule.
        final Path library = DriverMutant.compile(directory, "still", "!isfinite(effort[i]) ||",
            "effort[i] > 0 || !isfinite(effort[i]) ||");
        final ConformanceReport report = ConformanceKit.check(library, OPTIONS.withEffort(0));
        assertEquals(List.of(), report.broken(), report.render());
        assertEquals(RuleResult.Outcome.NOT_TESTED, report.of(Rule.DEACTIVATED_STOPS).outcome(), report.render());
    }

    @Test
    void shouldSayInFewLinesThatADriverCrashes() throws Exception
    {
        final ConformanceReport report = ConformanceKit.check(DriverMutant.compile(directory, "crashes",
            "    live(driver);\n    if (silent(driver))\n    {\n        return SINEW_LOST;\n    }\n" +
            "    if (driver->state_ns",
            "    *(volatile int *)16 = 1;\n    if (driver->state_ns"), OPTIONS);
        final String[] lines = report.render().split("\n");
        assertEquals(6, lines.length, report.render());
        assertTrue(lines[2].startsWith("BREAK survives") &&
            lines[3].contains("died in receive of signal 11 (SIGSEGV, a wrong address)"), report.render());
        assertEquals("  -   17 other rules: not tested, for the driver would take the check with it; mend this first",
            lines[4]);
        assertEquals("breaks 1 of 1 rules that were tested; 17 not tested", lines[5]);
    }
}
