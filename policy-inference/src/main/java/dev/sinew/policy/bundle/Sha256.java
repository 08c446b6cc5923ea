package dev.sinew.policy.bundle;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The hash by which bundles name their files. */
final class Sha256
{
    private Sha256()
    {
    }

    static String of(final byte[] bytes)
    {
        try
        {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        }
        catch (final NoSuchAlgorithmException impossible)
        {
            throw new AssertionError("every JVM has SHA-256", impossible);
        }
    }
}
