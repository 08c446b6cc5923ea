/**
 * What goes wrong, when, and how often: by a plan from a file, or on the word of whoever runs the emulator.
 *
 * <pre>
 *   plan.yaml ──▶ FaultPlanFile ──▶ FaultPlan ──▶ FaultBoard ──spoils──▶ answers
 *   fault drop_reply id=3 ────────────────────────▲   └──────begins, ends──▶ devices, buses
 * </pre>
 *
 * <p>The same plan, seed and times spoil the same answers. One thread.</p>
 */
package dev.sinew.sim.emulator.fault;
