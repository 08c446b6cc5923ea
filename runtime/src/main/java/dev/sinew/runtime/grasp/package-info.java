/**
 * Force control of fingertips: a finger closes until it feels something, then presses with the force that is wanted,
 * and lets go without a jump.
 *
 * <pre>
 *   wish, N ─▶ GripControl ── one Finger each ─▶ joint targets and feed-forward effort ─▶ impedance ─▶ gate ─▶ tendons
 *                               ▲        ▲
 *   touch cell, tensions ─▶ FingerForce  └─ FingerChain: effort per newton at the fingertip, from its Jacobian
 * </pre>
 *
 * <p>Loop's thread; allocation-free after construction. Imports {@code dev.sinew.hal} and the frame.</p>
 */
package dev.sinew.runtime.grasp;
