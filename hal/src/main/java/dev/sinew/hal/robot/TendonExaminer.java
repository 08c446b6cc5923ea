package dev.sinew.hal.robot;

import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Looks at what the tendons of a parsed robot can do, over its whole range of motion. Found by {@link ServiceLoader}:
 * the mathematics lives in another module. Set-up only.
 */
public interface TendonExaminer
{
    /**
     * @param robot robot whose links, joints, motors, tendons and springs are complete; rates and the like may be null.
     * @return what was found; the same robot gives the same.
     */
    TendonExamination examine(RobotDescription robot);

    /**
     * @param robot robot.
     * @param q     joint positions, rad.
     * @return moment arms {@code -dl/dq}, m: one row a tendon, then one a spring, each with one entry a joint.
     */
    double[][] momentArms(RobotDescription robot, double[] q);

    /**
     * @param robot robot.
     * @param group one of its groups.
     * @return what a picture of the group shows; the same robot gives the same.
     */
    TendonChart chart(RobotDescription robot, TendonGroup group);

    /**
     * @return the first one on the class path; empty when there is none.
     */
    static Optional<TendonExaminer> find()
    {
        return ServiceLoader.load(TendonExaminer.class).findFirst();
    }
}
