/**
 * Linux real-time services for the thread that runs the loop: scheduling class, processor affinity, memory lock,
 * timer slack, idle-state latency and the absolute sleep, each made through JNA direct mapping and read back.
 *
 * <pre>
 *   RealtimeSettings ──▶ RealtimeApplier.apply ──▶ RealtimeReport      once, on the loop's thread
 *                                                  (one Outcome per setting: wanted, got, errno, remedy)
 *   PreciseSleeper.sleepUntil(deadline, spin)                          every cycle, on the loop's thread
 *   KeepAwakeNeighbour                                                 its own process, for virtual machines
 *   ServiceNotifier                                                    to the service manager, never on the loop
 *   PseudoTerminal, PacketSocket, DescriptorWait                       for emulated devices, never on the loop
 * </pre>
 *
 * Every setting belongs to the thread (or, for the memory lock, the process) that makes it. Set-up may throw
 * {@link dev.sinew.hal.linux.NativeCallException}; what the loop calls every cycle never throws and allocates nothing.
 * Outside Linux every setting reports UNSUPPORTED and the portable sleeper says its name; nothing falls back silently.
 */
package dev.sinew.hal.linux;
