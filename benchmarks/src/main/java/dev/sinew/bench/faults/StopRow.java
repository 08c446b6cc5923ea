package dev.sinew.bench.faults;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How the motors of a bus stopped when nobody commanded them any more, as measured at the devices.
 *
 * @param bus       the driver and its devices.
 * @param event     what happened to the host or the bus.
 * @param promised  whether the motors are to stop: a device without a watchdog behind a cut cable cannot.
 * @param motors    motors that turned.
 * @param stopped   of these, those that stopped.
 * @param ways      how and why they did.
 * @param silenceMs longest time from the last instruction that a device heard to its stop, ms; NaN when unknown.
 * @param limitMs   longest allowed, ms.
 * @param restarts  of those that stopped, the ones that are on at the end: switched on again by nobody's order.
 */
record StopRow(String bus, String event, boolean promised, int motors, int stopped, String ways, double silenceMs,
    double limitMs, int restarts)
{
    /** @return its values by name, for a file. */
    Map<String, Object> values()
    {
        final Map<String, Object> row = new LinkedHashMap<>();
        row.put("bus", bus);
        row.put("event", event);
        row.put("motors", motors);
        row.put("stopped", stopped);
        row.put("ways", ways.replace(',', ';'));
        row.put("silence_ms", silenceMs);
        row.put("limit_ms", limitMs);
        row.put("restarts", restarts);
        row.put("verdict", Verdict.words(Verdict.of(this)).replace(',', ';'));
        return row;
    }
}
