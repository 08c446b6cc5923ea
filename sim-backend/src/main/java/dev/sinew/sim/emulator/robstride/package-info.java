/**
 * RobStride and CyberGear motors on classic CAN with identifiers of 29 bits: control frames, orders, parameters, the
 * time-out of parameter 0x7028.
 *
 * <pre>
 *   frames ──▶ RobstrideBus ──▶ RobstrideMotor: control, orders ── MitMotor: law, time-out ──▶ EmulatedMotor
 *   frames ◀── RobstrideBus ◀── RobstrideMotor: status, parameters, faults
 * </pre>
 *
 * <p>Sources: the maker's manuals (RS00 to RS06; CyberGear), sections on the private protocol, parameters and "CAN
 * communication failure protection". One thread. Imports: ports, faults and motors of the emulators, and
 * what all motors in MIT mode do.</p>
 */
package dev.sinew.sim.emulator.robstride;
