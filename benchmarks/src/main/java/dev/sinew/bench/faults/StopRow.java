package dev.sinew.bench.faults;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How the motors of a bus stopped when nobody commanded them any more, as measured at the devices.
 *
 * @param bus       the driver and its devices.
 * @param where     where the driver ran.
 * @param event     what happened to the host or the bus.
 * @param promised  whether the motors are to stop: a device without a watchdog behind a cut cable cannot.
 * @param motors    motors that turned.
 * @param stopped   of these, those that stopped.
 * @param ways      how and why they did.
 * @param silenceMs longest time from the last instruction that a device heard to its stop, ms; NaN when unknown.
 * @param limitMs   longest allowed, ms.
 * @param afterMs   longest time from the event to a stop, ms; NaN without one.
 * @param restarts  of those that stopped, the ones that are on at the end: switched on again by nobody's order.
 * @param left      processes of the driver's host that did not end after the loop's had.
 */
record StopRow(String bus, String where, String event, boolean promised, int motors, int stopped, String ways,
    double silenceMs, double limitMs, double afterMs, int restarts, int left)
{
    /** @return its values by name, for a file. */
    Map<String, Object> values()
    {
        final Map<String, Object> row = new LinkedHashMap<>();
        row.put("bus", bus);
        row.put("where", where);
        row.put("event", event);
        row.put("motors", motors);
        row.put("stopped", stopped);
        row.put("ways", ways.replace(',', ';'));
        row.put("silence_ms", silenceMs);
        row.put("limit_ms", limitMs);
        row.put("after_ms", afterMs);
        row.put("restarts", restarts);
        row.put("left", left);
        row.put("verdict", Verdict.words(Verdict.of(this)).replace(',', ';'));
        return row;
    }
}
