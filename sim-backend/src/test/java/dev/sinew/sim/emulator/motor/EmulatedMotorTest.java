package dev.sinew.sim.emulator.motor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

class EmulatedMotorTest
{
    private static final double K = 1.3;
    private static final double OHM = 5.2;
    private static final double INERTIA = 2e-3;
    private static final double VOLTS = 12;

    private Supply supply;
    private StandaloneBank bank;
    private EmulatedMotor motor;

    private void make(final double viscous, final double dry, final double currentMaxA)
    {
        final MotorParameters parameters = new MotorParameters(K, OHM, currentMaxA, 2e-3, 4096, 0, INERTIA, viscous,
            dry, new MotorParameters.Heat(2, 20, 5, 5));
        supply = new Supply(VOLTS, 0);
        bank = new StandaloneBank(List.of(parameters));
        motor = new EmulatedMotor(parameters, bank, 0, supply);
    }

    private void run(final int steps, final Runnable firmware)
    {
        for (int i = 0; i < steps; i++)
        {
            firmware.run();
            motor.push();
            bank.step();
            motor.sense();
            supply.settle();
        }
    }

    @Test
    void shouldReachItsCurrentWithTheTimeConstantOfTheLoop()
    {
        make(0, 0, 5);
        motor.block(true);
        run(1, () -> motor.current(1, 0));
        assertEquals(1.0 / 3, motor.currentA(), 1e-9); // 1 ms of 2 ms, implicit
        run(20, () -> motor.current(1, 0));
        assertEquals(1, motor.currentA(), 1e-3);
        assertEquals(K, motor.torqueNm(), 2e-3);
    }

    @Test
    void shouldAccelerateAsTorqueOverInertiaSays()
    {
        make(0, 0, 5);
        run(60, () -> motor.current(0.05, 0));
        final double gained = motor.trueVelocityRadS();
        run(20, () -> motor.current(0.05, 0));
        assertEquals(0.05 * K / INERTIA * 0.02, motor.trueVelocityRadS() - gained, 1e-9);
    }

    @Test
    void shouldNotPassTheLimitsOfStageAndSupply()
    {
        make(0, 0, 1.5);
        motor.block(true);
        run(50, () -> motor.current(99, 0));
        assertEquals(1.5, motor.currentA(), 1e-6);
        make(0, 0, 9);
        motor.block(true);
        run(50, () -> motor.current(99, 0));
        assertEquals(VOLTS / OHM, motor.currentA(), 1e-6);
    }

    @Test
    void shouldStopAcceleratingWhereTheBackEmfMeetsTheSupply()
    {
        make(0, 0, 9);
        run(3000, () -> motor.current(1, 0));
        assertEquals(VOLTS / K, motor.trueVelocityRadS(), 0.01);
        run(3000, () -> motor.voltage(-0.5));
        assertEquals(-VOLTS / K / 2, motor.trueVelocityRadS(), 0.01);
    }

    @Test
    void shouldStayCalmWithARotorThatIsFarTooLightForTheStep()
    {
        final MotorParameters light = new MotorParameters(K, OHM, 9, 0, 4096, 0, 1e-6, 0, 0,
            new MotorParameters.Heat(2, 20, 5, 5));
        supply = new Supply(VOLTS, 0);
        bank = new StandaloneBank(List.of(light));
        motor = new EmulatedMotor(light, bank, 0, supply);
        run(200, () -> motor.current(9, 0));
        assertEquals(VOLTS / K, motor.trueVelocityRadS(), 0.05);
        run(1, () -> motor.voltage(0));
        assertEquals(0, motor.trueVelocityRadS(), 0.01);
    }

    @Test
    void shouldCoastWhenLimpAndBrakeWhenShorted()
    {
        make(0, 0, 5);
        run(100, () -> motor.voltage(0.5));
        final double speed = motor.trueVelocityRadS();
        run(50, motor::limp);
        assertEquals(speed, motor.trueVelocityRadS(), 1e-12);
        assertEquals(0, motor.currentA(), 0);
        run(50, () -> motor.voltage(0));
        assertEquals(0, motor.trueVelocityRadS(), 0.02);
    }

    @Test
    void shouldBeStoppedByFrictionAndStayThere()
    {
        make(0.001, 0.05, 5);
        run(30, () -> motor.current(0.3, 0));
        run(500, motor::limp);
        assertEquals(0, motor.trueVelocityRadS(), 0);
        final double place = motor.truePositionRad();
        run(500, () -> motor.current(0.9 * 0.05 / K, 0));
        assertEquals(place, motor.truePositionRad(), 0, "friction holds what is less than it");
    }

    @Test
    void shouldWarmToWhatTheTwoResistancesSay()
    {
        make(0, 0, 5);
        motor.block(true);
        run(2_000_000, () -> motor.current(0.5, 0));
        final double watts = 0.25 * OHM;
        assertEquals(EmulatedMotor.AMBIENT_C + 5 * watts, motor.temperatureC(), 0.1);
        assertEquals(EmulatedMotor.AMBIENT_C + 10 * watts, motor.windingC(), 0.1);
    }

    @Test
    void shouldShowWholeCountsAndAStuckEncoder()
    {
        make(0, 0, 5);
        run(200, () -> motor.current(0.2, 0));
        final long counts = motor.counts();
        assertEquals(motor.truePositionRad() / (2 * Math.PI) * 4096, counts, 0.5);
        motor.encoderStuck(true);
        run(200, () -> motor.current(0.2, 0));
        assertEquals(counts, motor.counts());
        assertTrue(motor.truePositionRad() > counts * 2 * Math.PI / 4096 + 1);
        motor.encoderStuck(false);
        run(1, () -> motor.current(0.2, 0));
        assertTrue(motor.counts() > counts + 600);
    }

    @Test
    void shouldLetTheSupplySagWithWhatIsDrawn()
    {
        make(0, 0, 9);
        supply = new Supply(VOLTS, 0.5);
        motor = new EmulatedMotor(motor.parameters(), bank, 0, supply);
        motor.block(true);
        run(100, () -> motor.current(2, 0));
        assertEquals(VOLTS - 0.5 * 4 * OHM / VOLTS, supply.voltage(), 1e-2);
        supply.force(3);
        run(100, () -> motor.current(2, 0));
        assertEquals(3 / OHM, motor.currentA(), 1e-6);
    }
}
