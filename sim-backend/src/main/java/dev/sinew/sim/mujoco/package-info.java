/**
 * MuJoCo as a physics engine, behind the same ABI as any driver.
 *
 * <pre>
 *   RobotDescription ──MujocoModel──▶ MJCF text ──▶ libsinew_mujoco-VERSION.so ──▶ libmujoco
 *                                                        ▲ send (efforts, one period), receive (state)
 *                                  MujocoEngine ─────────┘
 * </pre>
 *
 * <p>The C shim is compiled against each MuJoCo that is installed; {@code MujocoLibraries} finds the shims. Loop's
 * thread; two calls into C and no allocation per step. Imports hal and the engine's contract.</p>
 */
package dev.sinew.sim.mujoco;
