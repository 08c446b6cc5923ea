/**
 * The life of a tendon: what is found about it while it works, what state follows, and what its group still does when
 * it is lost.
 *
 * <pre>
 *   sample ──▶ TendonMonitor ──findings──▶ RobotLife ──▶ LifeState per tendon and group (LifeMachine)
 *                                             ├──▶ FirmTensions: a group with a faint tendon holds on more firmly
 *                                             │ a tendon is lost
 *                                             └──▶ LossVariant ──▶ TransmissionGroup distributes without it
 *   gaps of loose cables ──▶ SlackTakeUp ──▶ torque with which the motor catches up with its joint
 *   set-up: GroupNumbers ──▶ LossPlanner ──▶ LossPlan ──▶ LossVariant (solver), LossText (what people read)
 * </pre>
 *
 * <p>Loop's thread; every variant is made before the loop starts; allocation-free afterwards. Imports hal, routing and
 * distribution.</p>
 */
package dev.sinew.tendon.life;
