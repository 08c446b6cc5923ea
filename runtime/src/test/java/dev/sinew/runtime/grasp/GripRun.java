package dev.sinew.runtime.grasp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.sinew.hal.robot.ContactSphere;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.robot.SensorDescriptions;
import dev.sinew.hal.robot.SimulationDescription;
import dev.sinew.hal.robot.Vector3;
import dev.sinew.hal.robot.synthetic.Gantry;
import dev.sinew.hal.scenario.Scenario;
import dev.sinew.hal.scenario.ScenarioEvent;
import dev.sinew.hal.system.ManagedSystem;
import dev.sinew.hal.system.SystemException;
import dev.sinew.hal.system.SystemRequest;
import dev.sinew.runtime.clock.LockstepClock;
import dev.sinew.runtime.command.ControlPage;
import dev.sinew.runtime.frame.CycleFrame;
import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.frame.FrameFileHeader;
import dev.sinew.runtime.frame.FrameLayout;
import dev.sinew.runtime.frame.MappedFrames;
import dev.sinew.runtime.loop.LoopSettings;
import dev.sinew.runtime.policy.NoPolicy;
import dev.sinew.runtime.safety.LatePolicy;
import dev.sinew.runtime.safety.Mode;
import dev.sinew.runtime.safety.OperatorCommand;
import dev.sinew.runtime.wiring.Lifetime;
import dev.sinew.runtime.wiring.LoopAssembly;
import dev.sinew.runtime.wiring.Services;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * neo hung up with its left forearm level and the palm down, so that the forefinger presses on the ground as it
 * flexes; in the whole loop, with noise, gate, tendons, contact and an arm that gives way.
 */
final class GripRun implements AutoCloseable
{
    /** Base height at which the ground is a centimetre below the fingertip, m. */
    static final double OVER_GROUND_M = -0.168;
    /** Base height at which there is nothing to touch, m. */
    static final double IN_THE_AIR_M = 2;

    private static final double SETTLE_S = 0.7;
    /** More than arming takes. */
    private static final long ARM_CYCLES = 500;
    private static final Path NEO = Path.of("../hal/robots/neo/robot.yaml");
    private static final String FINGER = "l_ff_";
    private static final String TIP = "l_ff_taxel2";
    private static final String TOUCH = "l_ff_touch2";

    /** Touches nothing; first of a cell that is no fingertip then, whatever else it feels. */
    private static final ContactSphere FAR = new ContactSphere("far", 0, new Vector3(0, 0, 5), 0.01);

    final RobotDescription robot;
    private final LoopAssembly assembly;
    private final ControlPage page =
        new ControlPage(new UnsafeBuffer(BufferUtil.allocateDirectAligned(4096, 64)));
    private final double periodS;
    private final double[] lastEffort;
    private long until;
    /** What {@link #observe} saw since the start: greatest force and step of an effort, N and N·m. */
    double mostN;
    double jumpNm;
    /** Time from a contact to 90 % of the wish, s; not a number before. */
    double riseS = Double.NaN;
    /** Greatest speed and share of the greatest effort of a joint of the finger. */
    double fastestRadS;
    double effortShare;
    private double wishN;
    private long contactCycle = -1;

    GripRun(final Path directory, final double heightM, final ScenarioEvent... events) throws IOException
    {
        robot = pressing(directory, heightM);
        lastEffort = new double[robot.jointCount()];
        periodS = robot.rates().periodNs() * 1e-9;
        final FrameLayout layout = new FrameLayout(robot, List.of(), List.of());
        final MappedFrames slots = MappedFrames.create(directory.resolve("grip" + heightM + ".frames"),
            FrameFileHeader.of(layout, 64, Map.of()));
        try
        {
            final ManagedSystem system = new ManagedSystem(Services.system("embedded").create(new SystemRequest(robot,
                Gantry.carry(robot, new Scenario("grip", List.of(events))), 3, true)));
            system.configure();
            assembly = LoopAssembly.build(new LoopAssembly.Ingredients(robot, system, new NoPolicy(robot),
                new LockstepClock(robot.rates().periodNs()), layout, slots, page,
                new LoopSettings(robot.rates().periodNs(), LatePolicy.USE_IF_LATE, 10, 100_000_000L, 50, 100_000_000L),
                "fused", Lifetime.SIMULATION));
        }
        catch (final SystemException ex)
        {
            throw new IllegalStateException(ex);
        }
        page.request(OperatorCommand.ARM);
        run(SETTLE_S);
    }

    private static RobotDescription pressing(final Path directory, final double heightM) throws IOException
    {
        final String text = Files.readString(NEO)
            .replaceFirst("(name: l_elbow, .*\\R.*default_rad: )-0.6", "$1-1.57")
            .replaceFirst("(name: l_wr_yaw, .*\\R.*default_rad: )0", "$1-1.57")
            .replaceFirst("(name: l_palm, type.*\\R.*default_rad: )0", "$1" + 0.55);
        final Path file = directory.resolve("robot.yaml");
        Files.writeString(file, text);
        final RobotDescription neo = RobotFile.load(file);
        final ContactSphere tip = neo.contacts().stream().filter(c -> c.name().equals(TIP)).findFirst().orElseThrow();
        final RobotDescription hung = Gantry.hang(neo);
        final SimulationDescription plant = hung.simulation();
        return new RobotDescription(hung.name(), hung.sha256(), hung.links(), hung.joints(), hung.motors(),
            hung.tendons(), hung.springs(), List.of(tip, FAR), hung.shapes(),
            new SensorDescriptions(hung.sensors().imus(),
            hung.sensors().wrenches(), List.of(new SensorDescriptions.Touch(TOUCH, List.of(0)),
            new SensorDescriptions.Touch("witness", List.of(1, 0)))), hung.rates(),
            hung.safety(), new SimulationDescription(heightM, plant.friction(), plant.contactStiffnessNM(),
            plant.contactDampingSM(), plant.contactTimeConstantS(), plant.noise(), plant.sensorDelayCycles(),
            plant.plantVariation(), plant.tensionLoop()), hung.buses(), hung.compensation());
    }

    /** @param forceN force that the operator wants of the finger from the next cycle on, N. */
    void wish(final double forceN)
    {
        wishN = forceN;
        page.wish(ControlPage.GRIP_WISHES, forceN);
        page.request(OperatorCommand.TAKE_WISHES);
    }

    CycleFrame run(final double seconds)
    {
        until += Math.round(seconds / periodS);
        assembly.loop().run(until, Math.round(seconds / periodS) + ARM_CYCLES);
        if (assembly.loop().failure() != null)
        {
            throw new IllegalStateException("a stage of the loop failed", assembly.loop().failure());
        }
        final CycleFrame frame = assembly.loop().lastFrame();
        if (frame.get(FrameField.MODE) != Mode.ACTIVE.ordinal())
        {
            throw new IllegalStateException("not active: mode " + Mode.ofOrdinal((int)frame.get(FrameField.MODE)) +
                ", fault " + frame.get(FrameField.FAULT));
        }
        return frame;
    }

    /** @return force on the fingertip whatever its own cell says, N. */
    double realN()
    {
        return assembly.loop().lastFrame().state.touch.get(1);
    }

    double meanN(final double seconds)
    {
        final long cycles = Math.round(seconds / periodS);
        double sum = 0;
        for (long k = 0; k < cycles; k++)
        {
            cycle();
            sum += realN();
        }
        return sum / cycles;
    }

    void observe(final double seconds)
    {
        cycle().effortGated.copyTo(lastEffort);
        for (long k = 0; k < Math.round(seconds / periodS); k++)
        {
            final CycleFrame frame = cycle();
            mostN = Math.max(mostN, realN());
            contactCycle = contactCycle < 0 && realN() > 0.2 ? until : contactCycle;
            riseS = Double.isNaN(riseS) && realN() > 0.9 * wishN ? (until - contactCycle) * periodS : riseS;
            for (int j = 0; j < lastEffort.length; j++)
            {
                final double effort = frame.effortGated.get(j);
                if (robot.joints().get(j).name().startsWith(FINGER))
                {
                    jumpNm = Math.max(jumpNm, Math.abs(effort - lastEffort[j]));
                    fastestRadS = Math.max(fastestRadS, Math.abs(frame.estimateVelocity.get(j)));
                    effortShare = Math.max(effortShare, Math.abs(effort) / robot.joints().get(j).effortMaxNm());
                }
                lastEffort[j] = effort;
            }
        }
    }

    /** @return index of the link that the finger hangs on. */
    static int palm() throws IOException
    {
        return 1 + RobotFile.load(NEO).jointNames().indexOf("l_palm");
    }

    @Override
    public String toString()
    {
        return String.format(Locale.ROOT, "most %.2f N, jump %.4f N m, rise %.3f s, fastest %.2f rad/s, effort %.2f",
            mostN, jumpNm, riseS, fastestRadS, effortShare);
    }

    CycleFrame cycle()
    {
        return run(periodS);
    }

    @Override
    public void close()
    {
        assembly.close();
    }
}
