package dev.sinew.hal.transmission;

/**
 * What the loop does with the motors in this cycle, as far as the life of a tendon depends on it.
 */
public enum LifePhase
{
    /** No motor has torque. */
    OFF,
    /** A calibration moves them. */
    HOMING,
    /** A pose is held. */
    HOLDING,
    /** The active mode is in force. */
    ACTIVE,
    /** Rest tensions, and rotors that their drives damp. */
    DAMPED
}
