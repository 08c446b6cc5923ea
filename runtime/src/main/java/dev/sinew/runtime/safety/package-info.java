/**
 * Modes, verdicts and the one gate that nothing bypasses.
 *
 * <pre>
 *   sample ──▶ Judge ──▶ Verdict           operator, faults ──▶ ModeMachine ──▶ Mode
 *   joint effort ──▶ CommandGate.gateEffort ──▶ distribution ──▶ CommandGate.gateTension ──▶ motors
 * </pre>
 *
 * <p>Loop's thread; allocation-free after construction; outcomes are values. Imports hal and frame.</p>
 */
package dev.sinew.runtime.safety;
