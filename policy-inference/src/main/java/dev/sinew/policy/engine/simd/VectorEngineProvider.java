package dev.sinew.policy.engine.simd;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.sinew.policy.engine.InferenceEngine;
import dev.sinew.policy.engine.MlpEngineProvider;
import dev.sinew.policy.engine.MlpNetwork;

import java.lang.management.ManagementFactory;

/** Offers the SIMD evaluator where the JVM has the module and the CPU the instructions. */
public final class VectorEngineProvider implements MlpEngineProvider
{
    @Override
    public String name()
    {
        return "vector";
    }

    @Override
    public String whyUnavailable()
    {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty())
        {
            return "this JVM was started without the Vector API; add --add-modules jdk.incubator.vector to the java " +
                "command (the launcher ./sinew does), or ask for the engine 'scalar'";
        }
        if (!hasFusedMultiplyAdd())
        {
            return "this CPU has no fused multiply-add, so the Vector API would emulate it slowly and with garbage; " +
                "ask for the engine 'scalar'";
        }
        return null;
    }

    @Override
    public InferenceEngine create(final MlpNetwork network)
    {
        return new VectorMlpEngine(network);
    }

    private static boolean hasFusedMultiplyAdd()
    {
        try
        {
            final HotSpotDiagnosticMXBean vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            return vm != null && Boolean.parseBoolean(vm.getVMOption("UseFMA").getValue());
        }
        catch (final IllegalArgumentException noSuchOption)
        {
            return false;
        }
    }
}
