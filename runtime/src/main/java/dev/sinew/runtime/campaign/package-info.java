/**
 * Long simulated motion with the loop that runs on robots: is every cut tendon found in time, and no other one ever?
 *
 * <pre>
 *   RuptureBench (a Tool) ──▶ Segment ──▶ LoopAssembly: RandomMotion as its policy, a hanging robot, a drawn plant
 *                                │             └── MotionTally looks at every frame
 *                                └── CutPlan: which tendon is cut when, and at which tension
 * </pre>
 *
 * <p>Main thread, in lockstep. Imports hal and the runtime.</p>
 */
package dev.sinew.runtime.campaign;
