package dev.sinew.runtime.loop;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import dev.sinew.runtime.frame.CycleFrame;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A fingerprint of a run: of every command that was made, in order, and of the final state. Each cycle's commands are
 * folded into four 64-bit lanes on the loop's thread (multiply and rotate, as in the public-domain xxHash64); SHA-256
 * over
 * the lanes and the last frame's state and truth makes the value that reports print. Allocation-free while running.
 */
public final class CommandDigest
{
    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;

    private long lane0 = PRIME_1;
    private long lane1 = PRIME_2;
    private long lane2 = 1;
    private long lane3 = -PRIME_1;

    /**
     * @param frame a cycle, complete.
     */
    public void update(final CycleFrame frame)
    {
        final UnsafeBuffer command = frame.command.buffer();
        final int first = frame.command.motorEffort.offset();
        final int bytes = frame.command.layout().sizeBytes();
        for (int i = first; i < bytes; i += 32)
        {
            lane0 = mix(lane0, command.getLong(i));
            lane1 = mix(lane1, command.getLong(i + 8));
            lane2 = mix(lane2, command.getLong(i + 16));
            lane3 = mix(lane3, command.getLong(i + 24));
        }
    }

    private static long mix(final long lane, final long value)
    {
        return Long.rotateLeft(lane + value * PRIME_2, 31) * PRIME_1;
    }

    /**
     * @param frame the last frame.
     * @return 64 hexadecimal digits.
     */
    public String sha256(final CycleFrame frame)
    {
        try
        {
            final MessageDigest digest = MessageDigest.getInstance("SHA-256");
            final UnsafeBuffer lanes = new UnsafeBuffer(new byte[32]);
            lanes.putLong(0, lane0);
            lanes.putLong(8, lane1);
            lanes.putLong(16, lane2);
            lanes.putLong(24, lane3);
            digest.update(lanes.byteArray());
            add(digest, frame.state.buffer(), frame.state.jointPosition.offset(), frame.state.layout().sizeBytes());
            add(digest, frame.truth.buffer(), frame.truth.basePose.offset(), frame.truth.layout().sizeBytes());
            return HexFormat.of().formatHex(digest.digest());
        }
        catch (final NoSuchAlgorithmException ex)
        {
            throw new IllegalStateException("SHA-256 is part of every Java platform", ex);
        }
    }

    private static void add(final MessageDigest digest, final UnsafeBuffer buffer, final int from, final int to)
    {
        final byte[] bytes = new byte[to - from];
        buffer.getBytes(from, bytes);
        digest.update(bytes);
    }
}
