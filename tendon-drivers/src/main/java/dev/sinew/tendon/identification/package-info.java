/**
 * What a robot's tendons are really like, from a recording of its sensors.
 *
 * <pre>
 *   Recording ──▶ GroupData ──▶ RotorFit      torque of the motor, its acceleration    inertia of rotor and spool
 *                    │             ▼
 *                    ├────────▶ SpoolFit      torque of the motor, tension            spool radius
 *                    │      ┌─▶ CableFit      motor, joints, tension                  arms, stiffness, creep, backlash
 *                    │      │     │ scales, stiffness      ▲ exponents
 *                    │      │     ▼                        │
 *                    └──────┴─▶ Sliding ──▶ FrictionFit    torques of the joints      friction
 * </pre>
 *
 * <p>Joint encoders, motor positions, motor torques and load cells at the motors are all that is looked at: no sensor
 * of path lengths, which hands do not have. Each number comes with a bound, and one that the recording did not excite
 * is left out with the reason. Main thread; allocates; the same recording gives the same numbers. Imports hal.</p>
 */
package dev.sinew.tendon.identification;
