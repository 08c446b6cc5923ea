package dev.sinew.bench.loop;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import dev.sinew.hal.driver.ChannelKind;
import dev.sinew.hal.driver.DriverChannel;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.scenario.Scenario;
import dev.sinew.hal.system.ReturnCode;
import dev.sinew.hal.system.SystemException;
import dev.sinew.hal.system.SystemRequest;
import dev.sinew.sim.mujoco.MujocoEngine;
import dev.sinew.sim.mujoco.MujocoLibraries;
import dev.sinew.sim.system.SimSystem;

/**
 * What the loop adds to MuJoCo: the whole loop in lockstep (sensors, policy, distribution, plant, MuJoCo, frames)
 * beside a C loop over {@code mj_step} that takes the same steps again: from the same state, under the same joint
 * efforts, so with the same contacts. In turns, a second of simulated time each; that the C loop ends in the same
 * state, to the last bit, is checked in every turn.
 */
public final class MujocoRatio
{
    private static final long PERIOD_NS = 1_000_000;
    private static final int WARM_UP_CYCLES = 10_000;
    private static final int STEPS = 1000;

    /**
     * One turn.
     *
     * @param loopUs whole loop, us per cycle.
     * @param bareUs C loop, us per cycle.
     */
    public record Turn(double loopUs, double bareUs)
    {
        /**
         * @return speed of the loop as a part of the C loop's.
         */
        public double ratio()
        {
            return bareUs / loopUs;
        }
    }

    private MujocoRatio()
    {
    }

    /**
     * @param turns how many turns.
     * @param out   where the table goes.
     * @return the turns, in order.
     */
    public static List<Turn> measure(final int turns, final PrintStream out)
    {
        final RobotDescription robot = CycleFixture.robotNamed("neo");
        try
        {
            final MujocoEngine engine = new MujocoEngine(robot, MujocoLibraries.choose());
            final RecordingEngine recorder = new RecordingEngine(engine, order(robot, engine), STEPS);
            final SystemRequest request = new SystemRequest(robot, Scenario.NONE, 1, true);
            try (CycleFixture fixture = new CycleFixture(robot, "inline", new ContinuingClock(PERIOD_NS),
                (subject, rest) -> new SimSystem(subject, recorder, request)))
            {
                fixture.run(WARM_UP_CYCLES);
                return run(fixture, engine, recorder, turns, out);
            }
        }
        catch (final SystemException ex)
        {
            throw new IllegalStateException(ex.getMessage(), ex);
        }
    }

    private static List<Turn> run(
        final CycleFixture fixture,
        final MujocoEngine engine,
        final RecordingEngine recorder,
        final int turns,
        final PrintStream out)
    {
        out.printf("%-6s %16s %16s %8s   (MuJoCo %s)%n", "turn", "loop us/cycle", "mj_step us/cycle", "ratio",
            engine.version());
        final Turn[] all = new Turn[turns];
        for (int turn = 0; turn < turns; turn++)
        {
            request(engine, "mark", new double[1]);
            recorder.begin();
            final long beginNs = System.nanoTime();
            fixture.run(STEPS);
            final double loopUs = (System.nanoTime() - beginNs) * 1e-3 / STEPS;
            all[turn] = new Turn(loopUs, again(engine, recorder) * 1e-3 / STEPS);
            out.printf(Locale.ROOT, "%-6d %16.1f %16.1f %8.3f%n", turn + 1, all[turn].loopUs(), all[turn].bareUs(),
                all[turn].ratio());
        }
        final double[] ratios = Arrays.stream(all).mapToDouble(Turn::ratio).sorted().toArray();
        out.printf(Locale.ROOT, "median ratio %.3f of %d turns, from %.3f to %.3f%n", ratios[turns / 2], turns,
            ratios[0], ratios[turns - 1]);
        return List.of(all);
    }

    private static double again(final MujocoEngine engine, final RecordingEngine recorder)
    {
        if (recorder.steps() != STEPS)
        {
            throw new IllegalStateException("the loop took other steps: steps=" + recorder.steps());
        }
        final double[] values = new double[2 + STEPS * engine.jointEffort().length];
        values[0] = STEPS;
        recorder.copyTo(values, 2);
        request(engine, "bare_steps", values);
        if (values[1] != 0)
        {
            throw new IllegalStateException("the C loop ended elsewhere: apart=" + values[1]);
        }
        return values[0];
    }

    private static void request(final MujocoEngine engine, final String name, final double[] values)
    {
        if (engine.driver().request(name, values) != ReturnCode.OK)
        {
            throw new IllegalStateException(engine.driver().lastError());
        }
    }

    private static int[] order(final RobotDescription robot, final MujocoEngine engine)
    {
        return engine.driver().layout().channels().stream()
            .filter(channel -> channel.kind() == ChannelKind.CMD_JOINT_EFFORT)
            .sorted(Comparator.comparingInt(DriverChannel::offset))
            .mapToInt(channel -> robot.jointIndex(channel.name()))
            .toArray();
    }
}
