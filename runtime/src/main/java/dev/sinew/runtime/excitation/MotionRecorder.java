package dev.sinew.runtime.excitation;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.sinew.hal.layout.Column;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.recording.Recording;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonGroup;

/**
 * Keeps what the sensors of some tendon groups say: joint and motor positions, motor torques, tensions. A row is the
 * mean of some samples, which keeps every linear relation between them; a sample that is there twice counts once. All
 * memory is taken before; {@link #take} is the loop's, {@link #write} the main thread's after the loop has ended.
 */
final class MotionRecorder
{
    /** Time that a row stands for where the loop's rate allows it, s. */
    private static final double ROW_S = 0.01;
    private static final double NANOSECONDS = 1e-9;

    private final List<String> names = new ArrayList<>();
    private final int[] joint;
    private final int[] motor;
    private final int[] tendon;
    private final int samplesPerRow;
    private final double rowS;
    private final double[] sum;
    private final double[][] values;
    private long lastSequence;
    private long firstNs;
    private int taken;
    private int rows;

    /**
     * @param robot   robot.
     * @param groups  groups whose sensors are kept.
     * @param lengthS time to keep, s.
     */
    MotionRecorder(final RobotDescription robot, final List<TendonGroup> groups, final double lengthS)
    {
        final Set<Integer> motors = new TreeSet<>();
        groups.forEach(group -> group.tendons().forEach(i -> motors.add(robot.tendons().get(i).motor())));
        joint = groups.stream().flatMap(group -> group.joints().stream()).mapToInt(Integer::intValue).sorted()
            .toArray();
        tendon = groups.stream().flatMap(group -> group.tendons().stream()).mapToInt(Integer::intValue).sorted()
            .toArray();
        motor = motors.stream().mapToInt(Integer::intValue).toArray();
        Arrays.stream(joint).forEach(j -> names.add("joint_position_rad." + robot.joints().get(j).name()));
        Arrays.stream(motor).forEach(m -> names.add("motor_position_rad." + robot.motors().get(m).name()));
        Arrays.stream(motor).forEach(m -> names.add("motor_effort_nm." + robot.motors().get(m).name()));
        Arrays.stream(tendon).forEach(i -> names.add("tendon_tension_n." + robot.tendons().get(i).name()));
        samplesPerRow = Math.max(1, (int)Math.rint(ROW_S * robot.rates().baseHz()));
        rowS = (double)samplesPerRow / robot.rates().baseHz();
        sum = new double[names.size() + 1];
        values = new double[sum.length][(int)Math.ceil(lengthS * robot.rates().baseHz() / samplesPerRow) + 1];
        reset();
    }

    /** Forgets everything. */
    void reset()
    {
        rows = 0;
        taken = 0;
        lastSequence = -1;
        Arrays.fill(sum, 0);
    }

    /**
     * @param state newest good sample; one that was taken before is left out.
     */
    void take(final StateBlock state)
    {
        if (state.sequence() == lastSequence || rows == values[0].length)
        {
            return;
        }
        lastSequence = state.sequence();
        firstNs = rows == 0 && taken == 0 ? state.deviceTimeNs() : firstNs;
        sum[0] += (state.deviceTimeNs() - firstNs) * NANOSECONDS;
        int c = add(state.jointPosition, joint, 1);
        c = add(state.motorPosition, motor, c);
        c = add(state.motorEffort, motor, c);
        add(state.tendonTension, tendon, c);
        taken++;
        if (taken == samplesPerRow)
        {
            close();
        }
    }

    private int add(final Column column, final int[] some, final int begin)
    {
        for (int k = 0; k < some.length; k++)
        {
            sum[begin + k] += column.get(some[k]);
        }
        return begin + some.length;
    }

    private void close()
    {
        for (int c = 0; c < sum.length; c++)
        {
            values[c][rows] = sum[c] / samplesPerRow;
            sum[c] = 0;
        }
        taken = 0;
        rows++;
    }

    /**
     * @return rows that are kept.
     */
    int rows()
    {
        return rows;
    }

    /**
     * @return time that a row stands for, s.
     */
    double rowS()
    {
        return rowS;
    }

    /**
     * @return what was recorded; this recorder is spent.
     */
    Recording recording()
    {
        final Map<String, double[]> columns = new LinkedHashMap<>();
        for (int c = 0; c < values.length; c++)
        {
            columns.put(c == 0 ? Recording.TIME_S : names.get(c - 1), Arrays.copyOf(values[c], rows));
            values[c] = null; // a recording may be a good part of the memory
        }
        return Recording.of("excitation", columns);
    }

    /**
     * @param target where the CSV goes; an older file there is replaced once the new one is whole.
     * @throws IOException when it cannot be written; the message is one line.
     */
    void write(final Path target) throws IOException
    {
        final Path part = target.resolveSibling(target.getFileName() + ".part");
        try
        {
            try (BufferedWriter out = Files.newBufferedWriter(part, StandardCharsets.UTF_8))
            {
                out.append(Recording.TIME_S).append(',').append(String.join(",", names)).append('\n');
                final StringBuilder line = new StringBuilder(1 << 12);
                for (int r = 0; r < rows; r++)
                {
                    line.setLength(0);
                    for (int c = 0; c < sum.length; c++)
                    {
                        line.append(c == 0 ? "" : ",").append(values[c][r]);
                    }
                    out.append(line.append('\n'));
                }
            }
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        }
        catch (final IOException ex)
        {
            Files.deleteIfExists(part);
            throw new IOException("cannot write " + target + ": " + ex.getClass().getSimpleName() + " " +
                ex.getMessage() + " (check directory, permission and free space)", ex);
        }
    }
}
