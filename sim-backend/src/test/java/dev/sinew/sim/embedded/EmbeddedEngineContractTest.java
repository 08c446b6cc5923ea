package dev.sinew.sim.embedded;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.sim.engine.PhysicsEngine;
import dev.sinew.sim.engine.PhysicsEngineContract;

class EmbeddedEngineContractTest extends PhysicsEngineContract
{
    @Override
    protected PhysicsEngine create(final RobotDescription description)
    {
        return new EmbeddedEngine(description);
    }
}
