package dev.sinew.hal.robot;

/**
 * A rigid body. Link 0 is the floating base; link {@code i + 1} is the child of joint {@code i}.
 *
 * @param name              unique name.
 * @param massKg            mass, greater than 0.
 * @param centreOfMassM     centre of mass in the link frame, m.
 * @param inertiaKgM2       principal moments about the centre of mass, axes parallel to the link frame, kg·m².
 */
public record LinkDescription(String name, double massKg, Vector3 centreOfMassM, Vector3 inertiaKgM2)
{
}
