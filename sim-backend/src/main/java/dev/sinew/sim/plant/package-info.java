/**
 * What lies between a motor command and a joint: rotor, spool, elastic cable. The same for every physics engine, so
 * that
 * a cut or slack tendon means the same everywhere.
 *
 * <pre>
 *                    ┌──────────────────── plant, 4 steps a period ────────────────────┐
 *   motor effort ──▶ │ rotor θ ── spool r ── cable k, b (pulls only) ── moment arms R  │ ──▶ tau = R^T f ──▶ engine
 *                    └──────────────────────────────▲──────────────────────────────────┘
 *                                                   └── joint position and velocity ◀──── engine
 * </pre>
 *
 * <p>Nothing but tension reaches a joint. One instance serves one simulator thread; allocation-free after construction;
 * the same calls give the same bits.</p>
 */
package dev.sinew.sim.plant;
