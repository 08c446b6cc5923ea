package dev.sinew.policy.bundle;

import java.util.List;
import java.util.Map;

/**
 * The contract of a policy with the robot, whatever file it came from. Arrays are shared and not to be written.
 *
 * @param name            of the policy.
 * @param robot           name of the robot that it was made for; null when unknown.
 * @param model           file name of the ONNX model.
 * @param modelSha256     expected hash of the model file, lower-case hex; null when unknown.
 * @param weightsSha256   expected hash of every external weights file, by file name.
 * @param periodS         time between two steps, seconds.
 * @param input           name of the observation tensor.
 * @param output          name of the action tensor.
 * @param jointNames      driven joints in the order of actions and of all per-joint lists.
 * @param defaultJointPos rad.
 * @param jointStiffness  kp, N m/rad.
 * @param jointDamping    kd, N m s/rad.
 * @param actionScale     rad per unit of action: target = default + action * scale.
 * @param actionLow       lower bound of the target, rad, perhaps minus infinity.
 * @param actionHigh      upper bound of the target, rad, perhaps infinity.
 * @param observations    terms in the order of the observation vector.
 * @param historyLayout   how histories lie in it.
 * @param commands        commands in the order of their indices.
 * @param testVectors     file name of the test vectors; null when they are inside the model file or beside it.
 * @param provenance      free facts on how the policy was made, as text.
 */
public record PolicyManifest(
    String name,
    String robot,
    String model,
    String modelSha256,
    Map<String, String> weightsSha256,
    double periodS,
    String input,
    String output,
    List<String> jointNames,
    double[] defaultJointPos,
    double[] jointStiffness,
    double[] jointDamping,
    double[] actionScale,
    double[] actionLow,
    double[] actionHigh,
    List<ObservationSpec> observations,
    HistoryLayout historyLayout,
    List<CommandSpec> commands,
    String testVectors,
    Map<String, String> provenance)
{
    /** @return how many numbers the observation vector has. */
    public int observationSize()
    {
        int size = 0;
        for (final ObservationSpec spec : observations)
        {
            size += spec.size();
        }
        return size;
    }

    /** @return how many joints the policy drives. */
    public int actionSize()
    {
        return jointNames.size();
    }

    /** @return index of a command, or -1. */
    public int commandIndex(final String commandName)
    {
        for (int i = 0; i < commands.size(); i++)
        {
            if (commands.get(i).name().equals(commandName))
            {
                return i;
            }
        }
        return -1;
    }
}
