package dev.sinew.sim.embedded;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.LinkDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.Vector3;
import dev.sinew.sim.testrobot.RandomState;
import org.ejml.data.DMatrixRMaj;
import us.ihmc.euclid.matrix.Matrix3D;
import us.ihmc.euclid.matrix.RotationMatrix;
import us.ihmc.euclid.referenceFrame.ReferenceFrame;
import us.ihmc.euclid.tuple3D.Point3D;
import us.ihmc.euclid.tuple3D.Vector3D;
import us.ihmc.euclid.tuple4D.Quaternion;
import us.ihmc.mecano.algorithms.ForwardDynamicsCalculator;
import us.ihmc.mecano.multiBodySystem.RevoluteJoint;
import us.ihmc.mecano.multiBodySystem.RigidBody;
import us.ihmc.mecano.multiBodySystem.SixDoFJoint;

/**
 * The same rigid-body dynamics by an independent library.
 */
final class MecanoOracle
{
    private final RigidBody root = new RigidBody("world", ReferenceFrame.getWorldFrame());
    private final SixDoFJoint floating = new SixDoFJoint("floating", root);
    private final RevoluteJoint[] joints;
    private final ForwardDynamicsCalculator calculator;

    MecanoOracle(final RobotDescription robot)
    {
        final RigidBody[] bodies = new RigidBody[robot.links().size()];
        final LinkDescription base = robot.links().get(0);
        bodies[0] = new RigidBody(base.name(), floating, inertia(base), base.massKg(), vector(base.centreOfMassM()));
        joints = new RevoluteJoint[robot.jointCount()];
        for (final JointDescription joint : robot.joints())
        {
            final RevoluteJoint hinge = new RevoluteJoint(joint.name() + "_hinge", bodies[joint.parentLink()],
                vector(joint.originM()), vector(joint.axis()));
            joints[joint.index()] = hinge;
            final LinkDescription link = robot.links().get(joint.childLink());
            bodies[joint.childLink()] =
                new RigidBody(link.name(), hinge, inertia(link), link.massKg(), vector(link.centreOfMassM()));
        }
        calculator = new ForwardDynamicsCalculator(root);
        calculator.setGravitationalAcceleration(-Integrator.GRAVITY_M_S2);
    }

    /** Accelerations in the order and frames of {@link InstantDynamics#accelerations}. */
    double[] accelerations(final RandomState state)
    {
        final double[] pose = state.basePose;
        final Quaternion orientation = new Quaternion(pose[4], pose[5], pose[6], pose[3]);
        final RotationMatrix rotation = new RotationMatrix(orientation);
        floating.setJointConfiguration(orientation, new Point3D(pose[0], pose[1], pose[2]));
        final Vector3D omega =
            new Vector3D(state.baseVelocity[3], state.baseVelocity[4], state.baseVelocity[5]);
        final Vector3D velocity =
            new Vector3D(state.baseVelocity[0], state.baseVelocity[1], state.baseVelocity[2]);
        rotation.inverseTransform(velocity);
        floating.setJointAngularVelocity(omega);
        floating.setJointLinearVelocity(velocity);
        for (int j = 0; j < joints.length; j++)
        {
            joints[j].setQ(state.position[j]);
            joints[j].setQd(state.velocity[j]);
            joints[j].setTau(state.effort[j]);
        }
        root.updateFramesRecursively();
        calculator.compute();
        final DMatrixRMaj all = calculator.getJointAccelerationMatrix();
        final double[] result = new double[6 + joints.length];
        final int[] at = calculator.getInput().getJointMatrixIndexProvider().getJointDoFIndices(floating);
        final Vector3D linear = new Vector3D(all.get(at[3]), all.get(at[4]), all.get(at[5]));
        final Vector3D turning = new Vector3D();
        turning.cross(omega, velocity);
        linear.add(turning);
        rotation.transform(linear);
        result[0] = linear.getX();
        result[1] = linear.getY();
        result[2] = linear.getZ();
        for (int k = 0; k < 3; k++)
        {
            result[3 + k] = all.get(at[k]);
        }
        for (int j = 0; j < joints.length; j++)
        {
            result[6 + j] =
                all.get(calculator.getInput().getJointMatrixIndexProvider().getJointDoFIndices(joints[j])[0]);
        }
        return result;
    }

    private static Matrix3D inertia(final LinkDescription link)
    {
        final Vector3 i = link.inertiaKgM2();
        return new Matrix3D(i.x(), 0, 0, 0, i.y(), 0, 0, 0, i.z());
    }

    private static Vector3D vector(final Vector3 v)
    {
        return new Vector3D(v.x(), v.y(), v.z());
    }
}
