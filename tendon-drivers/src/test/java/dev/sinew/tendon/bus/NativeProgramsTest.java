package dev.sinew.tendon.bus;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The C tests of the bus drivers, one test a program: golden frames, drivers against scripted devices, fuzzers with
 * {@value #FUZZ_CASES} cases ({@code build/fuzz.sh} for more), all under sanitizers.
 */
class NativeProgramsTest
{
    private static final String FUZZ_CASES = "100000";

    @TestFactory
    Stream<DynamicTest> shouldPass() throws IOException, InterruptedException
    {
        return names().stream().map(name -> DynamicTest.dynamicTest(name, () -> runOne(name)));
    }

    private static List<String> names() throws IOException, InterruptedException
    {
        return NativePrograms.run("--list").lines().toList();
    }

    private static void runOne(final String name) throws IOException, InterruptedException
    {
        final boolean fuzzer = name.contains("/fuzz_");
        final String output = fuzzer ? NativePrograms.run(name, FUZZ_CASES) : NativePrograms.run(name);
        // A program that checks nothing must not count as passed.
        assertTrue(output.contains(fuzzer ? "answers mutilated" : " checks, 0 failed"), output);
    }

    @Test
    void shouldTestEveryDriver() throws IOException, InterruptedException
    {
        final List<String> names = names();
        for (final String driver : List.of("dynamixel", "ethercat", "feetech", "mit", "moteus", "sensors"))
        {
            assertFalse(names.stream().noneMatch(name -> name.startsWith(driver + "/test_")), names.toString());
            assertFalse(names.stream().noneMatch(name -> name.startsWith(driver + "/fuzz_")), names.toString());
        }
    }
}
