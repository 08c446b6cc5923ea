package dev.sinew.runtime.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;

import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.Column;
import dev.sinew.hal.robot.BusDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.hal.system.BusMonitor;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * Motors of the left hand on bus 0, its encoders and cells on bus 1, both slower than the loop; everything else on bus
 * 2; bus 3 has no motor.
 */
class SampleAgesTest
{
    private static final RobotDescription NEO = RobotFile.load(Path.of("../hal/robots/neo/robot.yaml")).withBuses(
        List.of(bus("hand", 200), bus("hand_sensors", 400), bus("body", BusDescription.EVERY_CYCLE),
        bus("imus", BusDescription.EVERY_CYCLE)));

    private final SampleAges ages = new SampleAges(NEO, new Buses());
    private final Column busAge = new Column("age", new UnsafeBuffer(new byte[4 * Double.BYTES]), 0, 4);

    private static final class Buses implements BusMonitor
    {
        @Override
        public List<String> busNames()
        {
            return List.of("hand", "hand_sensors", "body", "imus");
        }

        @Override
        public void busHealth(final Column ageS, final Column code, final long nowNs)
        {
        }

        @Override
        public String busError(final int bus)
        {
            return "";
        }

        @Override
        public int busOf(final ChannelGroup group, final int index)
        {
            final String name = switch (group)
            {
                case MOTORS -> NEO.motors().get(index).name();
                case JOINTS -> NEO.joints().get(index).name();
                default -> NEO.tendons().get(index).name();
            };
            final boolean hand = name.startsWith("l_ff") || name.startsWith("l_th");
            return !hand ? 2 : group == ChannelGroup.MOTORS ? 0 : 1;
        }

        @Override
        public List<String> unserved(final long groups)
        {
            return List.of();
        }
    }

    private static BusDescription bus(final String name, final double rateHz)
    {
        return new BusDescription(name, "none", "", List.of(), "none", rateHz);
    }

    private double ageOf(final String joint, final double... bus)
    {
        for (int i = 0; i < bus.length; i++)
        {
            busAge.set(i, bus[i]);
        }
        final int index = NEO.jointNames().indexOf(joint);
        final List<TendonGroup> groups = NEO.tendonGroups();
        for (int g = 0; g < groups.size(); g++)
        {
            if (groups.get(g).joints().contains(index))
            {
                return ages.byGroup(busAge)[g];
            }
        }
        throw new AssertionError(joint + " is in no group");
    }

    @Test
    void shouldTellTheOldestReadingOfAGroup()
    {
        assertEquals(0.004, ageOf("l_ff_mcp", 0.004, 0.003, 0.001, 0.001));
        assertEquals(0.005, ageOf("l_ff_mcp", 0.004, 0.005, 0.001, 0.001));
    }

    @Test
    void shouldTellNothingOfBusesThatServeOthers()
    {
        assertEquals(0, ageOf("l_knee", 0.004, 0.003, 0.001, 0.001));
        assertEquals(0.001, ageOf("l_ff_mcp", 0.001, 0.001, 0.5, 0.001));
        assertEquals(0, ageOf("l_knee", 0.001, 0.001, 0.001, 0.5), "inertial units move no joint");
    }

    @Test
    void shouldCallFreshWhatTheLoopExpectsAndWhatHasNotComeYet()
    {
        assertEquals(0, ageOf("l_knee", 0.001, 0.001, 0.002, 0.001));
        assertEquals(0.003, ageOf("l_knee", 0.001, 0.001, 0.003, 0.001));
        assertEquals(0.001, ageOf("l_ff_mcp", 0.001, 0.0005, 0.001, 0.001), "a bus with a rate of its own");
        assertEquals(0, ageOf("l_ff_mcp", -1, -1, -1, -1));
    }

    @Test
    void shouldCallAllFreshWhereThereAreNoBuses()
    {
        final Column none = new Column("age", new UnsafeBuffer(new byte[0]), 0, 0);
        for (final double age : new SampleAges(NEO, null).byGroup(none))
        {
            assertEquals(0, age);
        }
    }
}
