package dev.sinew.hal.driver;

import java.util.ArrayList;
import java.util.List;

import dev.sinew.hal.layout.BlockLayout;
import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.BusDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.system.ReturnCode;
import dev.sinew.hal.system.SystemException;

/**
 * One driver of a {@link NativeSystem} and the way between its blocks and the robot's. Loop's thread.
 */
final class NativeBus
{
    /** Periods of its own that the newest sample of a slow bus may be old: one may be missed, and half of one late. */
    static final double PERIODS_GOOD = 2.5;

    final String name;
    final NativeDriver driver;
    private final ChannelCopies states;
    private final ChannelCopies commands;
    private final DampingBound damping;
    private final long groups;
    private final long invalidWhenSilent;
    private final long goodNs;
    private long lastSequence = Long.MIN_VALUE;
    private ReturnCode received = ReturnCode.NOT_ACTIVE;
    private final ErrorText error = new ErrorText();
    private long newestNs = Long.MIN_VALUE;
    private long takenNs = Long.MIN_VALUE;
    private boolean failing;

    /**
     * @param bus     its description.
     * @param driver  its opened driver.
     * @param claims  what other buses have claimed; grows.
     * @param robot   robot that it is a part of.
     * @throws SystemException when the driver has a channel that the robot does not know, or that is claimed already.
     */
    NativeBus(
        final BusDescription bus,
        final NativeDriver driver,
        final ChannelClaims claims,
        final RobotDescription robot) throws SystemException
    {
        this.name = bus.name();
        this.driver = driver;
        final List<int[]> in = new ArrayList<>();
        final List<int[]> out = new ArrayList<>();
        long mask = 0;
        for (final DriverChannel channel : driver.layout().channels())
        {
            final ChannelKind kind = channel.kind();
            final int robotOffset = claims.claim(bus.name(), channel);
            final int bytes = channel.count() * channel.width();
            if (kind.command())
            {
                out.add(new int[] {robotOffset, channel.offset(), bytes});
            }
            else
            {
                in.add(new int[] {channel.offset(), robotOffset, bytes});
                mask |= kind.group().mask();
            }
        }
        states = ChannelCopies.of(in);
        commands = ChannelCopies.of(out);
        damping = DampingBound.of(bus, driver, robot);
        groups = mask;
        invalidWhenSilent = ~mask;
        goodNs = bus.rateHz() == BusDescription.EVERY_CYCLE ? 0 :
            Math.max(robot.safety().stateStaleNs(), Math.round(PERIODS_GOOD * 1e9 / bus.rateHz()));
    }

    /**
     * @param nowNs time of the cycle, ns.
     * @return what the driver answered, an {@code OK} without a new sequence number counted as no new sample.
     */
    ReturnCode receive(final long nowNs)
    {
        received = driver.receive(nowNs);
        if (received == ReturnCode.OK)
        {
            if (driver.sequence() == lastSequence)
            {
                received = ReturnCode.NO_NEW_SAMPLE;
            }
            lastSequence = driver.sequence();
        }
        if (received == ReturnCode.OK)
        {
            newestNs = driver.arrivalNs() == 0 ? nowNs : driver.arrivalNs();
        }
        note(received);
        return received;
    }

    /** Keeps the driver's reason at the begin of a failure; later lines would only repeat it. */
    private void note(final ReturnCode code)
    {
        final boolean bad = code == ReturnCode.LOST || code == ReturnCode.ERROR;
        if (bad && !failing)
        {
            error.note(driver.lastErrorAddress());
        }
        failing = bad;
    }

    /**
     * Keeps the driver's reason for a failure of another verb.
     */
    void noteError()
    {
        error.note(driver.lastErrorAddress());
    }

    /**
     * @param nowNs time of the cycle, ns.
     * @return what the last {@link #receive} answered, a loss only when the newest sample no longer counts.
     */
    ReturnCode code(final long nowNs)
    {
        return received == ReturnCode.LOST && counts(nowNs) ? ReturnCode.NO_NEW_SAMPLE : received;
    }

    /**
     * @param nowNs time of the cycle, ns.
     * @return age of the newest sample, s; -1 before the first.
     */
    double ageS(final long nowNs)
    {
        return newestNs == Long.MIN_VALUE ? -1.0 : (nowNs - newestNs) * 1e-9;
    }

    /**
     * @return the driver's line at the begin of its last failure; any thread.
     */
    String errorText()
    {
        return error.text();
    }

    /**
     * @return true when the last {@link #receive} brought a new sample.
     */
    boolean fresh()
    {
        return received == ReturnCode.OK;
    }

    /**
     * @param state where the sample goes.
     */
    void publish(final StateBlock state)
    {
        states.copy(driver.state(), state.buffer());
    }

    /**
     * @return true when the bus is rated slower than the loop, so that its samples are judged by their age.
     */
    boolean rated()
    {
        return goodNs > 0;
    }

    /**
     * @param nowNs time of the cycle, ns.
     * @return true when the newest sample counts: it came in this cycle or, of a bus with a rate of its own, is no
     *         older than that rate allows.
     */
    boolean counts(final long nowNs)
    {
        return fresh() || goodNs > 0 && newestNs != Long.MIN_VALUE && nowNs - newestNs <= goodNs;
    }

    /**
     * @param nowNs time of the cycle, ns.
     * @return mask for the robot's valid groups: bits of groups that this driver has a part in are set only when its
     * newest sample counts and says so; all other bits are set.
     */
    long validMask(final long nowNs)
    {
        return counts(nowNs) ? driver.validGroups() | ~groups : invalidWhenSilent;
    }

    /**
     * @param command commands of the whole robot.
     * @param nowNs   time of the cycle, ns.
     * @return what the driver answered; of a bus with a rate of its own a loss only when the newest command that it
     * took is older than that rate allows.
     */
    ReturnCode send(final CommandBlock command, final long nowNs)
    {
        commands.copy(command.buffer(), driver.command());
        damping.apply(driver.command());
        driver.stamp(command.sequence(), command.cycleTimeNs(), command.enabled());
        return sent(driver.send(nowNs), nowNs);
    }

    private ReturnCode sent(final ReturnCode code, final long nowNs)
    {
        if (code == ReturnCode.ERROR)
        {
            noteError();
        }
        if (code == ReturnCode.OK)
        {
            takenNs = nowNs;
        }
        final boolean young = goodNs > 0 && takenNs != Long.MIN_VALUE && nowNs - takenNs <= goodNs;
        return code == ReturnCode.LOST && young ? ReturnCode.OK : code;
    }

    /**
     * Feeds the watchdogs of a bus that is active before the others are, without moving anything.
     *
     * @param nowNs time of the cycle, ns.
     */
    void stayLimp(final long nowNs)
    {
        driver.stamp(0, nowNs, false);
        sent(driver.send(nowNs), nowNs);
    }

    /**
     * Which bytes of the robot's blocks some driver serves. Set-up only.
     */
    static final class ChannelClaims
    {
        private static final int NAMED = 4;

        private final BlockLayout state;
        private final BlockLayout command;
        private final java.util.Map<String, String> owners = new java.util.TreeMap<>();

        ChannelClaims(final BlockLayout state, final BlockLayout command)
        {
            this.state = state;
            this.command = command;
        }

        int claim(final String bus, final DriverChannel channel) throws SystemException
        {
            final ChannelKind kind = channel.kind();
            if (kind.column() == null)
            {
                throw new SystemException("bus " + bus + ": its driver is a simulator's (channel kind " + kind +
                    "); choose it with --backend instead of naming it under buses:");
            }
            final BlockLayout.Entry entry = (kind.command() ? command : state).entry(kind.column());
            final String label = kind.count() == 1 ? channel.name() : channel.name() + suffix(kind);
            final int index = entry.labels().indexOf(label);
            if (index < 0)
            {
                throw new SystemException("bus " + bus + ": the robot has nothing named '" + channel.name() + "' for " +
                    kind + "; correct the name in the bus's config or in robot.yaml");
            }
            final String owner = owners.putIfAbsent(kind + " " + channel.name(), bus);
            if (owner != null)
            {
                throw new SystemException("bus " + bus + ": " + kind + " of '" + channel.name() +
                    "' is already served by bus " + owner + "; remove it from one of them");
            }
            return entry.offset() + index * Double.BYTES;
        }

        private static String suffix(final ChannelKind kind)
        {
            return kind == ChannelKind.IMU ? ".qw" : ".fx";
        }

        boolean served(final ChannelKind kind, final String name)
        {
            return owner(kind, name) != null;
        }

        /** @return name of the bus, null where nobody serves it. */
        String owner(final ChannelKind kind, final String name)
        {
            return owners.get(kind + " " + name);
        }

        /**
         * @return groups of which every value of the robot comes from some driver.
         */
        long completeGroups()
        {
            long complete = ChannelGroup.ALL;
            for (final ChannelKind kind : ChannelKind.values())
            {
                if (kind.group() != null && kind.column() != null && !missing(kind).isEmpty())
                {
                    complete &= ~kind.group().mask();
                }
            }
            return complete;
        }

        private List<String> missing(final ChannelKind kind)
        {
            final List<String> missing = new ArrayList<>();
            final List<String> labels = state.entry(kind.column()).labels();
            for (int i = 0; i < labels.size(); i += kind.count())
            {
                final String label = labels.get(i);
                final String name = kind.count() == 1 ? label : label.substring(0, label.length() - 3);
                if (!served(kind, name))
                {
                    missing.add(name);
                }
            }
            return missing;
        }

        /**
         * @param needed bits of channel groups.
         * @return what no driver serves of them, one line a kind: {@code JOINT_POSITION of 2 of 75 (l_knee, r_knee)}.
         */
        List<String> unserved(final long needed)
        {
            final List<String> lines = new ArrayList<>();
            for (final ChannelKind kind : ChannelKind.values())
            {
                if (kind.group() == null || kind.column() == null || (kind.group().mask() & needed) == 0)
                {
                    continue;
                }
                final List<String> missing = missing(kind);
                if (!missing.isEmpty())
                {
                    lines.add(kind + " of " + missing.size() + " of " +
                        state.entry(kind.column()).size() / kind.count() + " (" +
                        String.join(", ", missing.subList(0, Math.min(NAMED, missing.size()))) +
                        (missing.size() > NAMED ? ", ..." : "") + ")");
                }
            }
            return lines;
        }
    }
}
