package dev.sinew.sim.emulator.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;

import dev.sinew.sim.emulator.Bench;
import dev.sinew.sim.emulator.BusSpec;
import org.junit.jupiter.api.Test;

class EmulatorFileTest
{
    private static final String NEO = "../hal/robots/neo/robot.yaml";

    private static EmulatorPlan parse(final String text)
    {
        return EmulatorFile.parse("emulator.yaml", text, Path.of("").toAbsolutePath());
    }

    private static String refusal(final String text)
    {
        return assertThrows(EmulatorFileException.class, () -> parse(text)).getMessage();
    }

    @Test
    void shouldReadSeveralBusesAndTheMotorsOfARobot()
    {
        final EmulatorPlan plan = parse("emulator: hands\nseed: 7\nsample_s: 0.1\nrobot: " + NEO + """

            buses:
              - {name: left, protocol: dynamixel, model: xl330-m288, ids: 1-28, motors: ['l_?f_*'], port: /tmp/l}
            """.replace("'l_?f_*'", "'l_ff_*', 'l_mf_*', 'l_rf_*', 'l_lf_*', 'l_th_*'") + """
              - name: neck
                protocol: feetech
                ids: 5,7,9-12
                motors: ['neck_*', 'head_*']
                torque_nm_a: 2.5
                turnaround_us: 20
            """);
        assertEquals(7, plan.seed());
        assertEquals(100_000_000, plan.samplePeriodNs());
        assertEquals(34, plan.deviceCount());
        assertEquals("l_ff_ext_r_motor", plan.buses().get(0).devices().get(0).name());
        assertEquals(1_000_000, plan.buses().get(0).baud());
        assertEquals(9, plan.buses().get(1).devices().get(2).id());
        assertEquals(2.5, plan.buses().get(1).setting(EmulatorFile.TORQUE_KEY, 0));
        assertEquals(20, plan.buses().get(1).setting("turnaround_us", 0));
    }

    @Test
    void shouldPutTheWholeOfNeoBehindItsBuses() throws Exception
    {
        final Path file = Path.of("emulators", "neo.yaml");
        final EmulatorPlan plan = EmulatorFile.parse(file.toString(), Files.readString(file), file.toAbsolutePath()
            .getParent());
        assertEquals(8 + 3, plan.buses().size());
        assertTrue(plan.hangs());
        for (final BusSpec.SensorKind kind : BusSpec.SensorKind.values())
        {
            final long measured = plan.buses().stream().flatMap(bus -> bus.sensors().stream())
                .filter(column -> column.kind() == kind).flatMap(column -> column.name().stream()).distinct().count();
            final int all = switch (kind)
            {
                case JOINTS -> plan.robot().jointCount();
                case TENDONS -> plan.robot().tendonCount();
                case IMUS -> plan.robot().sensors().imus().size();
                case WRENCHES -> plan.robot().sensors().wrenches().size();
            };
            assertEquals(all, measured, kind.word());
        }
        assertEquals(118, plan.deviceCount());
        assertEquals(118, plan.buses().stream().flatMap(bus -> bus.devices().stream()).map(BusSpec.DeviceSpec::motor)
            .distinct().count());
        for (final BusSpec bus : plan.buses().stream().filter(bus -> bus.sensors().isEmpty()).toList())
        {
            final double amperes = EmulatorBuilder.motor(bus).currentMaxA();
            for (final BusSpec.DeviceSpec device : bus.devices())
            {
                final double torque = amperes * EmulatorBuilder.motor(bus).torquePerAmpereNmA();
                assertTrue(torque >= plan.robot().motors().get(device.motor()).effortMaxNm(), device.name());
            }
        }
    }

    @Test
    void shouldListEveryMistakeAtOnce()
    {
        final String message = refusal("""
            emulator: bad
            buses:
              - {name: a, protocol: dynamixle, ids: 1}
              - {name: b, protocol: dynamixel, ids: 1-300}
              - {name: b, protocol: dynamixel, ids: 'one', model: xm430}
              - {name: c, protocol: feetech, ids: '1,2,1', baud: 12, port: /tmp/x}
              - {name: d, protocol: feetech, ids: 1, port: /tmp/x, colour: 3}
            """);
        assertTrue(message.contains("emulator.yaml:3") && message.contains("did you mean 'dynamixel'?"), message);
        assertTrue(message.contains("emulator.yaml:4") && message.contains("from 0 to 252"), message);
        assertTrue(message.contains("emulator.yaml:5") && message.contains("name of another bus"), message);
        assertTrue(message.contains("like 1-22 or 1,2,5-7"), message);
        assertTrue(message.contains("is called 'xm430'"), message);
        assertTrue(message.contains("emulator.yaml:6") && message.contains("names 1 twice"), message);
        assertTrue(message.contains("should be a whole number from 9600"), message);
        assertTrue(message.contains("emulator.yaml:7") && message.contains("port of another bus"), message);
        assertTrue(message.contains("unknown key"), message);
    }

    @Test
    void shouldRefuseMotorsThatDoNotFit()
    {
        final String head = "emulator: x\nrobot: " + NEO + "\nbuses:\n";
        assertTrue(refusal(head + "  - {name: a, protocol: feetech, ids: 1-2, motors: [l_ff_fl1_moter]}\n")
            .contains("did you mean 'l_ff_fl1_motor'?"));
        assertTrue(refusal(head + "  - {name: a, protocol: feetech, ids: 1-3, motors: ['neck_*']}\n")
            .contains("names 4 motors for 3 ids"));
        assertTrue(refusal(head + "  - {name: a, protocol: feetech, ids: 1-2, motors: [head_p_motor, head_p_motor]}\n")
            .contains("a second time"));
        assertTrue(refusal(head + "  - {name: a, protocol: feetech, ids: 1-3}\n").contains("lacks the key 'motors'"));
    }

    @Test
    void shouldDriveTheTendonsOfARobotOverSeveralBuses()
    {
        try (Bench bench = Bench.whole("emulator: neo\nrobot: " + NEO + """

            buses:
              - {name: left, protocol: dynamixel, model: xl330-m288, ids: 1-5, motors: ['l_ff_*']}
              - {name: right, protocol: feetech, ids: 1-5, motors: ['r_ff_*'], torque_nm_a: 0.3}
            """))
        {
            bench.port(0).host("ff ff fd 00 03 06 00 03 0b 00 00 97 61"); // a wrong check: refused and told
            bench.run(5);
            assertEquals("ff ff fd 00 03 04 00 55 03", bench.port(0).taken().substring(0, 26));
            bench.port(1).host("ff ff 02 05 03 2a 00 0c bf"); // goal position 3072
            bench.run(400);
            assertTrue(bench.emulation().buses().get(1).devices().get(1).motor().truePositionRad() > 0.05,
                "the motor has not wound its tendon in");
            assertEquals(0, bench.emulation().buses().get(1).devices().get(0).motor().currentA(), 0);
            assertEquals(118, bench.emulation().bank().count());
        }
    }
}
