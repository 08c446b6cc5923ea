package dev.sinew.sim.emulator.ethercat;

/**
 * The states INIT, PRE-OP, SAFE-OP, OP of one slave, what each demands, and the watchdog of the outputs.
 *
 * <p>The watchdog is that of the real controller: it runs when the sync manager of the outputs says so (control bit
 * 6), for the time in registers 0x400 and 0x420, 100 ms unless somebody sets another. It matters in OP: the slave falls
 * to SAFE-OP with an error and the drive is told.</p>
 */
final class SlaveStates
{
    static final int INIT = 1;
    static final int PRE_OP = 2;
    static final int BOOT = 3;
    static final int SAFE_OP = 4;
    static final int OP = 8;

    /** The application behind the controller. */
    interface Application
    {
        /** @return bytes of the outputs or the inputs, as they are mapped now. */
        int mappedBytes(boolean isOutputs);

        /** The slave is in another state now. */
        void entered(int state, String cause, long nowNs);

        /** Outputs have come. */
        void outputs(long nowNs);
    }

    private static final int ERROR = 16;
    private static final int ACKNOWLEDGE = 16;
    private static final int CODE_CHANGE = 0x11;
    private static final int CODE_UNKNOWN = 0x12;
    private static final int CODE_BOOT = 0x13;
    private static final int CODE_MAILBOX = 0x16;
    private static final int CODE_WATCHDOG = 0x1B;
    private static final int CODE_OUTPUTS = 0x1D;
    private static final int CODE_INPUTS = 0x1E;
    private static final long OUTPUTS_WAIT_NS = 1_000_000_000L;
    private static final long NEVER = Long.MIN_VALUE;

    private final SlaveController controller;
    private final CoeServer mailbox;
    private final Application application;
    private int state;
    private boolean failed;
    private long requestedNs = NEVER;
    private long outputsNs = NEVER;

    SlaveStates(final SlaveController controller, final CoeServer mailbox, final Application application)
    {
        this.controller = controller;
        this.mailbox = mailbox;
        this.application = application;
        controller.connect(this);
    }

    int state()
    {
        return state;
    }

    /** As after power is switched on. */
    void restart()
    {
        state = INIT;
        failed = false;
        requestedNs = NEVER;
        outputsNs = NEVER;
        show(0);
    }

    private void show(final int code)
    {
        Words.put(controller.memory, SlaveController.AL_STATUS, 2, state | (failed ? ERROR : 0));
        Words.put(controller.memory, SlaveController.AL_CODE, 2, code);
    }

    private void enter(final int next, final String cause, final long nowNs)
    {
        state = next;
        requestedNs = NEVER;
        if (next != OP)
        {
            outputsNs = NEVER;
        }
        application.entered(next, cause, nowNs);
    }

    private void refuse(final int code)
    {
        failed = true;
        show(code);
    }

    /** The master has written AL control. */
    void request(final int control, final long nowNs)
    {
        final int wanted = control & 15;
        if (failed && (control & ACKNOWLEDGE) == 0)
        {
            return; // an error waits until it is acknowledged
        }
        failed = false;
        if (wanted != INIT && wanted != PRE_OP && wanted != BOOT && wanted != SAFE_OP && wanted != OP)
        {
            refuse(CODE_UNKNOWN);
        }
        else if (wanted == BOOT)
        {
            refuse(CODE_BOOT);
        }
        else if (wanted > state && wanted != next(state))
        {
            refuse(CODE_CHANGE);
        }
        else if (wanted == OP && state == SAFE_OP)
        {
            requestedNs = nowNs;
            show(0);
            tick(nowNs);
        }
        else
        {
            final int code = wanted > state ? check(wanted) : 0;
            if (code != 0)
            {
                refuse(code);
                return;
            }
            if (wanted != state)
            {
                enter(wanted, "command", nowNs);
            }
            show(0);
        }
    }

    private static int next(final int state)
    {
        return state == INIT ? PRE_OP : state == PRE_OP ? SAFE_OP : OP;
    }

    private int check(final int wanted)
    {
        if (wanted == PRE_OP)
        {
            return isManager(0, SlaveEeprom.MAILBOX_OUT, SlaveEeprom.MAILBOX_BYTES, 0x6) &&
                isManager(1, SlaveEeprom.MAILBOX_IN, SlaveEeprom.MAILBOX_BYTES, 0x2) ? 0 : CODE_MAILBOX;
        }
        if (!isManager(2, SlaveEeprom.OUTPUTS, application.mappedBytes(true), 0x4))
        {
            return CODE_OUTPUTS;
        }
        return isManager(3, SlaveEeprom.INPUTS, application.mappedBytes(false), 0x0) ? 0 : CODE_INPUTS;
    }

    private boolean isManager(final int number, final int start, final int length, final int mode)
    {
        return length == 0 || controller.isActive(number) && controller.start(number) == start &&
            controller.length(number) == length && (controller.control(number) & 15) == mode;
    }

    /** The master has filled its mailbox. */
    void mailbox(final int at, final long nowNs)
    {
        if (state != INIT && at == SlaveEeprom.MAILBOX_OUT)
        {
            mailbox.accept(controller.memory, at, state == PRE_OP);
        }
    }

    /** The master has written the outputs. */
    void outputs(final long nowNs)
    {
        outputsNs = nowNs;
        if (state == SAFE_OP || state == OP)
        {
            application.outputs(nowNs);
        }
    }

    /** @return time of the watchdog, ns; 0 when it does not run. */
    long watchdogNs()
    {
        final long tick = (Words.u16(controller.memory, SlaveController.WATCHDOG_DIVIDER) + 2) * 40L;
        return (controller.control(2) & 0x40) == 0 ? 0 :
            tick * Words.u16(controller.memory, SlaveController.WATCHDOG_TIME);
    }

    /** Once a step: an outstanding change to OP, the watchdog. */
    void tick(final long nowNs)
    {
        if (requestedNs != NEVER && outputsNs != NEVER)
        {
            enter(OP, "command", nowNs);
            show(0);
        }
        else if (requestedNs != NEVER && nowNs - requestedNs > OUTPUTS_WAIT_NS)
        {
            requestedNs = NEVER;
            refuse(CODE_WATCHDOG);
        }
        final long watchdogNs = watchdogNs();
        final boolean isSilent = state == OP && watchdogNs > 0 && nowNs - outputsNs > watchdogNs;
        controller.memory[SlaveController.WATCHDOG_STATUS] = (byte)(isSilent ? 0 : 1);
        if (isSilent)
        {
            final int place = SlaveController.WATCHDOG_COUNT;
            controller.memory[place] = (byte)Math.min(255, Words.u8(controller.memory, place) + 1);
            enter(SAFE_OP, "watchdog", nowNs);
            refuse(CODE_WATCHDOG);
        }
    }

    /** The application has failed: out of OP, with an error. */
    void fail(final int code, final String cause, final long nowNs)
    {
        if (state == OP)
        {
            enter(SAFE_OP, cause, nowNs);
            refuse(code);
        }
    }
}
