package dev.sinew.runtime.wiring;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.sinew.hal.fault.FaultCode;
import dev.sinew.hal.fault.LimitCode;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.scenario.Scenario;
import dev.sinew.hal.transmission.LifeState;
import dev.sinew.hal.transmission.TendonFinding;
import dev.sinew.policy.bundle.PolicyBundle;
import dev.sinew.runtime.frame.FrameMeta;
import dev.sinew.runtime.frame.NameTable;
import dev.sinew.runtime.safety.GateAction;
import dev.sinew.runtime.safety.Mode;
import dev.sinew.runtime.safety.OperatorCommand;
import dev.sinew.runtime.safety.Verdict;

/**
 * Facts about a run for the header of its black box.
 */
final class RunMeta
{
    private RunMeta()
    {
    }

    static Map<String, String> of(
        final RunOptions options,
        final RobotDescription robot,
        final PolicyBundle bundle,
        final Scenario scenario,
        final long periodNs)
    {
        final Map<String, String> meta = new LinkedHashMap<>();
        meta.put(FrameMeta.ROBOT, robot.name());
        meta.put(FrameMeta.ROBOT_SHA256, robot.sha256());
        meta.put(FrameMeta.PERIOD_NS, Long.toString(periodNs));
        meta.put(FrameMeta.CLOCK, options.mode());
        meta.put(FrameMeta.PID, Long.toString(ProcessHandle.current().pid()));
        meta.put(FrameMeta.PID_START_MS, Long.toString(FrameMeta.startOfThisProcessMs()));
        meta.put("backend", options.backend());
        meta.put("topology", options.topology());
        meta.put("scenario", scenario.name());
        meta.put("seed", Long.toString(options.seed()));
        meta.put("policy", bundle == null ? "none" : bundle.manifest().name());
        meta.put("policy_sha256", bundle == null ? "none" : bundle.modelSha256());
        meta.put("started_utc", java.time.Instant.now().toString());
        meta.putAll(names());
        return meta;
    }

    /**
     * @return names of the numbers in every frame.
     */
    static Map<String, String> names()
    {
        final Map<String, String> meta = new LinkedHashMap<>();
        meta.put(FrameMeta.VERDICT_NAMES, NameTable.ofOrdinals(Verdict.values()).toString());
        meta.put(FrameMeta.MODE_NAMES, NameTable.ofOrdinals(Mode.values()).toString());
        meta.put(FrameMeta.GATE_ACTION_NAMES, NameTable.ofOrdinals(GateAction.values()).toString());
        meta.put(FrameMeta.OPERATOR_COMMAND_NAMES, NameTable.ofOrdinals(OperatorCommand.values()).toString());
        meta.put(FrameMeta.LIFE_NAMES, NameTable.ofOrdinals(LifeState.values()).toString());
        meta.put(FrameMeta.FINDING_NAMES, NameTable.ofOrdinals(TendonFinding.values()).toString());
        meta.put(FrameMeta.LIMIT_NAMES, NameTable.ofOrdinals(LimitCode.values()).toString());
        final NameTable.Builder faults = new NameTable.Builder();
        for (final FaultCode code : FaultCode.values())
        {
            faults.name(code.number(), code.name());
        }
        meta.put(FrameMeta.FAULT_NAMES, faults.build().toString());
        return meta;
    }
}
