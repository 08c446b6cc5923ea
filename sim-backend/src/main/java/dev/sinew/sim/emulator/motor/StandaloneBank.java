package dev.sinew.sim.emulator.motor;

import java.util.List;

/**
 * Motors on a bench: each turns its own rotor and gearbox, nothing else. Viscous friction and damping act on the
 * velocity at the end of a step, dry friction takes velocity away until it is gone, so that no step can overshoot.
 *
 * <pre>
 *   J v' = torque - (damping + viscous) v - dry sign(v)
 * </pre>
 */
public final class StandaloneBank implements MotorBank
{
    /** Length of a step: the control period of common servo firmware, ns. */
    public static final long PERIOD_NS = 1_000_000L;

    private static final int SUB_STEPS = 4;
    private static final double SUB_STEP_S = PERIOD_NS * 1e-9 / SUB_STEPS;

    private final double[] inertia;
    private final double[] viscous;
    private final double[] dry;
    private final double[] wanted;
    private final double[] damping;
    private final boolean[] blocked;
    private final double[] position;
    private final double[] velocity;
    private final double[] torque;

    /**
     * @param motors what turns, one entry a motor.
     */
    public StandaloneBank(final List<MotorParameters> motors)
    {
        final int count = motors.size();
        inertia = new double[count];
        viscous = new double[count];
        dry = new double[count];
        wanted = new double[count];
        damping = new double[count];
        blocked = new boolean[count];
        position = new double[count];
        velocity = new double[count];
        torque = new double[count];
        for (int i = 0; i < count; i++)
        {
            inertia[i] = motors.get(i).inertiaKgM2();
            viscous[i] = motors.get(i).viscousNmsRad();
            dry[i] = motors.get(i).dryFrictionNm();
        }
    }

    @Override
    public int count()
    {
        return inertia.length;
    }

    @Override
    public long periodNs()
    {
        return PERIOD_NS;
    }

    @Override
    public void drive(final int motor, final double torqueNm, final double dampingNmsRad)
    {
        wanted[motor] = torqueNm;
        damping[motor] = dampingNmsRad;
    }

    @Override
    public void block(final int motor, final boolean isBlocked)
    {
        blocked[motor] = isBlocked;
    }

    @Override
    public boolean step()
    {
        for (int i = 0; i < inertia.length; i++)
        {
            if (blocked[i])
            {
                velocity[i] = 0;
                torque[i] = wanted[i];
            }
            else
            {
                turn(i);
            }
        }
        return true;
    }

    private void turn(final int i)
    {
        final double gain = SUB_STEP_S / inertia[i];
        final double decay = 1 / (1 + gain * (viscous[i] + damping[i]));
        final double stopped = gain * dry[i] * decay;
        for (int step = 0; step < SUB_STEPS; step++)
        {
            final double free = (velocity[i] + gain * wanted[i]) * decay;
            final double slower = Math.abs(free) - stopped;
            velocity[i] = slower <= 0 ? 0 : Math.copySign(slower, free);
            position[i] += SUB_STEP_S * velocity[i];
        }
        torque[i] = wanted[i] - damping[i] * velocity[i];
    }

    @Override
    public double[] positionRad()
    {
        return position;
    }

    @Override
    public double[] velocityRadS()
    {
        return velocity;
    }

    @Override
    public double[] torqueNm()
    {
        return torque;
    }
}
