package dev.sinew.tendon.life;

import dev.sinew.hal.transmission.LifePhase;
import dev.sinew.hal.transmission.LifeState;

/**
 * The transitions of a tendon's and of a group's life, as functions without memory: what is remembered (was it taut, is
 * it lost) is an argument.
 */
final class LifeMachine
{
    private LifeMachine()
    {
    }

    /**
     * @param phase what the loop does with the motors.
     * @param taut  true when it has been taut since the drives went on.
     * @param lost  true when it is lost.
     * @param safe  true when its group pulls on nothing any more.
     * @return where a tendon is.
     */
    static LifeState tendon(final LifePhase phase, final boolean taut, final boolean lost, final boolean safe)
    {
        if (phase == LifePhase.OFF)
        {
            return LifeState.OFF;
        }
        if (lost)
        {
            return LifeState.DEGRADED;
        }
        return whole(phase, taut, safe);
    }

    /**
     * @param phase what the loop does with the motors.
     * @param taut  true when each of its tendons that is not lost has been taut since the drives went on.
     * @param lost  number of its tendons that are lost.
     * @param keeps true when the others keep a part of its motion.
     * @return where a group is.
     */
    static LifeState group(final LifePhase phase, final boolean taut, final int lost, final boolean keeps)
    {
        if (phase == LifePhase.OFF)
        {
            return LifeState.OFF;
        }
        if (lost > 0 && keeps && phase != LifePhase.DAMPED)
        {
            return LifeState.DEGRADED;
        }
        return whole(phase, taut, lost > 0);
    }

    private static LifeState whole(final LifePhase phase, final boolean taut, final boolean safe)
    {
        if (safe || phase == LifePhase.DAMPED)
        {
            return LifeState.SAFE;
        }
        if (phase == LifePhase.HOMING || !taut)
        {
            return LifeState.HOMING;
        }
        return phase == LifePhase.ACTIVE ? LifeState.ACTIVE : LifeState.TENSIONED;
    }
}
