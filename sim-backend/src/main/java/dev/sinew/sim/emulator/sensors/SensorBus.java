package dev.sinew.sim.emulator.sensors;

import static dev.sinew.sim.emulator.BusSpec.SensorKind.IMUS;
import static dev.sinew.sim.emulator.BusSpec.SensorKind.JOINTS;
import static dev.sinew.sim.emulator.BusSpec.SensorKind.TENDONS;
import static dev.sinew.sim.emulator.BusSpec.SensorKind.WRENCHES;

import java.util.List;

import dev.sinew.hal.robot.SimulationDescription.SensorNoise;
import dev.sinew.sim.emulator.BusSetup;
import dev.sinew.sim.emulator.BusSpec;
import dev.sinew.sim.emulator.EmulatedDevice;
import dev.sinew.sim.emulator.SerialBus;
import dev.sinew.sim.emulator.fault.FaultEvent;
import dev.sinew.sim.emulator.fault.FaultKind;
import dev.sinew.sim.emulator.motor.PlantBank;
import dev.sinew.sim.emulator.wire.Reply;
import dev.sinew.sim.sensor.CounterNoise;

/**
 * The board: answers each question with everything that it measures, as it is at the end of the question, with the
 * noise that the robot's file gives its sensors. Joint encoders count. Orientations have no noise.
 */
final class SensorBus extends SerialBus
{
    private static final int IMU_NUMBERS = 10;
    private static final int WRENCH_NUMBERS = 6;
    /** Half a question is forgotten after this pause, ns. */
    private static final long PAUSE_NS = 20_000_000;
    private static final double TURN_RAD = 2 * Math.PI;
    private static final BusSpec.SensorKind[] KINDS = BusSpec.SensorKind.values();
    /** Bit of each kind in an answer: that of its group of channels. */
    private static final int[] GROUP = {0, 2, 4, 5};

    private final SensorFrames form = new SensorFrames();
    private final PlantBank plant;
    private final int[] joints;
    private final int[] tendons;
    private final int[] imus;
    private final int[] wrenches;
    private final int values;
    private final int sum;
    private final long turnaroundNs;
    private final double countRad;
    private final long noiseKey;
    private final double[] imuDeviation;
    private final double[] wrenchDeviation;
    private final Reply reply;
    private final int[] failing = new int[KINDS.length];
    private final byte[] question = new byte[SensorFrames.QUESTION];
    private int length;
    private long lastNs;
    private long draws;

    SensorBus(final BusSetup setup)
    {
        super(setup);
        plant = (PlantBank)setup.bank();
        final List<BusSpec.SensorColumn> columns = setup.spec().sensors();
        joints = indices(columns, BusSpec.SensorKind.JOINTS);
        tendons = indices(columns, BusSpec.SensorKind.TENDONS);
        imus = indices(columns, BusSpec.SensorKind.IMUS);
        wrenches = indices(columns, BusSpec.SensorKind.WRENCHES);
        values = 2 * joints.length + 3 * tendons.length + IMU_NUMBERS * imus.length + WRENCH_NUMBERS * wrenches.length;
        sum = SensorFrames.sum(columns);
        turnaroundNs = Math.round(setup.spec().setting("turnaround_us", 50) * 1000);
        countRad = TURN_RAD / setup.spec().setting("counts", 1 << 18);
        noiseKey = CounterNoise.key(setup.seed(), 0);
        final SensorNoise noise = plant.noise();
        final double gyro = noise.gyroRadS();
        final double accelerometer = noise.accelerometerMS2();
        imuDeviation = new double[] {0, 0, 0, 0, gyro, gyro, gyro, accelerometer, accelerometer, accelerometer};
        wrenchDeviation = new double[] {noise.forceN(), noise.forceN(), noise.forceN(), noise.torqueNm(),
            noise.torqueNm(), noise.torqueNm()};
        reply = new Reply(2 * (SensorFrames.HEADER + Float.BYTES * values + 2));
    }

    private static int[] indices(final List<BusSpec.SensorColumn> columns, final BusSpec.SensorKind kind)
    {
        return columns.stream().filter(column -> column.kind() == kind)
            .flatMap(column -> column.index().stream()).mapToInt(Integer::intValue).toArray();
    }

    @Override
    public List<? extends EmulatedDevice> devices()
    {
        return List.of();
    }

    @Override
    public void onByte(final int value, final long endNs)
    {
        if (length > 0 && endNs - lastNs > PAUSE_NS)
        {
            length = 0;
        }
        lastNs = endNs;
        question[length] = (byte)value;
        length++;
        while (length > 0 && !canBegin())
        {
            length--;
            System.arraycopy(question, 1, question, 0, length);
        }
        if (length == SensorFrames.QUESTION)
        {
            length = 0;
            take(endNs);
        }
    }

    private boolean canBegin()
    {
        return question[0] == 'S' && (length < 2 || question[1] == '?');
    }

    private void take(final long endNs)
    {
        final int check = SensorFrames.check(question, SensorFrames.QUESTION - 2);
        if ((question[4] & 0xFF | (question[5] & 0xFF) << 8) != check)
        {
            tally().count("bad_check");
            return;
        }
        tally().count("question");
        reply.begin(0, endNs + turnaroundNs);
        SensorFrames.begin(reply, failedGroups(), question[2] & 0xFF | (question[3] & 0xFF) << 8, values, sum,
            endNs / 1000);
        measure();
        SensorFrames.end(reply);
        answer(reply, form);
    }

    @Override
    protected void onOtherFault(final FaultEvent event, final boolean active)
    {
        if (event.kind() == FaultKind.SENSOR_FAILED)
        {
            failing[(int)event.value()] += active ? 1 : -1;
        }
    }

    /** What lies in front of a sensor that does not answer is told, and its values are 0. */
    private int failedGroups()
    {
        int groups = 0;
        for (final BusSpec.SensorKind kind : KINDS)
        {
            groups |= failed(kind) ? 1 << GROUP[kind.ordinal()] : 0;
        }
        return groups;
    }

    private boolean failed(final BusSpec.SensorKind kind)
    {
        return failing[kind.ordinal()] > 0;
    }

    private void measure()
    {
        final SensorNoise noise = plant.noise();
        for (final int joint : joints)
        {
            final double read = plant.jointPositionRad()[joint] + error(noise.jointPositionRad());
            SensorFrames.value(reply, failed(JOINTS) ? 0 : Math.rint(read / countRad) * countRad);
        }
        add(JOINTS, joints, plant.jointVelocityRadS(), noise.jointVelocityRadS());
        add(TENDONS, tendons, plant.tendonLengthM(), noise.tendonLengthM());
        add(TENDONS, tendons, plant.tendonVelocityMS(), noise.tendonVelocityMS());
        add(TENDONS, tendons, plant.tendonTensionN(), noise.tendonTensionN());
        add(IMUS, imus, plant.imu(), imuDeviation);
        add(WRENCHES, wrenches, plant.wrench(), wrenchDeviation);
    }

    private double error(final double deviation)
    {
        return deviation == 0 ? 0 : deviation * CounterNoise.normal(noiseKey, draws++);
    }

    private void add(final BusSpec.SensorKind kind, final int[] which, final double[] from,
        final double... deviation)
    {
        final boolean failed = failed(kind);
        for (final int index : which)
        {
            for (int i = 0; i < deviation.length; i++)
            {
                final double read = from[deviation.length * index + i] + error(deviation[i]);
                SensorFrames.value(reply, failed ? 0 : read);
            }
        }
    }
}
