package dev.sinew.hal.identification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sinew.hal.robot.RoutingHash;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.yaml.FileMistakesException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentificationFileTest
{
    private static final RobotDescription NEO = RobotFile.load(Path.of("robots", "neo", "robot.yaml"));

    @TempDir
    private Path directory;

    private static Identification sample()
    {
        final Map<String, Measured> scales = new LinkedHashMap<>();
        scales.put("l_ff_mcp", new Measured(1.02, 0.004));
        scales.put("l_ff_pip", new Measured(0.98, 0.005));
        return new Identification("neo", "left one", RoutingHash.of(NEO), "2026-05-04T03:02:01Z", "run 7: \"quoted\"",
            List.of(new IdentifiedTendon("l_ff_fl2", new Measured(0.0051, 1e-5), new Measured(1.7e-5, 2e-7),
            scales, new Measured(18_000, 300), new Measured(0.12, 0.01), 0.5, null, new Measured(0.05, 0.02),
            new Measured(30, 15), 6e-4, Map.of("backlash_m", "none is felt"))));
    }

    @Test
    void shouldReadBackWhatItWrote() throws IOException
    {
        final Path file = directory.resolve("neo.identified.yaml");
        IdentificationFile.write(file, sample());
        assertEquals(sample(), IdentificationFile.read(file, NEO));
        IdentificationFile.write(file, sample());
        assertEquals(List.of(file), Files.list(directory).toList(), "nothing is left beside it");
    }

    @Test
    void shouldPutWhatWasMeasuredIntoTheRobotAndLeaveTheRest()
    {
        final RobotDescription measured = sample().applyTo(NEO);
        final int index = NEO.tendonIndex("l_ff_fl2");
        final TendonDescription tendon = measured.tendons().get(index);

        assertEquals(0.0051, measured.spoolRadiusM(tendon), 1e-15);
        assertEquals(1.7e-5, measured.motors().get(tendon.motor()).rotorInertiaKgM2());
        assertEquals(NEO.motors().get(tendon.motor() + 1), measured.motors().get(tendon.motor() + 1));
        assertEquals(1.02 * 0.010, tendon.momentArms().get(0).momentArmM(), 1e-15);
        assertEquals(0.98 * 0.008, tendon.momentArms().get(1).momentArmM(), 1e-15);
        assertEquals(18_000, tendon.stiffnessNM());
        assertEquals(0.12, tendon.losses().frictionCoefficient());
        assertEquals(0.5, tendon.losses().wrapRad());
        assertEquals(0.05, tendon.losses().creepRatio());
        assertEquals(30, tendon.losses().creepTimeConstantS());
        assertEquals(NEO.tendons().get(index).dampingNsM(), tendon.dampingNsM());
        assertSame(NEO.tendons().get(index + 1), measured.tendons().get(index + 1));
        assertEquals(NEO.sha256(), measured.sha256());
    }

    @Test
    void shouldRefuseAnotherRobotAndAnOlderRouting()
    {
        refuses(IdentificationFile.text(sample()).replace("identification: \"neo\"", "identification: \"leo\""),
            "f:4: identification: is one of robot leo, this is robot neo");
        refuses(IdentificationFile.text(sample()).replace(RoutingHash.of(NEO), "0".repeat(64)),
            "f:6: routing_sha256: belongs to another routing");
    }

    @Test
    void shouldTellEveryMistakeAtOnceWithLineAndReason()
    {
        refuses("""
            format: 1
            identification: neo
            routing_sha256: "%s"
            made_utc: "2026"
            tendons:
              - name: l_ff_fl9
                wrap_rad: 1
                residual_rad: 0
              - name: l_ff_fl1
                spool_radius_m: [5, 0.1]
                arm_scale: {r_elbow: [1, 0]}
                stiffness_n_m: [20000, -1]
                wrap_rad: 1
                residual_rad: 0
              - {name: l_ff_fl1, wrap_rad: 1, residual_rad: 0, colour: 3}
            """.formatted(RoutingHash.of(NEO)),
            "f:6: tendons.l_ff_fl9.name: the robot has no tendon of that name", "did you mean mm? 5 mm is 0.005",
            "tendon l_ff_fl1 crosses no joint of that name", "its bound should be from 0", "is there twice", "colour");
    }

    private static void refuses(final String text, final String... parts)
    {
        final FileMistakesException refused = assertThrows(IdentificationFileException.class,
            () -> IdentificationFile.parse("f", text, NEO));
        for (final String part : parts)
        {
            assertTrue(refused.getMessage().contains(part), refused.getMessage());
        }
    }

    @Test
    void shouldSayWhereItCannotWrite()
    {
        final Path nowhere = directory.resolve("missing").resolve("file.yaml");
        final IOException refused = assertThrows(IOException.class, () -> IdentificationFile.write(nowhere, sample()));
        assertTrue(refused.getMessage().contains("cannot write the identification " + nowhere), refused.getMessage());
    }
}
