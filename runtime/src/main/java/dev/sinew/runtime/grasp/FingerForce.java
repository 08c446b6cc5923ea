package dev.sinew.runtime.grasp;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.runtime.frame.CycleFrame;

/**
 * The force that a fingertip feels: its touch cell, and while that gives nothing, what the tensions put on the joints
 * beyond what they did without contact, seen at the tip. A cell that feels nothing for a while though the tensions do
 * is not believed until the grip is over. Loop's thread; allocation-free.
 */
final class FingerForce
{
    private final FingerChain chain;
    private final int cell;
    private final GripSettings settings;
    private final double filter;
    private final double learn;
    private boolean begun;
    private double touchN;
    private double filteredN;
    private double freeN;
    private int doubts;
    private boolean distrusted;
    private boolean byTouch;
    private double feltN;

    FingerForce(final RobotDescription robot, final FingerChain chain, final int cell, final GripSettings settings)
    {
        this.chain = chain;
        this.cell = cell;
        this.settings = settings;
        final double dt = robot.rates().periodNs() * 1e-9;
        filter = dt / (settings.filterS() + dt);
        learn = dt / (settings.learnS() + dt);
    }

    void reset()
    {
        begun = false;
        touchN = 0;
        doubts = 0;
        distrusted = false;
        feltN = 0;
    }

    /**
     * @param frame   estimates and touch.
     * @param touched true when touch cells may be read.
     * @param free    true while nothing has been felt yet: what tensions do then is what they do without contact.
     */
    void update(final CycleFrame frame, final boolean touched, final boolean free)
    {
        double sum = 0;
        for (int k = 0; k < chain.joint.length; k++)
        {
            sum += chain.lever[k] * frame.estimateEffort.get(chain.joint[k]);
        }
        final double rawN = sum / chain.squares();
        final double readN = frame.state.touch.get(cell);
        final boolean tensed = Double.isFinite(rawN);
        final boolean alive = touched && Double.isFinite(readN) && readN > -settings.touch().contactN();
        // A fingertip on something hard touches and does not touch by turns.
        touchN = alive ? touchN + filter * (readN - touchN) : touchN;
        if (tensed)
        {
            filteredN = begun ? filteredN + filter * (rawN - filteredN) : rawN;
            freeN = begun ? freeN : rawN;
            begun = true;
            if (free && Math.abs(filteredN - freeN) < settings.tension().lostN())
            {
                freeN += learn * (filteredN - freeN);
            }
        }
        final double tensionN = Math.max(0, filteredN - freeN);
        doubts = alive && tensed && tensionN > settings.distrustN() + 2 * touchN ? doubts + 1 : 0;
        distrusted |= doubts >= settings.distrustCycles();
        byTouch = alive && !distrusted;
        // With neither, what was felt last stays.
        feltN = byTouch ? touchN : tensed ? tensionN : feltN;
    }

    /** @return force that is felt, N. */
    double feltN()
    {
        return feltN;
    }

    boolean contact()
    {
        return feltN > threshold().contactN();
    }

    /**
     * @param wantedN force that is wanted, N: half of a small one is no loss.
     * @return true when too little is felt for a contact.
     */
    boolean lost(final double wantedN)
    {
        return feltN < Math.min(threshold().lostN(), 0.5 * wantedN);
    }

    private GripSettings.Threshold threshold()
    {
        return byTouch ? settings.touch() : settings.tension();
    }
}
