package dev.sinew.runtime.grasp;

/**
 * How fingers grip.
 *
 * @param forceMaxN      force that no finger is asked for more than, N.
 * @param slewNS         greatest change of the wanted force, N/s.
 * @param correctNS      greatest change of the force that joint efforts make, N/s.
 * @param proportional   part of a force error that is answered at once.
 * @param integralHz     rate at which the rest is answered, 1/s.
 * @param approachMS     speed of a fingertip that closes, m/s.
 * @param probeMS        the same while no touch cell is believed, or tensions may feel something, m/s.
 * @param runMS          speed of a fingertip, m/s, from which on its force is taken back; all of it at twice that.
 * @param followS        time in which the posture goes to where the finger is when its contact is lost, s.
 * @param brakeS         time in which all of a force can be taken back or given, s.
 * @param leadMaxRad     distance that a closing finger's targets go ahead of it, rad.
 * @param returnS        time over which a finger goes back to its targets, s.
 * @param touch          what tells contact of a touch cell.
 * @param tension        what tells contact of tensions.
 * @param streakCycles   cycles in a row that contact and its loss take.
 * @param distrustN      force that tensions feel and a touch cell does not, N, above which the cell is not believed.
 * @param distrustCycles cycles in a row that this takes.
 * @param filterS        time constant of the filter over what touch cells and tensions tell, s.
 * @param learnS         time constant with which the force from tensions without contact is learned, s.
 */
public record GripSettings(
    double forceMaxN,
    double slewNS,
    double correctNS,
    double proportional,
    double integralHz,
    double approachMS,
    double probeMS,
    double runMS,
    double followS,
    double brakeS,
    double leadMaxRad,
    double returnS,
    Threshold touch,
    Threshold tension,
    int streakCycles,
    double distrustN,
    int distrustCycles,
    double filterS,
    double learnS)
{
    /** Gentle enough for what a hand may hold. */
    public static final GripSettings DEFAULT = new GripSettings(10, 20, 200, 0.3, 8, 0.05, 0.02, 0.1, 0.01, 0.02,
        0.25, 0.5, new Threshold(0.2, 0.08), new Threshold(0.4, 0.2), 5, 0.5, 100, 0.01, 1);

    /**
     * Contact, with hysteresis.
     *
     * @param contactN force from which something is felt, N.
     * @param lostN    force below which it is lost, N.
     */
    public record Threshold(double contactN, double lostN)
    {
    }
}
