package dev.sinew.runtime.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import dev.sinew.runtime.command.ControlPage;
import dev.sinew.runtime.safety.Mode;
import dev.sinew.runtime.safety.OperatorCommand;
import dev.sinew.runtime.safety.OperatorOutcome;
import dev.sinew.runtime.wiring.RunPaths;
import dev.sinew.runtime.wiring.UserException;

/**
 * Sends one command to a running loop and waits for its answer.
 */
final class OperatorClient
{
    private static final long PATIENCE_NS = 3_000_000_000L;
    private static final long NAP_NS = 2_000_000L;

    private OperatorClient()
    {
    }

    /**
     * @param name name of a run, null for the only one.
     * @return the run.
     */
    static RunPaths.Running find(final String name)
    {
        final RunPaths paths = RunPaths.ofUser();
        final List<RunPaths.Running> living = paths.living();
        final List<String> names = living.stream().map(RunPaths.Running::name).toList();
        if (name == null)
        {
            if (living.size() == 1)
            {
                return living.get(0);
            }
            throw new UserException(living.isEmpty() ?
                "no loop is running in " + paths.directory() + " (start one: ./sinew sim, or ./sinew run CONFIG)" :
                "several loops are running; say which with --run: " + String.join(", ", names));
        }
        return living.stream().filter(run -> run.name().equals(name)).findFirst().orElseThrow(() -> new UserException(
            "no running loop of that name: " + name + " (running: " + (names.isEmpty() ? "none" :
            String.join(", ", names)) + ")"));
    }

    /**
     * @param name    name of a run, null for the only one.
     * @param command what to ask for.
     * @return exit code.
     */
    static int send(final String name, final OperatorCommand command)
    {
        return send(name, command, page ->
        {
        });
    }

    /**
     * @param name    name of a run, null for the only one.
     * @param command what to ask for.
     * @param prepare what to write into the page before; nobody else writes meanwhile.
     * @return exit code.
     */
    static int send(final String name, final OperatorCommand command, final Consumer<ControlPage> prepare)
    {
        final RunPaths.Running run = find(name);
        try (FileChannel channel = FileChannel.open(run.page(), StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = channel.lock();
            ControlPage page = ControlPage.open(run.page()))
        {
            prepare.accept(page);
            final long number = page.request(command);
            final long beginNs = System.nanoTime();
            int outcome = 0;
            while (outcome == 0 && System.nanoTime() - beginNs < PATIENCE_NS && lock.isValid())
            {
                LockSupport.parkNanos(NAP_NS);
                outcome = page.outcomeOf(number);
            }
            if (outcome == 0)
            {
                throw new UserException("run " + run.name() + " did not answer within 3 s (process " + run.pid() +
                    " may be warming up or stopped; look with ./sinew top)");
            }
            final Mode mode = Mode.ofOrdinal(page.modeAfter());
            final OperatorOutcome result = OperatorOutcome.ofOrdinal(outcome);
            System.out.println("sinew: " + run.name() + answer(result, mode));
            return result == OperatorOutcome.OBEYED ? 0 : 1;
        }
        catch (final IOException ex)
        {
            throw new UserException("cannot talk to run " + run.name() + ": " + ex.getMessage(), ex);
        }
    }

    private static String answer(final OperatorOutcome outcome, final Mode mode)
    {
        return switch (outcome)
        {
            case OBEYED -> ": done, mode " + mode;
            case STOPPING -> ": refused, mode " + mode + ", the run is on its way to its end (start it again)";
            case WATCH_ONLY -> ": refused, mode " + mode + ", no bus delivers the sensors that control needs (its " +
                "log and ./sinew run --check CONFIG say which)";
            case NONE, MODE_REFUSES -> ": refused, mode " + mode + " does not allow it" + remedy(mode);
        };
    }

    private static String remedy(final Mode mode)
    {
        return switch (mode)
        {
            case FREEZE, DAMP, LIMP, FAULT -> " (mend the cause, then ./sinew rearm and ./sinew arm)";
            case OFF, CALIBRATE, READY, ACTIVE -> " (look with ./sinew top)";
        };
    }
}
