package dev.sinew.runtime.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

import dev.sinew.hal.layout.BlockLayout;
import dev.sinew.hal.transmission.TendonFinding;
import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.frame.MappedFrames;
import org.agrona.DirectBuffer;

/**
 * Says once of each tendon that it is lost, and what its finger or limb keeps, from the frames of a running loop. One
 * thread, never the loop's.
 */
final class TendonNews
{
    private final BlockLayout.Entry findings;
    private final IntFunction<String> kept;
    private final boolean[] told;
    private final double periodS;

    /**
     * @param frames   slots of the run.
     * @param periodNs length of a cycle, ns.
     * @param kept     from the index of a tendon to what its group keeps without it, a sentence.
     */
    TendonNews(final MappedFrames frames, final long periodNs, final IntFunction<String> kept)
    {
        findings = frames.header().column("tendon_findings");
        told = new boolean[findings.size()];
        periodS = periodNs * 1e-9;
        this.kept = kept;
    }

    /**
     * @param frame a whole frame.
     * @return a line for each tendon that was not lost in the frames before.
     */
    List<String> lines(final DirectBuffer frame)
    {
        final List<String> lines = new ArrayList<>();
        if (frame.getLong(FrameField.TENDONS_LOST.offset()) == 0)
        {
            return lines;
        }
        for (int t = 0; t < told.length; t++)
        {
            final long lost = (long)frame.getDouble(findings.offset() + t * Double.BYTES) & TendonFinding.LOST;
            if (lost != 0 && !told[t])
            {
                told[t] = true;
                lines.add(String.format(Locale.ROOT, "sinew: tendon %s is lost (%s), seen at %.3f s; %s",
                    findings.labels().get(t), name(lost),
                    frame.getLong(FrameField.COUNT_CYCLES.offset()) * periodS, kept.apply(t)));
            }
        }
        return lines;
    }

    private static String name(final long lost)
    {
        for (final TendonFinding finding : TendonFinding.values())
        {
            if ((lost & finding.mask()) != 0)
            {
                return finding.name();
            }
        }
        return "";
    }
}
