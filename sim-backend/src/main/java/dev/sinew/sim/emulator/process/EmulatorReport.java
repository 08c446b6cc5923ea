package dev.sinew.sim.emulator.process;

import dev.sinew.sim.emulator.EmulatedBus;
import dev.sinew.sim.emulator.EmulatedDevice;
import dev.sinew.sim.emulator.Emulation;
import dev.sinew.sim.emulator.fault.FaultKind;
import dev.sinew.sim.emulator.wire.LineStatistics;

/**
 * Counts of an emulation as one JSON object. The keys are explained in {@code docs/emulators.md}.
 */
final class EmulatorReport
{
    private EmulatorReport()
    {
    }

    static String json(final Emulation emulation)
    {
        final StringBuilder text = new StringBuilder(1024);
        text.append("{\"steps\":").append(emulation.steps()).append(",\"skipped_steps\":")
            .append(emulation.skippedSteps()).append(",\"stalls\":").append(emulation.stalls())
            .append(",\"stall_ns_max\":").append(emulation.stallNsMax()).append(",\"faults\":{");
        String comma = "";
        for (final FaultKind kind : FaultKind.values())
        {
            if (emulation.faults().count(kind) > 0)
            {
                text.append(comma).append('"').append(kind.word()).append("\":").append(emulation.faults().count(kind));
                comma = ",";
            }
        }
        text.append("},\"buses\":[");
        comma = "";
        for (final EmulatedBus bus : emulation.buses())
        {
            text.append(comma);
            append(text, bus);
            comma = ",";
        }
        return text.append("]}").toString();
    }

    private static void append(final StringBuilder text, final EmulatedBus bus)
    {
        final LineStatistics line = bus.statistics();
        text.append("{\"name\":\"").append(bus.name()).append("\",\"protocol\":\"").append(bus.protocol())
            .append("\",\"bytes_in\":").append(line.bytesIn).append(",\"bytes_out\":").append(line.bytesOut)
            .append(",\"bytes_unread\":").append(line.bytesUnread)
            .append(",\"bytes_at_wrong_speed\":").append(line.bytesAtWrongSpeed)
            .append(",\"collisions\":").append(line.collisions).append(",\"answers\":").append(line.answers)
            .append(",\"late_ns\":{\"count\":").append(line.lateCount()).append(",\"p50\":").append(line.lateNs(0.5))
            .append(",\"p99\":").append(line.lateNs(0.99)).append(",\"max\":").append(line.lateNsMax)
            .append("},\"understood\":{");
        String comma = "";
        for (final String name : bus.tally().names())
        {
            text.append(comma).append('"').append(name).append("\":").append(bus.tally().of(name));
            comma = ",";
        }
        text.append("},\"devices\":[");
        comma = "";
        for (final EmulatedDevice device : bus.devices())
        {
            text.append(comma).append("{\"id\":").append(device.id()).append(",\"limp\":")
                .append(device.motor().isLimp()).append(",\"velocity_rad_s\":")
                .append(Math.round(device.motor().trueVelocityRadS() * 1e4) / 1e4).append(",\"temperature_c\":")
                .append(Math.round(device.motor().temperatureC() * 10) / 10.0).append('}');
            comma = ",";
        }
        text.append("]}");
    }
}
