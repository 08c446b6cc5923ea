package dev.sinew.runtime.grasp;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.runtime.frame.CycleFrame;

/**
 * The force that a fingertip feels: its touch cell, and while that gives nothing, what the tensions put on the joints
 * beyond what they did without contact, seen at the tip. While the cell feels something the tensions learn from it, so
 * that they take over without a step when it dies. A cell that feels nothing though the tensions of a finger that
 * stands do is doubted at once, and after a while not believed until the grip is over. Loop's thread; allocation-free.
 */
final class FingerForce
{
    /** The least speed of a lost tip over that from which on its force is taken back, which limits it to twice that. */
    private static final double LOST_RATIO = 1.5;

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
    private double tensionN;
    private double speedMS;

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
        tensionN = 0;
        speedMS = 0;
        byTouch = false;
    }

    /**
     * @param frame   estimates and touch.
     * @param touched true when touch cells may be read.
     * @param free    true while nothing has been felt yet: what tensions do then is what they do without contact.
     */
    void update(final CycleFrame frame, final boolean touched, final boolean free)
    {
        double sum = 0;
        speedMS = 0;
        for (int k = 0; k < chain.joint.length; k++)
        {
            sum += chain.lever[k] * frame.estimateEffort.get(chain.joint[k]);
            speedMS += chain.lever[k] * frame.estimateVelocity.get(chain.joint[k]);
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
            else if (byTouch && touchN > settings.touch().contactN())
            {
                freeN += learn * (filteredN - freeN - touchN);
            }
        }
        tensionN = Math.max(0, filteredN - freeN);
        // What accelerates a finger whose contact is lost looks like a force as well, so it has to stand.
        doubts = alive && tensed && tensionN > settings.distrustN() + 2 * touchN &&
            Math.abs(speedMS) < settings.runMS() ? doubts + 1 : 0;
        distrusted |= doubts >= settings.distrustCycles();
        byTouch = alive && doubts == 0 && !distrusted;
        // With neither, what was felt last stays.
        feltN = byTouch ? touchN : tensed ? tensionN : feltN;
    }

    /** @return force that is felt, N. */
    double feltN()
    {
        return feltN;
    }

    /** @return speed of the tip the way it presses, m/s. */
    double speedMS()
    {
        return speedMS;
    }

    /** @return true while a contact may come without a touch cell that tells it at once. */
    boolean isUnsure()
    {
        return !byTouch || tensionN > settings.tension().lostN();
    }

    boolean contact()
    {
        return feltN > threshold().contactN() && !isRunning();
    }

    /**
     * @param wantedN force that is wanted, N: half of a small one is no loss.
     * @return true when too little is felt for a contact, or the tip runs on as nothing that is held lets it.
     */
    boolean lost(final double wantedN)
    {
        return isRunning() || feltN < Math.min(threshold().lostN(), 0.5 * wantedN);
    }

    private boolean isRunning()
    {
        return speedMS > LOST_RATIO * settings.runMS();
    }

    private GripSettings.Threshold threshold()
    {
        return byTouch ? settings.touch() : settings.tension();
    }
}
