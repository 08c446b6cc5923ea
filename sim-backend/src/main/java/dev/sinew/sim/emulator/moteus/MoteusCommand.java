package dev.sinew.sim.emulator.moteus;

/**
 * What the registers of a command hold. A frame that writes the mode begins a new command: what it leaves out has its
 * default, not the value of the command before.
 */
final class MoteusCommand
{
    /** 0x020, turns; NaN: where it is now. */
    double position;
    /** 0x021, turns/s. */
    double velocity;
    /** 0x022, N·m. */
    double feedforward;
    /** 0x023. */
    double kpScale;
    /** 0x024; never more than that of kp. */
    double kdScale;
    /** 0x025, N·m; NaN: the controller's own. */
    double maxTorque;
    /** 0x026, turns; NaN: none. */
    double stopPosition;
    /** 0x027, s; 0: the configured one, NaN: none. */
    double watchdog;
    /** 0x01c, A. */
    double current;
    /** 0x02b. */
    double ilimitScale;

    MoteusCommand()
    {
        reset();
    }

    void reset()
    {
        position = 0;
        velocity = 0;
        feedforward = 0;
        kpScale = 1;
        kdScale = 1;
        maxTorque = Double.NaN;
        stopPosition = Double.NaN;
        watchdog = 0;
        current = 0;
        ilimitScale = 1;
    }

    /** @return false when the register is none of a command. */
    boolean write(final int register, final double value)
    {
        switch (register)
        {
            case 0x01c -> current = orZero(value);
            case 0x01d -> { } // no torque comes of it
            case 0x020 -> position = value;
            case 0x021 -> velocity = orZero(value);
            case 0x022 -> feedforward = orZero(value);
            case 0x023 -> kpScale = Double.isNaN(value) ? 1 : value;
            case 0x024 -> kdScale = Double.isNaN(value) ? 1 : value;
            case 0x025 -> maxTorque = value;
            case 0x026 -> stopPosition = value;
            case 0x027 -> watchdog = value;
            case 0x028, 0x029 -> { } // limits of paths, which are not modelled
            case 0x02b -> ilimitScale = value;
            case 0x02d -> { } // there are no bounds
            default ->
            {
                return false;
            }
        }
        return true;
    }

    /** @return false when the register is none of a command. */
    static boolean has(final int register)
    {
        return register == 0x01c || register == 0x01d || register >= 0x020 && register <= 0x029 || register == 0x02b ||
            register == 0x02d;
    }

    double read(final int register)
    {
        return switch (register)
        {
            case 0x01c -> current;
            case 0x020 -> position;
            case 0x021 -> velocity;
            case 0x022 -> feedforward;
            case 0x023 -> kpScale;
            case 0x024 -> kdScale;
            case 0x025 -> maxTorque;
            case 0x026 -> stopPosition;
            case 0x027 -> watchdog;
            case 0x028, 0x029 -> Double.NaN;
            case 0x02b -> ilimitScale;
            default -> 0;
        };
    }

    private static double orZero(final double value)
    {
        return Double.isNaN(value) ? 0 : value;
    }
}
