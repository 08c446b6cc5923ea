package dev.sinew.hal.robot;

/**
 * A motor as two heat capacities: the winding warms by the square of the torque, warms the case, and the case warms the
 * air.
 *
 * @param lossWPerNm2      heat in the winding per squared torque, W/(N·m)².
 * @param windingJK        heat capacity of the winding, J/K.
 * @param windingToCaseKW  thermal resistance between winding and case, K/W.
 * @param caseJK           heat capacity of the case, J/K.
 * @param caseToAirKW      thermal resistance between case and air, K/W.
 * @param airC             temperature of the air, °C.
 */
public record MotorThermal(
    double lossWPerNm2,
    double windingJK,
    double windingToCaseKW,
    double caseJK,
    double caseToAirKW,
    double airC)
{
    /** Part of the greatest torque that can be held for ever where the file says nothing. */
    private static final double CONTINUOUS_RATIO = 0.5;
    private static final double AIR_C = 25;
    private static final double WINDING_S = 12;
    private static final double CASE_S = 240;
    /** Part of the rise in the long run that lies between winding and case. */
    private static final double WINDING_PART = 0.4;

    /**
     * What is assumed of a motor whose file gives no thermal numbers: it holds half of its greatest torque for ever
     * just below its temperature limit. Ours; public sources give none for motors of such a robot.
     *
     * @param effortMaxNm     greatest torque, N·m.
     * @param temperatureMaxC temperature limit, °C.
     * @return thermal numbers, scaled so that the continuous loss is 1 W per K of rise.
     */
    public static MotorThermal assumed(final double effortMaxNm, final double temperatureMaxC)
    {
        final double continuous = CONTINUOUS_RATIO * effortMaxNm;
        final double rise = Math.max(1, temperatureMaxC - AIR_C);
        // Resistances add up to 1 K/W, so the continuous loss in W is the rise in K.
        return new MotorThermal(rise / (continuous * continuous), WINDING_S / WINDING_PART, WINDING_PART,
            CASE_S / (1 - WINDING_PART), 1 - WINDING_PART, AIR_C);
    }
}
