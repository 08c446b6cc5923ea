/**
 * Every bus driver against its emulated devices, which are another process: how well it keeps its rate, what it tells
 * when things go wrong, and how the motors stop when the host does.
 *
 * <pre>
 *   DriverCampaign ─┬─▶ EmulatedBusProcess: sinew emulate, faults in, events out
 *                   ├─▶ HostSide: a control loop around the driver ──▶ HostTrace
 *                   └─▶ Verdict (trace and DeviceLog) ──▶ rows ──▶ CampaignTables
 * </pre>
 *
 * <p>The host moves each motor by what it measures, so that a value that never was at the device shows as a command
 * that never should have been. One thread, and for dying hosts a JVM of its own ({@code HostMain}).</p>
 */
package dev.sinew.bench.faults;
