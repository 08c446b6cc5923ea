/**
 * Emulated CiA 402 drives on an EtherCAT line: a controller with its registers, sync managers, FMMUs, mailbox and
 * clock, and behind it a drive with its object dictionary, state machine and motor.
 *
 * <pre>
 *   frame in ──▶ EthercatBus ──▶ slave 1 ──▶ slave 2 ──▶ ... ──▶ back to the host after the wire's time
 *                                   │
 *                 SlaveController: registers, FMMUs ── SlaveStates: INIT .. OP, watchdog
 *                        │              │      └────── SlaveClock, SlaveEeprom
 *                   CoeServer      process data
 *                        │              │
 *                 ObjectDictionary ── DriveStates, Cia402Drive ──▶ EmulatedMotor
 * </pre>
 *
 * <p>One thread, the emulation's. Imports the emulator's packages alone; shares no source with any driver. After what
 * open masters and slaves agree on of ETG.1000.4 and .6 (registers, states, mailbox) and IEC 61800-7-201 (drive).</p>
 */
package dev.sinew.sim.emulator.ethercat;
