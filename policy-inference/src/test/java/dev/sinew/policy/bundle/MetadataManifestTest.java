package dev.sinew.policy.bundle;

import dev.sinew.policy.onnx.OnnxWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MetadataManifestTest
{
    @TempDir
    private Path directory;

    @BeforeEach
    void writeVectors() throws IOException
    {
        Files.writeString(directory.resolve("vectors.json"),
            "{\"observation\":[[0,0,0,0,0,0,0,0,0,0,0,0,0,0]],\"action\":[[0.1,0.2]]}");
    }

    private static OnnxWriter publicKeys()
    {
        return BundleFixture.model(new OnnxWriter(), BundleFixture.INPUTS, 2)
            .metadata("run_path", "lab/run-7")
            .metadata("joint_names", "knee,hip")
            .metadata("joint_stiffness", "40.000,30.000")
            .metadata("joint_damping", "1.000,2.000")
            .metadata("default_joint_pos", "0.500,-0.250")
            .metadata("command_names", "twist")
            .metadata("action_scale", "0.5");
    }

    private PolicyBundle load(final OnnxWriter writer) throws IOException
    {
        final Path file = directory.resolve("walk.onnx");
        Files.write(file, writer.toBytes());
        return PolicyBundle.load(file, BundleFixture.ROBOT);
    }

    @Test
    void shouldReadPublicKeysAndWarnOfTheirConventions() throws IOException
    {
        final PolicyBundle bundle = load(publicKeys()
            .metadata("observation_names", "base_ang_vel,projected_gravity,joint_pos,actions,command")
            .metadata("observation_terms_scale", "0.25,None,[1.0,2.0],1,1")
            .metadata("observation_term_clip", "[-inf, inf],[-1.0, 1.0],None,None,None"));
        final PolicyManifest manifest = bundle.manifest();
        assertEquals("lab/run-7", manifest.name());
        assertEquals(TermKind.JOINT_POS_REL, manifest.observations().get(2).kind());
        assertEquals(TermKind.LAST_ACTION, manifest.observations().get(3).kind());
        assertEquals(4, manifest.observations().get(4).width());       // what the others leave of 14
        assertEquals("command", manifest.commands().get(0).name());
        assertArrayEquals(new double[] { 1, 2 }, manifest.observations().get(2).scale());
        assertEquals(-1.0, manifest.observations().get(1).clipLow());
        assertEquals(Double.POSITIVE_INFINITY, manifest.observations().get(0).clipHigh());
        assertArrayEquals(new double[] { 0.5, 0.5 }, manifest.actionScale());
        assertEquals(0.02, manifest.periodS());
        assertEquals(3, bundle.warnings().size());
        assertTrue(bundle.warnings().get(0).contains("states no period"));
        assertTrue(bundle.warnings().get(2).contains("actuator order"));
    }

    @Test
    void shouldReadHistoryLengths() throws IOException
    {
        final PolicyBundle bundle = load(publicKeys()
            .metadata("observation_names", "base_ang_vel,joint_vel,command")
            .metadata("observation_history_lengths", "2.000,3.000,1.000"));
        assertEquals(3, bundle.manifest().observations().get(1).historyLength());
        assertEquals(2, bundle.manifest().observations().get(2).width());
    }

    @Test
    void shouldRefuseTermsWithoutASource() throws IOException
    {
        final PolicyRefusedException refused = assertThrows(PolicyRefusedException.class, () -> load(publicKeys()
            .metadata("observation_names", "base_lin_vel,base_ang_vel,motion_anchor_ori_b")));
        assertEquals(2, refused.problems().size());
        assertTrue(refused.problems().get(0).startsWith(
            "walk.onnx metadata observation_names[0]: 'base_lin_vel' has no source; known are base_ang_vel"));
    }

    @Test
    void shouldRefuseListsOfTheWrongLength() throws IOException
    {
        final PolicyRefusedException refused = assertThrows(PolicyRefusedException.class, () -> load(publicKeys()
            .metadata("default_joint_pos", "0.500,0.250,0.100")
            .metadata("observation_names", "base_ang_vel,command")));
        assertEquals(List.of("walk.onnx metadata default_joint_pos: has 3 numbers for 2 joints"), refused.problems());
    }

    @Test
    void shouldPreferOurOwnFullPrecisionKey() throws IOException
    {
        final String own = new BundleFixture(directory).manifest()
            .replace("\"model_sha256\": \"HASH\",", "").replace("-0.25]", "-0.2512345678901]");
        final PolicyBundle bundle = load(publicKeys().metadata("sinew_policy", own));
        assertEquals("toy-walk", bundle.manifest().name());
        assertEquals(-0.2512345678901, bundle.manifest().defaultJointPos()[1]);
        assertEquals(List.of(), bundle.warnings());
    }

    @Test
    void shouldRefuseAModelThatSaysNothing() throws IOException
    {
        final PolicyRefusedException refused = assertThrows(PolicyRefusedException.class,
            () -> load(BundleFixture.model(new OnnxWriter(), BundleFixture.INPUTS, 2)));
        assertEquals(List.of("walk.onnx: says nothing of joints and observations: it has no metadata 'sinew_policy' " +
            "or " +
            "'joint_names'; put a policy.json beside it and name the directory"), refused.problems());
    }
}
