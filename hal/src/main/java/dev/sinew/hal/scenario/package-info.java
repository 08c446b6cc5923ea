/**
 * Scripted events of a run: pushes, broken tendons, failing sensors, late policies. The same script means the same in
 * every simulator.
 *
 * <pre>
 *   scenario.yaml ──▶ ScenarioFile (parse, check) ──▶ Scenario ──▶ simulators and loop
 * </pre>
 *
 * <p>Immutable after loading.</p>
 */
package dev.sinew.hal.scenario;
