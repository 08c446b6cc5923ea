package dev.sinew.sim.emulator.motor;

/**
 * One motor as its own power stage and sensors see it: a first-order current loop with the limits of stage and supply,
 * two heat capacities, an encoder with counts. The drive's firmware says once a step what it wants (a current, a
 * voltage, or nothing), then {@link #push} hands it to the bank, the bank steps, and {@link #sense} reads back.
 */
public final class EmulatedMotor
{
    /** Air, and every part at the start, °C. */
    public static final double AMBIENT_C = 25;

    private static final double TURN = 2 * Math.PI;

    private enum Stage
    {
        LIMP, CURRENT, VOLTAGE
    }

    private final MotorParameters parameters;
    private final MotorBank bank;
    private final int index;
    private final Supply supply;
    private final double periodS;
    private final double currentShare;
    private final double velocityShare;

    private Stage stage = Stage.LIMP;
    private double target;
    private double extraDamping;
    private double loop;
    private double current;
    private double duty;
    private double winding = AMBIENT_C;
    private double housing = AMBIENT_C;
    private double forcedC = Double.NaN;
    private boolean stuck;
    private double shownPosition;
    private double shownVelocity;

    /**
     * @param parameters what it is made of.
     * @param bank       what it turns in.
     * @param index      its place there.
     * @param supply     what feeds it.
     */
    public EmulatedMotor(final MotorParameters parameters, final MotorBank bank, final int index, final Supply supply)
    {
        this.parameters = parameters;
        this.bank = bank;
        this.index = index;
        this.supply = supply;
        periodS = bank.periodNs() * 1e-9;
        currentShare = periodS / (periodS + parameters.currentTimeConstantS());
        velocityShare = periodS / (periodS + parameters.velocityFilterS());
        shownPosition = bank.positionRad()[index];
    }

    /**
     * @return what it is made of.
     */
    public MotorParameters parameters()
    {
        return parameters;
    }

    /**
     * Opens the power stage: no current, the shaft turns freely but for the drag of the gearbox.
     */
    public void limp()
    {
        stage = Stage.LIMP;
    }

    /**
     * Asks the current loop for a current, with a viscous damping on top that acts within the same limits.
     *
     * @param amperes       current, A; positive turns in the positive direction.
     * @param dampingNmsRad damping, N·m·s/rad, at least 0.
     */
    public void current(final double amperes, final double dampingNmsRad)
    {
        stage = Stage.CURRENT;
        target = amperes;
        extraDamping = dampingNmsRad;
    }

    /**
     * Asks the current loop for a torque with a viscous damping, the sum of both limited: what the current loop does
     * not limit itself.
     *
     * @param grossNm       torque before the damping, N·m.
     * @param dampingNmsRad damping, N·m·s/rad, at least 0.
     * @param mostNm        limit of what is left after the damping, N·m; the motor's own holds besides.
     */
    public void torque(final double grossNm, final double dampingNmsRad, final double mostNm)
    {
        final double k = parameters.torquePerAmpereNmA();
        final double most = Math.min(mostNm, k * parameters.currentMaxA());
        if (Math.abs(grossNm) <= most)
        {
            current(grossNm / k, dampingNmsRad);
        }
        else
        {
            current(clamp(grossNm - dampingNmsRad * velocityRadS(), most) / k, 0);
        }
    }

    /**
     * Puts a part of the supply's voltage on the winding. 0 shorts it, which damps.
     *
     * @param share part, -1 to 1.
     */
    public void voltage(final double share)
    {
        stage = Stage.VOLTAGE;
        target = Math.max(-1, Math.min(1, share));
    }

    /** Hands the drive's wish to the bank, as far as stage and supply allow. Before the bank's step. */
    public void push()
    {
        final double k = parameters.torquePerAmpereNmA();
        final double r = parameters.resistanceOhm();
        final double volts = supply.voltage();
        final double v = bank.velocityRadS()[index];
        final double most = volts > 0 ? parameters.currentMaxA() : 0;
        switch (stage)
        {
            case CURRENT:
                loop += currentShare * (clamp(target, most) - loop);
                final double ceiling = (volts - k * v) / r;
                final double floor = (-volts - k * v) / r;
                final boolean limited = loop > ceiling || loop < floor;
                final double side = loop > ceiling ? 1 : -1;
                // At the end of the supply's voltage the back-EMF takes over: implicit, so that light rotors stay calm.
                bank.drive(index, limited ? side * k * volts / r : k * loop,
                    limited ? k * k / r : extraDamping);
                break;
            case VOLTAGE:
                final double flowing = (target * volts - k * v) / r;
                loop = clamp(flowing, most);
                final boolean free = flowing == loop;
                bank.drive(index, free ? k * target * volts / r : k * loop, free ? k * k / r : 0);
                break;
            case LIMP:
            default:
                loop = 0;
                bank.drive(index, 0, bank.hasGearFriction() ? 0 : parameters.viscousNmsRad());
                break;
        }
    }

    /** Reads back what the step did. After the bank's step. */
    public void sense()
    {
        final double k = parameters.torquePerAmpereNmA();
        final double r = parameters.resistanceOhm();
        final double v = bank.velocityRadS()[index];
        current = stage == Stage.LIMP ? 0 : bank.torqueNm()[index] / k;
        final double volts = current * r + k * v;
        duty = stage == Stage.LIMP || supply.voltage() <= 0 ? 0 : clamp(volts / supply.voltage(), 1);
        supply.draw(volts * current);
        final MotorParameters.Heat heat = parameters.heat();
        final double across = (winding - housing) / heat.windingHousingKW();
        winding += periodS * (current * current * r - across) / heat.windingJK();
        housing += periodS * (across - (housing - AMBIENT_C) / heat.housingAirKW()) / heat.housingJK();
        shownVelocity += velocityShare * ((stuck ? 0 : v) - shownVelocity);
        if (!stuck)
        {
            shownPosition = bank.positionRad()[index];
        }
    }

    private static double clamp(final double value, final double most)
    {
        return Math.max(-most, Math.min(most, value));
    }

    /**
     * @return the encoder's count, continued over whole turns; 0 where the shaft stood at the start.
     */
    public long counts()
    {
        return (long)Math.floor(shownPosition / TURN * parameters.encoderCounts() + 0.5);
    }

    /**
     * @return velocity as the firmware reports it: filtered, rad/s.
     */
    public double velocityRadS()
    {
        return shownVelocity;
    }

    /**
     * @return the shaft's true velocity, rad/s, for records alone.
     */
    public double trueVelocityRadS()
    {
        return bank.velocityRadS()[index];
    }

    /**
     * @return the shaft's true position, rad, for records alone.
     */
    public double truePositionRad()
    {
        return bank.positionRad()[index];
    }

    /**
     * @return position as the encoder shows it, whole counts, rad.
     */
    public double positionRad()
    {
        return counts() * TURN / parameters.encoderCounts();
    }

    /**
     * @return current in the winding, A.
     */
    public double currentA()
    {
        return current;
    }

    /**
     * @return torque as the firmware works it out from the current, N·m.
     */
    public double shownTorqueNm()
    {
        return current * parameters.torquePerAmpereNmA();
    }

    /**
     * @return torque that the motor made at the output shaft in the last step, N·m.
     */
    public double torqueNm()
    {
        return bank.torqueNm()[index];
    }

    /**
     * @return part of the supply's voltage that lies on the winding, -1 to 1.
     */
    public double duty()
    {
        return duty;
    }

    /**
     * @return what the thermometer shows, °C.
     */
    public double temperatureC()
    {
        return Double.isNaN(forcedC) ? housing : forcedC;
    }

    /**
     * @return temperature of the winding, °C.
     */
    public double windingC()
    {
        return winding;
    }

    /**
     * @return what feeds it.
     */
    public Supply supply()
    {
        return supply;
    }

    /**
     * @return true when the power stage is open.
     */
    public boolean isLimp()
    {
        return stage == Stage.LIMP;
    }

    /**
     * Holds the encoder's reading, or lets it go.
     *
     * @param isStuck true to hold it.
     */
    public void encoderStuck(final boolean isStuck)
    {
        stuck = isStuck;
    }

    /**
     * Blocks the shaft, or lets it go.
     *
     * @param isBlocked true to block it.
     */
    public void block(final boolean isBlocked)
    {
        bank.block(index, isBlocked);
    }

    /**
     * Makes the thermometer show a value, or lets it go.
     *
     * @param celsius temperature, °C; NaN lets go.
     */
    public void heat(final double celsius)
    {
        forcedC = celsius;
    }
}
