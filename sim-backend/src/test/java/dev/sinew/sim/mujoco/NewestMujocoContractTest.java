package dev.sinew.sim.mujoco;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.sim.engine.PhysicsEngine;
import dev.sinew.sim.engine.PhysicsEngineContract;

/** The newest MuJoCo that is installed keeps the engines' contract. */
class NewestMujocoContractTest extends PhysicsEngineContract
{
    @Override
    protected PhysicsEngine create(final RobotDescription description) throws Exception
    {
        return new MujocoEngine(description, Shims.newest());
    }
}
