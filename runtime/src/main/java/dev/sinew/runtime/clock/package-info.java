/**
 * When a cycle is released, and what time it is then.
 *
 * <pre>
 *   CycleClock ── WallClock      absolute sleep, then spin; whole periods are skipped, never bunched
 *              └─ LockstepClock  simulated time, one period a cycle, as fast as the machine goes
 * </pre>
 *
 * <p>Loop's thread. The only place besides stage stamps that reads a clock. Imports hal.linux for the sleep.</p>
 */
package dev.sinew.runtime.clock;
