package dev.sinew.sim.emulator.ethercat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a slave says of itself (slave information interface): who it is, its mailboxes, categories with names, FMMUs and
 * sync managers. Read two words at a time through registers 0x502 to 0x50B.
 */
final class SlaveEeprom
{
    /** Begin of the mailbox that the master writes. */
    static final int MAILBOX_OUT = 0x1000;
    /** Begin of the mailbox that the master reads. */
    static final int MAILBOX_IN = 0x1080;
    /** Length of both, bytes. */
    static final int MAILBOX_BYTES = 128;
    /** Begin of the outputs. */
    static final int OUTPUTS = 0x1100;
    /** Begin of the inputs. */
    static final int INPUTS = 0x1400;

    private static final int BYTES = 512;
    private static final int CATEGORIES = 0x80;
    private static final int STRINGS = 10;
    private static final int GENERAL = 30;
    private static final int FMMU = 40;
    private static final int SYNC_MANAGER = 41;
    private static final int GENERAL_BYTES = 32;
    private static final int COE_DETAILS = 0b1101; // SDO, assignment and mapping can be changed

    private final byte[] bytes = new byte[BYTES];
    private int at = CATEGORIES;

    SlaveEeprom(final EthercatModel model, final int serial)
    {
        Arrays.fill(bytes, CATEGORIES, BYTES, (byte)0xFF);
        Words.put(bytes, 0x10, 4, EthercatModel.VENDOR);
        Words.put(bytes, 0x14, 4, model.product());
        Words.put(bytes, 0x18, 4, 1);
        Words.put(bytes, 0x1C, 4, serial);
        Words.put(bytes, 0x30, 2, MAILBOX_OUT);
        Words.put(bytes, 0x32, 2, MAILBOX_BYTES);
        Words.put(bytes, 0x34, 2, MAILBOX_IN);
        Words.put(bytes, 0x36, 2, MAILBOX_BYTES);
        Words.put(bytes, 0x38, 2, 4); // CoE
        Words.put(bytes, 0x7C, 2, BYTES / 128 - 1);
        Words.put(bytes, 0x7E, 2, 1);
        bytes[0x0E] = (byte)headCheck();
        strings(model.name());
        general();
        category(FMMU, new byte[]{1, 2, 0, 0});
        final byte[] managers = new byte[32];
        manager(managers, 0, MAILBOX_OUT, MAILBOX_BYTES, 0x26, 1);
        manager(managers, 1, MAILBOX_IN, MAILBOX_BYTES, 0x22, 2);
        manager(managers, 2, OUTPUTS, 0, 0x64, 3);
        manager(managers, 3, INPUTS, 0, 0x20, 4);
        category(SYNC_MANAGER, managers);
    }

    /** CRC-8, polynomial 0x07, initial 0xFF, over the first 14 bytes. */
    private int headCheck()
    {
        int crc = 0xFF;
        for (int i = 0; i < 14; i++)
        {
            crc ^= bytes[i] & 0xFF;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x80) != 0 ? crc << 1 ^ 0x07 : crc << 1;
            }
        }
        return crc & 0xFF;
    }

    private void category(final int kind, final byte[] content)
    {
        Words.put(bytes, at, 2, kind);
        Words.put(bytes, at + 2, 2, content.length / 2);
        System.arraycopy(content, 0, bytes, at + 4, content.length);
        at += 4 + content.length;
    }

    private void strings(final String name)
    {
        final byte[] letters = name.getBytes(StandardCharsets.US_ASCII);
        final byte[] content = new byte[(2 + letters.length + 1) / 2 * 2];
        content[0] = 1;
        content[1] = (byte)letters.length;
        System.arraycopy(letters, 0, content, 2, letters.length);
        category(STRINGS, content);
    }

    private void general()
    {
        final byte[] content = new byte[GENERAL_BYTES];
        content[2] = 1; // order and name: the first string
        content[3] = 1;
        content[5] = COE_DETAILS;
        content[16] = 0x11; // two MII ports
        category(GENERAL, content);
    }

    private static void manager(final byte[] into, final int number, final int start, final int length,
        final int control, final int kind)
    {
        Words.put(into, 8 * number, 2, start);
        Words.put(into, 8 * number + 2, 2, length);
        into[8 * number + 4] = (byte)control;
        into[8 * number + 6] = 1;
        into[8 * number + 7] = (byte)kind;
    }

    /**
     * @param word  number of a word.
     * @param into  where four bytes go; beyond the end they are 0xFF.
     * @param place where in there.
     */
    void read(final long word, final byte[] into, final int place)
    {
        for (int i = 0; i < 4; i++)
        {
            final long from = 2 * word + i;
            into[place + i] = from < BYTES ? bytes[(int)from] : (byte)0xFF;
        }
    }
}
