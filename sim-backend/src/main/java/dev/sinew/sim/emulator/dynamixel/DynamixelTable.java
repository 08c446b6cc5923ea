package dev.sinew.sim.emulator.dynamixel;

import static dev.sinew.sim.emulator.register.Register.Access.READ;
import static dev.sinew.sim.emulator.register.Register.Access.STORED;
import static dev.sinew.sim.emulator.register.Register.Access.WRITE;

import java.util.ArrayList;
import java.util.List;

import dev.sinew.sim.emulator.register.Register;
import dev.sinew.sim.emulator.register.RegisterTable;

/**
 * The control table of the X series: addresses, sizes, access, ranges, initial values.
 */
final class DynamixelTable
{
    static final int FIRMWARE = 6;
    static final int ID = 7;
    static final int RETURN_DELAY = 9;
    static final int DRIVE_MODE = 10;
    static final int MODE = 11;
    static final int HOMING_OFFSET = 20;
    static final int MOVING_THRESHOLD = 24;
    static final int CELSIUS_LIMIT = 31;
    static final int VOLTS_MAX = 32;
    static final int VOLTS_MIN = 34;
    static final int PWM_LIMIT = 36;
    static final int CURRENT_LIMIT = 38;
    static final int VELOCITY_LIMIT = 44;
    static final int POSITION_MAX = 48;
    static final int POSITION_MIN = 52;
    static final int SHUTDOWN = 63;
    static final int TORQUE_ENABLE = 64;
    static final int STATUS_LEVEL = 68;
    static final int REGISTERED = 69;
    static final int HARDWARE_ERROR = 70;
    static final int VELOCITY_I = 76;
    static final int VELOCITY_P = 78;
    static final int POSITION_D = 80;
    static final int POSITION_I = 82;
    static final int POSITION_P = 84;
    static final int BUS_WATCHDOG = 98;
    static final int GOAL_PWM = 100;
    static final int GOAL_CURRENT = 102;
    static final int GOAL_VELOCITY = 104;
    static final int PROFILE_ACCELERATION = 108;
    static final int PROFILE_VELOCITY = 112;
    static final int GOAL_POSITION = 116;
    static final int TICK = 120;
    static final int MOVING = 122;
    static final int PRESENT_PWM = 124;
    static final int PRESENT_CURRENT = 126;
    static final int PRESENT_VELOCITY = 128;
    static final int PRESENT_POSITION = 132;
    static final int PRESENT_VOLTS = 144;
    static final int PRESENT_CELSIUS = 146;

    static final int MODE_CURRENT = 0;
    static final int MODE_VELOCITY = 1;
    static final int MODE_POSITION = 3;
    static final int MODE_EXTENDED = 4;
    static final int MODE_CURRENT_POSITION = 5;
    static final int MODE_PWM = 16;

    private static final int SIZE = 662;
    private static final long WORD = 0xFFFF;
    private static final long DOUBLE_WORD = 0xFFFF_FFFFL;
    private static final int GAIN_MAX = 16_383;
    private static final int GOAL_MAX = 1_048_575;

    private final List<Register> registers = new ArrayList<>();
    private final boolean small;

    private DynamixelTable(final DynamixelModel model, final int id)
    {
        small = model.small();
        stored(model, id);
        gains();
        goals(model);
        present();
        indirect();
    }

    /**
     * @param model model.
     * @param id    number on the bus.
     * @return its registers with their initial values.
     */
    static RegisterTable of(final DynamixelModel model, final int id)
    {
        return new RegisterTable(new DynamixelTable(model, id).registers, SIZE);
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

    private void stored(final DynamixelModel model, final int id)
    {
        add(0, 2, "model number", READ, model.number(), 0, WORD);
        add(2, 4, "model information", READ, 0, 0, DOUBLE_WORD);
        add(FIRMWARE, 1, "firmware version", READ, model.firmware(), 0, 255);
        add(ID, 1, "id", STORED, id, 0, 252);
        add(8, 1, "baud rate", STORED, 1, 0, 7);
        add(RETURN_DELAY, 1, "return delay time", STORED, 250, 0, 254);
        add(DRIVE_MODE, 1, "drive mode", STORED, 0, 0, 5);
        add(MODE, 1, "operating mode", STORED, MODE_POSITION, 0, 16);
        add(12, 1, "secondary id", STORED, 255, 0, 255);
        add(13, 1, "protocol type", STORED, 2, 2, 2);
        add(HOMING_OFFSET, 4, "homing offset", STORED, 0, -1_044_479, 1_044_479);
        add(MOVING_THRESHOLD, 4, "moving threshold", STORED, 10, 0, 1023);
        add(CELSIUS_LIMIT, 1, "temperature limit", STORED, model.celsiusMax(), 0, 100);
        add(VOLTS_MAX, 2, "max voltage limit", STORED, model.voltsMax(), model.voltsMin(), model.voltsMax());
        add(VOLTS_MIN, 2, "min voltage limit", STORED, model.voltsMin(), model.voltsMin(), model.voltsMax());
        add(PWM_LIMIT, 2, "PWM limit", STORED, DynamixelModel.PWM_FULL, 0, DynamixelModel.PWM_FULL);
        add(CURRENT_LIMIT, 2, "current limit", STORED, model.currentLimit(), 0, model.currentLimit());
        add(VELOCITY_LIMIT, 4, "velocity limit", STORED, model.velocityLimit(), 0, small ? 2047 : 1023);
        add(POSITION_MAX, 4, "max position limit", STORED, 4095, 0, 4095);
        add(POSITION_MIN, 4, "min position limit", STORED, 0, 0, 4095);
        add(60, 1, "startup configuration", STORED, 0, 0, 3);
        add(SHUTDOWN, 1, "shutdown", STORED, model.shutdown(), 0, 255);
    }

    private void gains()
    {
        add(TORQUE_ENABLE, 1, "torque enable", WRITE, 0, 0, 1);
        add(65, 1, "LED", WRITE, 0, 0, 1);
        add(STATUS_LEVEL, 1, "status return level", STORED, 2, 0, 2);
        add(REGISTERED, 1, "registered instruction", READ, 0, 0, 1);
        add(HARDWARE_ERROR, 1, "hardware error status", READ, 0, 0, 255);
        add(VELOCITY_I, 2, "velocity I gain", WRITE, small ? 1600 : 1920, 0, GAIN_MAX);
        add(VELOCITY_P, 2, "velocity P gain", WRITE, small ? 180 : 100, 0, GAIN_MAX);
        add(POSITION_D, 2, "position D gain", WRITE, 0, 0, GAIN_MAX);
        add(POSITION_I, 2, "position I gain", WRITE, 0, 0, GAIN_MAX);
        add(POSITION_P, 2, "position P gain", WRITE, small ? 400 : 800, 0, GAIN_MAX);
        add(88, 2, "feedforward 2nd gain", WRITE, 0, 0, GAIN_MAX);
        add(90, 2, "feedforward 1st gain", WRITE, 0, 0, GAIN_MAX);
        add(BUS_WATCHDOG, 1, "bus watchdog", WRITE, 0, 0, 127);
    }

    private void goals(final DynamixelModel model)
    {
        final int pwm = DynamixelModel.PWM_FULL;
        add(GOAL_PWM, 2, "goal PWM", WRITE, pwm, -pwm, pwm);
        add(GOAL_CURRENT, 2, "goal current", WRITE, model.currentLimit(), -model.currentLimit(),
            model.currentLimit());
        add(GOAL_VELOCITY, 4, "goal velocity", WRITE, 0, -2047, 2047);
        add(PROFILE_ACCELERATION, 4, "profile acceleration", WRITE, 0, 0, 32_767);
        add(PROFILE_VELOCITY, 4, "profile velocity", WRITE, 0, 0, 32_767);
        add(GOAL_POSITION, 4, "goal position", WRITE, 0, -GOAL_MAX, GOAL_MAX);
    }

    private void present()
    {
        add(TICK, 2, "realtime tick", READ, 0, 0, WORD);
        add(MOVING, 1, "moving", READ, 0, 0, 1);
        add(123, 1, "moving status", READ, 0, 0, 255);
        add(PRESENT_PWM, 2, "present PWM", READ, 0, 0, WORD);
        add(PRESENT_CURRENT, 2, "present current", READ, 0, 0, WORD);
        add(PRESENT_VELOCITY, 4, "present velocity", READ, 0, 0, DOUBLE_WORD);
        add(PRESENT_POSITION, 4, "present position", READ, 0, 0, DOUBLE_WORD);
        add(136, 4, "velocity trajectory", READ, 0, 0, DOUBLE_WORD);
        add(140, 4, "position trajectory", READ, 0, 0, DOUBLE_WORD);
        add(PRESENT_VOLTS, 2, "present input voltage", READ, 0, 0, WORD);
        add(PRESENT_CELSIUS, 1, "present temperature", READ, 0, 0, 255);
        add(147, 1, "backup ready", READ, 0, 0, 1);
    }

    private void indirect()
    {
        indirect(168, small ? 20 : 28, small ? 208 : 224);
        if (!small)
        {
            indirect(578, 28, 634);
        }
    }

    private void indirect(final int addresses, final int count, final int data)
    {
        for (int i = 0; i < count; i++)
        {
            add(addresses + 2 * i, 2, "indirect address", WRITE, data + i, 64, SIZE - 1);
            add(data + i, 1, "indirect data", WRITE, 0, 0, 255);
        }
    }

    /**
     * @param table   registers of a device.
     * @param isSmall true for the 330 family.
     * @param address address that a host uses.
     * @return address that it means: indirect data lead elsewhere.
     */
    static int resolve(final RegisterTable table, final boolean isSmall, final int address)
    {
        final int first = isSmall ? 208 : 224;
        if (address >= first && address < first + (isSmall ? 20 : 28))
        {
            return (int)table.get(168 + 2 * (address - first));
        }
        if (!isSmall && address >= 634 && address < SIZE)
        {
            return (int)table.get(578 + 2 * (address - 634));
        }
        return address;
    }
}
