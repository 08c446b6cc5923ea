package dev.sinew.bench.faults;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a driver kept its rate.
 *
 * @param bus       the driver and its devices.
 * @param devices   devices on the bus.
 * @param seconds   how long, s.
 * @param cycles    exchanges begun.
 * @param late      answers that were whole but came too late: a stall of the machine.
 * @param lost      exchanges that were never answered.
 * @param bad       answers that were broken, wrong or not of all devices, by kind; empty without any.
 * @param rateHz    exchanges a second, Hz.
 * @param limitHz   the wire's own limit, Hz.
 * @param wantedHz  rated cycle: the wire's limit or the loop's rate, whichever is less, Hz.
 * @param processor share of one processor that the driver's thread took.
 * @param stops     times that the machine stood still beyond the watchdog's time; motors were then activated again.
 */
record SoakRow(String bus, int devices, double seconds, long cycles, long late, long lost, String bad, double rateHz,
    double limitHz, double wantedHz, double processor, int stops)
{
    /** @return its values by name, for a file. */
    Map<String, Object> values()
    {
        final Map<String, Object> row = new LinkedHashMap<>();
        row.put("bus", bus);
        row.put("devices", devices);
        row.put("seconds", seconds);
        row.put("cycles", cycles);
        row.put("late", late);
        row.put("lost", lost);
        row.put("bad", bad);
        row.put("rate_hz", rateHz);
        row.put("wire_limit_hz", limitHz);
        row.put("rated_hz", wantedHz);
        row.put("processor_share", processor);
        row.put("stops", stops);
        row.put("verdict", Verdict.words(Verdict.of(this)));
        return row;
    }
}
