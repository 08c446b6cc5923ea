package dev.sinew.bench.faults;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a driver and its devices did under one fault.
 *
 * @param bus         the driver and its devices.
 * @param fault       what went wrong.
 * @param watched     whether the devices have a watchdog of their own.
 * @param met         answers that were spoiled, or times that the fault began, by the emulator's count.
 * @param cycles      cycles of the host while it lasted.
 * @param lostCycles  of these, those in which receive was LOST.
 * @param firstCycle  cycles from its begin until the host was told anything; -1: never.
 * @param told        what the host was told first: LOST, a status, or that send is refused.
 * @param counted     the driver's counts of bad, late and lost answers meanwhile, in words; empty for none.
 * @param notGood     the same, as a number.
 * @param ageMaxMs    greatest age of the newest sample, ms.
 * @param commands    commands that moved a motor meanwhile.
 * @param onBadFrames of these, those that rested on a value that had never been true at the device.
 * @param selfStops   motors that stopped by their own watchdog.
 * @param motors      motors on the bus.
 * @param recovery    how it went on: in words; empty when it did not.
 * @param attempts    runs until one came about in which the machine did not stand still for the watchdog's time.
 */
record FaultRow(String bus, FaultCase fault, boolean watched, long met, int cycles, int lostCycles, int firstCycle,
    String told, String counted, long notGood, double ageMaxMs, int commands, int onBadFrames, int selfStops,
    int motors, String recovery, int attempts)
{
    /** @return its values by name, for a file. */
    Map<String, Object> values()
    {
        final Map<String, Object> row = new LinkedHashMap<>();
        row.put("bus", bus);
        row.put("fault", fault.title());
        row.put("met", met);
        row.put("cycles", cycles);
        row.put("lost_cycles", lostCycles);
        row.put("first_told_after_cycles", firstCycle);
        row.put("told", told.replace(',', ';'));
        row.put("counted", counted.replace(',', ';'));
        row.put("age_max_ms", ageMaxMs);
        row.put("commands", commands);
        row.put("commands_on_bad_frames", onBadFrames);
        row.put("stopped_by_own_watchdog", selfStops);
        row.put("recovery", recovery.replace(',', ';'));
        row.put("attempts", attempts);
        row.put("verdict", Verdict.words(Verdict.of(this)).replace(',', ';'));
        return row;
    }
}
