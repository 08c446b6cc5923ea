/**
 * Whether the tendons of a robot can move it, over the whole range of motion.
 *
 * <pre>
 *   robot ──▶ poses ──▶ moment arms ──▶ closure, reach, conditioning ──▶ findings with pose and remedy
 * </pre>
 *
 * <p>Set-up only; imports hal, and the routing and distribution that the loop uses, so that both judge by one rule.</p>
 */
package dev.sinew.tendon.examine;
