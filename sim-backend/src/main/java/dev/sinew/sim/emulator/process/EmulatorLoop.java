package dev.sinew.sim.emulator.process;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.sinew.hal.linux.DescriptorWait;
import dev.sinew.hal.linux.TimerSlack;
import dev.sinew.hal.yaml.FileMistakesException;
import dev.sinew.sim.emulator.EmulatedBus;
import dev.sinew.sim.emulator.Emulation;
import dev.sinew.sim.emulator.fault.FaultPlanFile;

/**
 * Runs an emulation in real time on the calling thread: sleeps until a host writes, a byte has ended or a step is due,
 * and spins the last stretch.
 */
final class EmulatorLoop
{
    /** Waking from a sleep takes about this long; what is due sooner is waited for awake, ns. */
    private static final long SPIN_NS = 60_000;
    private static final long SLACK_NS = 1;
    private static final long FLUSH_NS = 20_000_000;
    private static final String HELP = "commands: fault KIND [id=N] [bus=NAME] [for_s=S] [share=P] [KEY=VALUE], " +
        "heal, stats, quit";

    private final Emulation emulation;
    private final CommandReader commands;
    private final PrintStream out;
    private final AtomicBoolean stop;
    private final DescriptorWait wait;

    EmulatorLoop(
        final Emulation emulation,
        final CommandReader commands,
        final PrintStream out,
        final AtomicBoolean stop)
    {
        this.emulation = emulation;
        this.commands = commands;
        this.out = out;
        this.stop = stop;
        wait = new DescriptorWait(Math.max(1, emulation.buses().size()));
    }

    /** Runs until asked to stop or until the time. */
    void run(final long untilNs)
    {
        TimerSlack.set(SLACK_NS);
        long nowNs = System.nanoTime();
        long flushNs = nowNs;
        emulation.advance(nowNs);
        while (!stop.get() && nowNs - untilNs < 0)
        {
            sleep(nowNs);
            nowNs = System.nanoTime();
            emulation.advance(nowNs);
            String line = commands.poll();
            while (line != null)
            {
                execute(line, nowNs);
                line = commands.poll();
            }
            if (nowNs - flushNs >= 0)
            {
                flushNs = nowNs + FLUSH_NS;
                emulation.log().flush();
            }
        }
    }

    private void sleep(final long nowNs)
    {
        wait.clear();
        for (final EmulatedBus bus : emulation.buses())
        {
            if (bus.port().descriptor() >= 0)
            {
                wait.add(bus.port().descriptor());
            }
        }
        final long restNs = emulation.nextDueNs() - nowNs;
        if (restNs > 0)
        {
            wait.await(restNs - SPIN_NS);
        }
    }

    private void execute(final String line, final long nowNs)
    {
        final int blank = line.indexOf(' ');
        final String word = blank < 0 ? line : line.substring(0, blank);
        final String rest = blank < 0 ? "" : line.substring(blank + 1).trim();
        switch (word)
        {
            case "fault":
                try
                {
                    emulation.faults().add(FaultPlanFile.line(rest), nowNs);
                    out.println("ok " + line);
                }
                catch (final FileMistakesException e)
                {
                    out.println("error " + e.mistakes().get(0).text());
                }
                break;
            case "heal":
                emulation.faults().heal(nowNs);
                out.println("ok heal");
                break;
            case "stats":
                out.println("stats " + EmulatorReport.json(emulation));
                break;
            case "quit":
                stop.set(true);
                break;
            default:
                out.println("error no command of that name: " + word + "; " + HELP);
                break;
        }
        try
        {
            emulation.log().flush();
        }
        catch (final UncheckedIOException e)
        {
            out.println("error " + e.getMessage());
        }
        out.flush();
    }
}
