package dev.sinew.hal.identification;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was measured of one tendon. A number that the recording did not excite is null, and {@link #missing} says why.
 *
 * @param tendon              name of the tendon.
 * @param spoolRadiusM        radius of its spool, m.
 * @param rotorInertiaKgM2    inertia of its motor's rotor with all spools on it, kg·m²; tendons of one motor show the
 *                            same.
 * @param armScale            by joint, its moment arm over that of the robot file.
 * @param stiffnessNM         stiffness, N/m.
 * @param frictionCoefficient friction coefficient over {@code wrapRad}.
 * @param wrapRad             wrap angle that the coefficient belongs to, beside that of the route, rad.
 * @param backlashM           dead travel of the spool, m.
 * @param creepRatio          creep in the long run as a part of the elastic stretch.
 * @param creepTimeConstantS  its time constant, s.
 * @param residualRad         what is left of the motor's position, root of the mean square, rad.
 * @param missing             parameters that were left out, with the reason.
 */
public record IdentifiedTendon(
    String tendon,
    Measured spoolRadiusM,
    Measured rotorInertiaKgM2,
    Map<String, Measured> armScale,
    Measured stiffnessNM,
    Measured frictionCoefficient,
    double wrapRad,
    Measured backlashM,
    Measured creepRatio,
    Measured creepTimeConstantS,
    double residualRad,
    Map<String, String> missing)
{
    /**
     * Freezes the maps, in their order.
     */
    public IdentifiedTendon
    {
        armScale = Collections.unmodifiableMap(new LinkedHashMap<>(armScale));
        missing = Collections.unmodifiableMap(new LinkedHashMap<>(missing));
    }
}
