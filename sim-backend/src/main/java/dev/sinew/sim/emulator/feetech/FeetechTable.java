package dev.sinew.sim.emulator.feetech;

import static dev.sinew.sim.emulator.register.Register.Access.READ;
import static dev.sinew.sim.emulator.register.Register.Access.STORED;
import static dev.sinew.sim.emulator.register.Register.Access.WRITE;

import java.util.ArrayList;
import java.util.List;

import dev.sinew.sim.emulator.register.Register;
import dev.sinew.sim.emulator.register.RegisterTable;

/**
 * The memory table of STS and HLS servos. Signed numbers have their sign in a bit of its own: bit 15, but bit 10 for
 * duties, and bit 11 for the offset of the STS.
 */
final class FeetechTable
{
    static final int ID = 5;
    static final int RESPONSE_LEVEL = 8;
    static final int POSITION_MIN = 9;
    static final int POSITION_MAX = 11;
    static final int CELSIUS_MAX = 13;
    static final int VOLTS_MAX = 14;
    static final int VOLTS_MIN = 15;
    static final int TORQUE_MAX = 16;
    static final int PHASE = 18;
    static final int UNLOAD = 19;
    static final int POSITION_P = 21;
    static final int POSITION_D = 22;
    static final int CURRENT_MAX = 28;
    static final int OFFSET = 31;
    static final int MODE = 33;
    static final int HOLDING_TORQUE = 34;
    static final int OVERLOAD_TIME = 35;
    static final int OVERLOAD_TORQUE = 36;
    static final int SPEED_P = 37;
    static final int OVERCURRENT_TIME = 38;
    static final int TORQUE_ENABLE = 40;
    static final int ACCELERATION = 41;
    static final int GOAL_POSITION = 42;
    /** STS: time or duty; HLS: torque. */
    static final int GOAL_TIME = 44;
    static final int GOAL_SPEED = 46;
    static final int TORQUE_LIMIT = 48;
    /** HLS: the position gains that are in use, loaded from 21 and 22 at the start. */
    static final int GAIN_P = 50;
    static final int GAIN_D = 51;
    static final int LOCK = 55;
    static final int PRESENT_POSITION = 56;
    static final int PRESENT_SPEED = 58;
    static final int PRESENT_LOAD = 60;
    static final int PRESENT_VOLTS = 62;
    static final int PRESENT_CELSIUS = 63;
    static final int REGISTERED = 64;
    static final int STATUS = 65;
    static final int MOVING = 66;
    static final int TARGET = 67;
    static final int PRESENT_CURRENT = 69;

    static final int TORQUE_ON = 1;
    static final int TORQUE_DAMPED = 2;
    static final int CALIBRATE = 128;

    private static final int SIZE = 128;
    private static final long BYTE = 254;
    private static final long WORD = 0xFFFF;

    private final List<Register> registers = new ArrayList<>();

    private FeetechTable(final FeetechModel model, final int id)
    {
        stored(model, id);
        moving(model);
        present();
    }

    /**
     * @param model model.
     * @param id    number on the bus.
     * @return its registers with their initial values.
     */
    static RegisterTable of(final FeetechModel model, final int id)
    {
        return new RegisterTable(new FeetechTable(model, id).registers, SIZE);
    }

    /**
     * @param value a number.
     * @param bit   place of its sign.
     * @return its form in a register.
     */
    static long signed(final long value, final int bit)
    {
        final long most = (1L << bit) - 1;
        final long size = Math.min(Math.abs(value), most);
        return value < 0 ? size | 1L << bit : size;
    }

    /**
     * @param raw a register.
     * @param bit place of its sign.
     * @return the number.
     */
    static long unsigned(final long raw, final int bit)
    {
        final long size = raw & (1L << bit) - 1;
        return (raw >> bit & 1) == 0 ? size : -size;
    }

    private void add(
        final int address,
        final int size,
        final String name,
        final Register.Access access,
        final long initial,
        final long least,
        final long most)
    {
        registers.add(new Register(address, size, name, access, initial, least, most));
    }

    private void stored(final FeetechModel model, final int id)
    {
        add(0, 1, "firmware, major", READ, 3, 0, BYTE);
        add(1, 1, "firmware, minor", READ, model.hls() ? 46 : 10, 0, BYTE);
        add(2, 1, "byte order", READ, 0, 0, 1);
        add(3, 1, "servo, major", READ, model.major(), 0, BYTE);
        add(4, 1, "servo, minor", READ, model.minor(), 0, BYTE);
        add(ID, 1, "id", STORED, id, 0, 253);
        add(6, 1, "baud rate", STORED, 0, 0, 7);
        add(7, 1, model.hls() ? "second id" : "return delay", STORED, 0, 0, 253);
        add(RESPONSE_LEVEL, 1, "response level", STORED, 1, 0, 1);
        add(POSITION_MIN, 2, "least position", STORED, 0, 0, WORD);
        add(POSITION_MAX, 2, "greatest position", STORED, 4095, 0, WORD);
        add(CELSIUS_MAX, 1, "greatest temperature", STORED, 70, 0, 100);
        add(VOLTS_MAX, 1, "greatest voltage", STORED, model.voltsMax(), 0, BYTE);
        add(VOLTS_MIN, 1, "least voltage", STORED, 40, 0, BYTE);
        add(TORQUE_MAX, 2, "greatest torque", STORED, model.hls() ? 980 : 1000, 0, 1000);
        add(PHASE, 1, "phase", STORED, model.phase(), 0, BYTE);
        add(UNLOAD, 1, "unload conditions", STORED, 44, 0, BYTE);
        add(20, 1, "alarm conditions", STORED, 47, 0, BYTE);
        add(POSITION_P, 1, "position P", STORED, 32, 0, BYTE);
        add(POSITION_D, 1, "position D", STORED, 32, 0, BYTE);
        add(23, 1, "position I", STORED, 0, 0, BYTE);
        add(24, 1, "least duty", STORED, 16, 0, BYTE);
        add(25, 1, "integral limit", STORED, 0, 0, BYTE);
        add(26, 1, "dead zone, clockwise", STORED, 1, 0, 16);
        add(27, 1, "dead zone, counter-clockwise", STORED, 1, 0, 16);
        add(CURRENT_MAX, 2, "protection current", STORED, 500, 0, 2047);
        add(30, 1, "angle resolution", STORED, 1, 1, 128);
        add(OFFSET, 2, "position offset", STORED, 0, 0, WORD);
        add(MODE, 1, "operating mode", STORED, 0, 0, 3);
        add(HOLDING_TORQUE, 1, model.hls() ? "current P" : "holding torque", STORED, 20, 0, BYTE);
        add(OVERLOAD_TIME, 1, model.hls() ? "current I" : "overload time", STORED, 200, 0, BYTE);
        add(OVERLOAD_TORQUE, 1, model.hls() ? "reserved" : "overload torque", STORED, 80, 0, BYTE);
        add(SPEED_P, 1, "speed P", STORED, 10, 0, BYTE);
        add(OVERCURRENT_TIME, 1, "over-current time", STORED, 200, 0, BYTE);
        add(39, 1, "speed I", STORED, 10, 0, BYTE);
    }

    private void moving(final FeetechModel model)
    {
        add(TORQUE_ENABLE, 1, "torque enable", WRITE, 0, 0, 255);
        add(ACCELERATION, 1, "acceleration", WRITE, 0, 0, BYTE);
        add(GOAL_POSITION, 2, "goal position", WRITE, 0, 0, WORD);
        add(GOAL_TIME, 2, model.hls() ? "goal torque" : "goal time", WRITE, 0, 0, WORD);
        add(GOAL_SPEED, 2, "goal speed", WRITE, 0, 0, WORD);
        add(TORQUE_LIMIT, 2, "torque limit", WRITE, 0, 0, 1000);
        if (model.hls())
        {
            add(GAIN_P, 1, "Kp", WRITE, 32, 0, BYTE);
            add(GAIN_D, 1, "Kd", WRITE, 32, 0, BYTE);
            add(52, 1, "Ki", WRITE, 0, 0, BYTE);
        }
        add(LOCK, 1, "lock", WRITE, 1, 0, 1);
    }

    private void present()
    {
        add(PRESENT_POSITION, 2, "present position", READ, 0, 0, WORD);
        add(PRESENT_SPEED, 2, "present speed", READ, 0, 0, WORD);
        add(PRESENT_LOAD, 2, "present load", READ, 0, 0, WORD);
        add(PRESENT_VOLTS, 1, "present voltage", READ, 0, 0, BYTE);
        add(PRESENT_CELSIUS, 1, "present temperature", READ, 0, 0, BYTE);
        add(REGISTERED, 1, "registered write", READ, 0, 0, 1);
        add(STATUS, 1, "status", READ, 0, 0, BYTE);
        add(MOVING, 1, "moving", READ, 0, 0, 3);
        add(TARGET, 2, "target position", READ, 0, 0, WORD);
        add(PRESENT_CURRENT, 2, "present current", READ, 0, 0, WORD);
    }
}
