package dev.sinew.runtime.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.sinew.runtime.command.ControlPage;
import dev.sinew.runtime.frame.FrameFileHeader;
import dev.sinew.runtime.frame.TestFrames;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunNameTest
{
    @TempDir
    private Path directory;

    private RunPaths paths()
    {
        return RunPaths.of(directory);
    }

    /** A page that says it belongs to this process number, begun at this tick. */
    private void page(final String name, final long pid, final long startTicks) throws Exception
    {
        final Path path = directory.resolve(name + ".control");
        ControlPage.create(path, directory.resolve("box")).close();
        final byte[] bytes = Files.readAllBytes(path);
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        buffer.putLong(8, pid);
        buffer.putLong(16, startTicks);
        Files.write(path, bytes);
    }

    @Test
    void shouldGiveANameToOneRunAtATime()
    {
        final long self = ProcessHandle.current().pid();
        try (RunName first = RunName.claim(paths(), "arm"))
        {
            assertFalse(first.afterCrash());
            for (int i = 0; i < 2; i++) // a refusal must not take the first one's lock away
            {
                final UserException refused =
                    assertThrows(UserException.class, () -> RunName.claim(paths(), "arm"));
                assertTrue(refused.getMessage().contains("a run named arm is there already: process " + self),
                    refused.getMessage());
            }
            RunName.claim(paths(), "leg").close();
        }
        RunName.claim(paths(), "arm").close();
    }

    @Test
    void shouldRefuseTheNameOfALivingSimulationWhichHoldsNoLock() throws Exception
    {
        try (ControlPage page = ControlPage.create(directory.resolve("neo.control"), directory.resolve("box")))
        {
            assertTrue(page.isAlive());
            assertThrows(UserException.class, () -> RunName.claim(paths(), "neo"));
            assertEquals("neo-2", RunName.free(paths(), "neo").name());
        }
    }

    @Test
    void shouldTellARunThatBeginsInTheSameMomentWhoHasTheNameAndLeaveItsPageAlone() throws Exception
    {
        final RunName first = RunName.free(paths(), "neo");
        final RunName second = RunName.free(paths(), "neo");
        assertEquals(first.name(), second.name(), "neither has begun");
        final FrameFileHeader header = FrameFileHeader.of(TestFrames.layout(), 4, TestFrames.meta());
        try (RunFiles files = RunFiles.make(first, directory.resolve("first"), header))
        {
            final UserException refused = assertThrows(UserException.class, () ->
                RunFiles.make(second, directory.resolve("second"), header));
            assertEquals("a run named neo has begun in the same moment: process " + ProcessHandle.current().pid() +
                " (start this one again: a simulation then gets a number behind its name; or give it another name)",
                refused.getMessage());
            try (Stream<Path> left = Files.list(directory))
            {
                assertEquals(List.of("first", "neo.control"), left.map(path -> path.getFileName().toString()).sorted()
                    .collect(Collectors.toList()));
            }
            assertTrue(ControlPage.open(directory.resolve("neo.control")).isAlive());
            assertEquals(directory.resolve("first"), files.frames().path());
        }
    }

    @Test
    void shouldClearAwayWhatADeadRunLeftAndSaySo() throws Exception
    {
        page("arm", 99_999_999L, 0);
        try (RunName name = RunName.claim(paths(), "arm"))
        {
            assertTrue(name.afterCrash());
            assertFalse(Files.exists(directory.resolve("arm.control")));
        }
        try (RunName name = RunName.claim(paths(), "arm"))
        {
            assertFalse(name.afterCrash());
        }
    }

    @Test
    void shouldNotTakeALaterProcessOfTheSameNumberForTheRun() throws Exception
    {
        page("arm", ProcessHandle.current().pid(), 1);
        try (ControlPage page = ControlPage.open(directory.resolve("arm.control")))
        {
            assertFalse(page.isAlive(), "this process did not begin one tick after the machine");
        }
        assertEquals(0, paths().living().size());
        RunName.claim(paths(), "arm").close();
    }
}
