package dev.sinew.sim.emulator.robstride;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import dev.sinew.sim.emulator.motor.EmulatedMotor;

/**
 * What types 17 and 18 read and write: index, two bytes 0, value, the least significant byte first. What is written is
 * lost at a restart.
 */
final class RobstrideParameters
{
    private static final int RUN_MODE = 0x7005;
    private static final int TIMEOUT = 0x7028;
    private static final int FIRST = 0x7005;
    private static final int LAST = 0x7020;
    private static final int VALUE_AT = 4;

    private final RobstrideModel model;
    private final int firstRunMode;
    private int runMode;
    private int timeout;

    /**
     * @param model   which motor.
     * @param runMode mode that it is in at the start.
     */
    RobstrideParameters(final RobstrideModel model, final int runMode)
    {
        this.model = model;
        this.runMode = runMode;
        firstRunMode = runMode;
    }

    void restart()
    {
        runMode = firstRunMode;
        timeout = 0;
    }

    /** @return 0 for the operation mode. */
    int runMode()
    {
        return runMode;
    }

    /** @return units of 50 us; 0 for none. */
    long timeout()
    {
        return timeout & 0xFFFF_FFFFL;
    }

    private static int index(final ByteBuffer data)
    {
        return data.getShort(0) & 0xFFFF;
    }

    /**
     * @param data  eight bytes of a request.
     * @param isOff whether the motor is off: the mode does not change in motion.
     */
    void write(final byte[] data, final boolean isOff)
    {
        final ByteBuffer request = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        if (index(request) == RUN_MODE && isOff)
        {
            runMode = request.get(VALUE_AT);
        }
        else if (index(request) == TIMEOUT && model.hasTimeout())
        {
            timeout = request.getInt(VALUE_AT);
        }
    }

    /**
     * @param data  eight bytes, little-endian: the request, made the answer.
     * @param angle of the shaft, rad.
     * @param motor the motor.
     * @return false when there is no such parameter.
     */
    boolean read(final ByteBuffer data, final double angle, final EmulatedMotor motor)
    {
        final int index = index(data);
        data.putInt(VALUE_AT, 0);
        switch (index)
        {
            case RUN_MODE -> data.put(VALUE_AT, (byte)runMode);
            case 0x700B -> data.putFloat(VALUE_AT, (float)model.tMax());
            case 0x7019 -> data.putFloat(VALUE_AT, (float)angle);
            case 0x701B -> data.putFloat(VALUE_AT, (float)motor.velocityRadS());
            case 0x701C -> data.putFloat(VALUE_AT, (float)motor.supply().voltage());
            case TIMEOUT -> data.putInt(VALUE_AT, model.hasTimeout() ? timeout : 0);
            default -> { } // their values are not modelled
        }
        return index >= FIRST && index <= LAST || index == TIMEOUT && model.hasTimeout();
    }
}
