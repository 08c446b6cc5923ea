package dev.sinew.sim.emulator.ethercat;

import java.util.List;

import dev.sinew.sim.emulator.EmulatedDevice;
import dev.sinew.sim.emulator.event.DeviceJournal;
import dev.sinew.sim.emulator.motor.EmulatedMotor;

/**
 * One slave with its drive: objects, process data, state machine, protections, the loops of the modes CSP, CSV and CST.
 * Targets are taken over, and actual values given, once a step.
 */
final class Cia402Drive extends EmulatedDevice implements SlaveStates.Application
{
    private static final double COUNT_SHARE = 2 * Math.PI;
    private static final double HOT_C = 90;
    private static final double LOW_SHARE = 0.6;
    private static final double HIGH_SHARE = 1.3;
    private static final double STILL_RAD_S = 0.05;
    private static final int PER_MILLE = 1000;
    private static final int CSP = 8;
    private static final int CSV = 9;
    private static final int CST = 10;
    private static final int REMOTE = 0x200;
    private static final int VOLTAGE = 0x10;
    private static final int FOLLOWS = 0x1000;

    private final EthercatModel model;
    private final long home;
    private final boolean isLast;
    private final ObjectDictionary objects;
    private final CoeServer mailbox;
    private final SlaveController controller;
    private final SlaveStates states;
    private final DriveLoops loops;

    private final ObjectEntry errorRegister;
    private final ObjectEntry errorCode;
    private final ObjectEntry controlWord;
    private final ObjectEntry statusWord;
    private final ObjectEntry mode;
    private final ObjectEntry modeShown;
    private final ObjectEntry position;
    private final ObjectEntry velocity;
    private final ObjectEntry torque;
    private final ObjectEntry targetPosition;
    private final ObjectEntry targetVelocity;
    private final ObjectEntry targetTorque;
    private final ObjectEntry greatestTorque;
    private final ObjectEntry temperature;

    private List<ObjectEntry> outputs = List.of();
    private List<ObjectEntry> inputs = List.of();
    private DriveStates state = DriveStates.NOT_READY;
    private int wordBefore;
    private boolean runsOn;

    Cia402Drive(final EthercatModel model, final int id, final EmulatedMotor motor, final DeviceJournal journal,
        final SlaveClock clock, final long home, final long bootNs, final boolean isLast)
    {
        super(id, motor, journal, bootNs);
        this.model = model;
        this.home = home;
        this.isLast = isLast;
        objects = new ObjectDictionary(model, id);
        mailbox = new CoeServer(objects);
        controller = new SlaveController(new SlaveEeprom(model, id), clock, mailbox);
        states = new SlaveStates(controller, mailbox, this);
        loops = new DriveLoops(model, motor);
        errorRegister = objects.number(0x1001, 0, 1, false, 0);
        errorCode = objects.number(0x603F, 0, 2, false, 0);
        controlWord = objects.number(0x6040, 0, 2, true, 0);
        statusWord = objects.number(0x6041, 0, 2, false, 0);
        mode = objects.number(0x6060, 0, 1, true, CSP);
        modeShown = objects.number(0x6061, 0, 1, false, CSP);
        position = objects.number(0x6064, 0, 4, false, 0);
        velocity = objects.number(0x606C, 0, 4, false, 0);
        torque = objects.number(0x6077, 0, 2, false, 0);
        targetPosition = objects.number(0x607A, 0, 4, true, 0);
        targetVelocity = objects.number(0x60FF, 0, 4, true, 0);
        targetTorque = objects.number(0x6071, 0, 2, true, 0);
        greatestTorque = objects.number(0x6072, 0, 2, true, PER_MILLE);
        temperature = objects.number(0x2030, 0, 2, false, 0);
        constants();
        begin();
    }

    private void constants()
    {
        final double ratedA = model.ratedNm() / motor().parameters().torquePerAmpereNmA();
        objects.number(0x605A, 0, 2, true, 2);
        objects.number(0x6075, 0, 4, false, Math.round(ratedA * PER_MILLE));
        objects.number(0x6076, 0, 4, false, Math.round(model.ratedNm() * PER_MILLE));
        objects.number(0x6502, 0, 4, false, 1 << CSP - 1 | 1 << CSV - 1 | 1 << CST - 1);
        objects.number(0x608F, 0, 1, false, 2);
        objects.number(0x608F, 1, 4, false, motor().parameters().encoderCounts());
        objects.number(0x608F, 2, 4, false, 1);
        objects.number(0x60C2, 0, 1, false, 2);
        objects.number(0x60C2, 1, 1, true, 1);
        objects.number(0x60C2, 2, 1, true, -3);
    }

    SlaveController controller()
    {
        return controller;
    }

    private void begin()
    {
        objects.restart();
        controller.restart(isLast);
        states.restart();
        state = DriveStates.NOT_READY;
        outputs = List.of();
        inputs = List.of();
        wordBefore = 0;
        runsOn = false;
        motor().limp();
        show();
    }

    @Override
    public void restart(final String cause, final long nowNs)
    {
        begin();
        boot(nowNs);
        journal().stopped("limp", cause, nowNs);
    }

    /* ------------------------------------------------------------------------------------------- the controller's */

    @Override
    public int mappedBytes(final boolean isOutputs)
    {
        return objects.mapped(isOutputs ? ObjectDictionary.OUTPUT_ASSIGNMENT : ObjectDictionary.INPUT_ASSIGNMENT)
            .stream().mapToInt(entry -> entry.bytes).sum();
    }

    @Override
    public void entered(final int next, final String cause, final long nowNs)
    {
        if (next == SlaveStates.SAFE_OP || next == SlaveStates.OP)
        {
            outputs = objects.mapped(ObjectDictionary.OUTPUT_ASSIGNMENT);
            inputs = objects.mapped(ObjectDictionary.INPUT_ASSIGNMENT);
            share();
        }
        if (next != SlaveStates.OP && isPowered())
        {
            runsOn = "watchdog".equals(cause) && !watchdogStops();
            journal().stopped(runsOn ? "held" : "limp", cause, nowNs);
            state = DriveStates.SWITCH_ON_DISABLED;
        }
    }

    @Override
    public void outputs(final long nowNs)
    {
        journal().instruction(nowNs);
        journal().command(nowNs);
    }

    private boolean isPowered()
    {
        return state == DriveStates.ENABLED || state == DriveStates.QUICK_STOP;
    }

    /* -------------------------------------------------------------------------------------------------- the step */

    @Override
    public void control(final long nowNs)
    {
        states.tick(nowNs);
        if (states.state() == SlaveStates.OP)
        {
            int at = SlaveEeprom.OUTPUTS;
            for (final ObjectEntry entry : outputs)
            {
                entry.set(Words.get(controller.memory, at, entry.bytes));
                at += entry.bytes;
            }
        }
        protect(nowNs);
        step(nowNs);
        if (runsOn)
        {
            return; // the last wish stays in force
        }
        drive();
        show();
        share();
        controller.fillMailbox();
    }

    private void step(final long nowNs)
    {
        final int word = (int)controlWord.unsigned();
        DriveStates next = state.next(word, wordBefore);
        wordBefore = word;
        if (states.state() != SlaveStates.OP && next != DriveStates.FAULT)
        {
            next = DriveStates.SWITCH_ON_DISABLED; // the power stage needs process data
        }
        if (state == DriveStates.QUICK_STOP && Math.abs(motor().velocityRadS()) < STILL_RAD_S)
        {
            next = DriveStates.SWITCH_ON_DISABLED;
        }
        if (state == DriveStates.FAULT && next != DriveStates.FAULT)
        {
            errorCode.value = 0;
            errorRegister.value = 0;
        }
        if (next == DriveStates.ENABLED && state != DriveStates.ENABLED)
        {
            runsOn = false;
            loops.reset();
            journal().powered(nowNs);
        }
        else if (isPowered() && next != DriveStates.ENABLED && next != DriveStates.QUICK_STOP)
        {
            journal().stopped("limp", "command", nowNs);
        }
        state = next;
    }

    private void protect(final long nowNs)
    {
        final double volts = motor().supply().voltage();
        final double usual = model.volts();
        final int code = motor().temperatureC() > HOT_C ? 0x4310 :
            isPowered() && volts < LOW_SHARE * usual ? 0x3220 : volts > HIGH_SHARE * usual ? 0x3210 : 0;
        if (code == 0)
        {
            return;
        }
        if (state == DriveStates.FAULT)
        {
            wordBefore |= 0x80; // no edge counts while the cause is there
            return;
        }
        final String cause = code == 0x4310 ? "overheating" : "voltage";
        if (isPowered())
        {
            journal().stopped("limp", cause, nowNs);
        }
        journal().note("hardware_error", cause, nowNs);
        state = DriveStates.FAULT;
        errorCode.value = code;
        errorRegister.value = code == 0x4310 ? 0x09 : 0x05;
        mailbox.emergency(code, (int)errorRegister.value);
    }

    private void drive()
    {
        if (state == DriveStates.QUICK_STOP)
        {
            loops.velocity(0, PER_MILLE);
            return;
        }
        if (state != DriveStates.ENABLED)
        {
            motor().limp();
            return;
        }
        final double most = greatestTorque.unsigned();
        switch ((int)mode.value)
        {
            case CSP:
                loops.position(targetPosition.value, positionCounts(), most);
                break;
            case CSV:
                loops.velocity(targetVelocity.value / countsPerRad(), most);
                break;
            case CST:
                loops.torque(targetTorque.value, most);
                break;
            default:
                motor().limp();
                break;
        }
    }

    private double countsPerRad()
    {
        return motor().parameters().encoderCounts() / COUNT_SHARE;
    }

    private int positionCounts()
    {
        return (int)(motor().counts() + home);
    }

    private void show()
    {
        final boolean fed = motor().supply().voltage() > LOW_SHARE * model.volts();
        statusWord.set(state.status() | (fed ? VOLTAGE : 0) | (states.state() == SlaveStates.OP ? REMOTE : 0) |
            (state == DriveStates.ENABLED ? FOLLOWS : 0));
        modeShown.value = mode.value;
        position.value = positionCounts();
        velocity.set(Math.round(motor().velocityRadS() * countsPerRad()));
        torque.set(Math.round(motor().currentA() * motor().parameters().torquePerAmpereNmA() * PER_MILLE /
            model.ratedNm()));
        temperature.set(Math.round(motor().temperatureC() * 10));
    }

    /** Puts the inputs where the master reads them. */
    private void share()
    {
        int at = SlaveEeprom.INPUTS;
        for (final ObjectEntry entry : inputs)
        {
            Words.put(controller.memory, at, entry.bytes, entry.value);
            at += entry.bytes;
        }
    }
}
