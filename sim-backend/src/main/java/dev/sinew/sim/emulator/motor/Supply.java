package dev.sinew.sim.emulator.motor;

/**
 * The power supply that the drives of one bus share: its voltage falls with what they draw together.
 */
public final class Supply
{
    private final double nominalV;
    private final double resistanceOhm;
    private double drawnW;
    private double voltage;
    private double forcedV = Double.NaN;

    /**
     * @param nominalV      voltage without load, V, greater than 0.
     * @param resistanceOhm of source and cables, Ω.
     */
    public Supply(final double nominalV, final double resistanceOhm)
    {
        this.nominalV = nominalV;
        this.resistanceOhm = resistanceOhm;
        voltage = nominalV;
    }

    /**
     * @param powerW electrical power that one drive takes in this step, W; braking gives nothing back.
     */
    void draw(final double powerW)
    {
        drawnW += Math.max(0, powerW);
    }

    /** Ends a step: the voltage of the next one follows from what was drawn in this one. */
    public void settle()
    {
        final double sagged = nominalV - resistanceOhm * drawnW / nominalV;
        voltage = Double.isNaN(forcedV) ? Math.max(0, sagged) : forcedV;
        drawnW = 0;
    }

    /**
     * Holds the voltage at a value, as a failing supply would, or lets it go.
     *
     * @param volts voltage, V; NaN lets go.
     */
    public void force(final double volts)
    {
        forcedV = volts;
    }

    /**
     * @return voltage at the drives, V.
     */
    public double voltage()
    {
        return voltage;
    }
}
