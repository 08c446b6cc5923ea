package dev.sinew.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import dev.sinew.bench.faults.CampaignPlan;
import dev.sinew.bench.faults.DriverCampaign;
import dev.sinew.bench.loop.CyclePercentiles;
import dev.sinew.bench.loop.MujocoRatio;
import dev.sinew.bench.robot.HeldRobot;
import dev.sinew.hal.driver.Isolation;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Runs benchmarks by name and writes what came out together with the machine that it came from.
 */
@Command(name = "benchmarks/run", mixinStandardHelpOptions = true, sortOptions = false,
    description = "Runs benchmarks by name; results go to benchmarks/target/results/NAME.json and NAME.csv.",
    footer = {"", "Names:",
        "  stages       each stage of neo's cycle: read+judge+estimate, decide, act, publish; bytes",
        "  cycle        the whole cycle without a simulator's step: mean and bytes, by placement of the policy",
        "  percentiles  the whole cycle: p50, p99, p99.9 of cycle and stages, lockstep and paced at 1 kHz",
        "  scale        stages and cycle over 22, 75, 150 and 600 joints",
        "  crossing     a call into C, and a driver's receive and send",
        "  isolation    the same in a process of its own: percentiles, back to back and at 1 kHz",
        "  mujoco       a step of MuJoCo behind the driver interface",
        "  mujoco-loop  the whole loop around MuJoCo, beside a C loop of mj_step over the same steps",
        "  handoff      600 bytes to another thread and back",
        "  policy       engines on 310-512-256-128-75 ELU, back to back, at 1 kHz and at 50 Hz",
        "  tendon       tension distribution, beside rules of thumb",
        "  all          everything above",
        "  driver-soak    bus drivers against emulated devices at their rated cycle: lost, late, rate, CPU",
        "  driver-faults  bus drivers under faults: what the host is told, and commands on bad frames",
        "  driver-stops   a host, or a driver's own process, killed or stopped; a bus pulled: how motors stop",
        "  drivers        these three, tables in Markdown; more than an hour with --soak 600",
        "  driver-robot   neo's 118 servos on emulated buses, driven by the daemon: how well it is held"})
public final class BenchmarkRun implements Callable<Integer>
{
    private static final int LOCKSTEP_CYCLES = 400_000;
    private static final int PACED_CYCLES = 20_000;
    private static final int MUJOCO_TURNS = 20;
    private static final int QUICK_DIVISOR = 10;
    private static final List<String> OWN = List.of("percentiles", "mujoco-loop");
    private static final List<String> DRIVERS = List.of("driver-soak", "driver-faults", "driver-stops");
    private static final String ROBOT = "driver-robot";
    private static final double QUICK_S = 5;

    private static final Map<String, Choice> CHOICES = new LinkedHashMap<>();

    static
    {
        CHOICES.put("stages", new Choice(List.of("loop.StageBenchmark", "loop.DecideBenchmark"),
            Map.of("robot", List.of("neo"))));
        CHOICES.put("cycle", new Choice(List.of("loop.CycleBenchmark"),
            Map.of("robot", List.of("neo"), "policy", List.of("none", "inline", "beside"))));
        CHOICES.put("scale", new Choice(List.of("loop.StageBenchmark", "loop.CycleBenchmark"),
            Map.of("robot", List.of("22", "75", "150", "600"), "policy", List.of("none"))));
        CHOICES.put("crossing", new Choice(List.of("bench.crossing", "bench.driver.Crossing"), Map.of()));
        CHOICES.put("isolation", new Choice(List.of("bench.driver.Isolation"), Map.of()));
        CHOICES.put("mujoco", new Choice(List.of("bench.driver.MujocoStep"), Map.of()));
        CHOICES.put("handoff", new Choice(List.of("bench.handoff"), Map.of()));
        CHOICES.put("policy", new Choice(List.of("bench.policy"), Map.of()));
        CHOICES.put("tendon", new Choice(List.of("bench.tendon"), Map.of()));
    }

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "What to run; see the names below.")
    private List<String> names;

    @Option(names = "--quick", description = "One fork, short iterations: to see that it runs, not for numbers.")
    private boolean quick;

    @Option(names = "--results", paramLabel = "DIRECTORY", defaultValue = "benchmarks/target/results",
        description = "Where the results go (default ${DEFAULT-VALUE}).")
    private Path results;

    @Option(names = "--soak", paramLabel = "S", defaultValue = "600",
        description = "driver-soak, driver-robot: seconds a driver or the robot (default ${DEFAULT-VALUE}).")
    private double soakS;

    @Option(names = "--drivers", paramLabel = "NAMES", split = ",",
        description = "driver-*: dynamixel, feetech, moteus, mit, ethercat (default: all).")
    private List<String> drivers = List.of();

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
        description = "driver-*: which answers the faults meet (default ${DEFAULT-VALUE}).")
    private int seed;

    @Option(names = "--fifo", paramLabel = "N", defaultValue = "0",
        description = "driver-*: SCHED_FIFO priority of host, driver and emulator, on a busy machine (default: none).")
    private int fifo;

    @Option(names = "--isolation", paramLabel = "WHERE",
        description = "driver-*: where the drivers run: none, process, process-spin (default: none, and process " +
        "where the device has no watchdog).")
    private String isolation;

    private record Choice(List<String> includes, Map<String, List<String>> parameters)
    {
    }

    /**
     * @param arguments see {@code --help}.
     */
    public static void main(final String[] arguments)
    {
        System.exit(new CommandLine(new BenchmarkRun()).execute(arguments));
    }

    /** Empty, and told why, when one of the names is none. */
    private List<String> wanted()
    {
        final List<String> wanted = new ArrayList<>();
        for (final String name : names)
        {
            if ("all".equals(name))
            {
                wanted.addAll(CHOICES.keySet());
                wanted.addAll(OWN);
            }
            else if ("drivers".equals(name))
            {
                wanted.addAll(DRIVERS);
            }
            else if (CHOICES.containsKey(name) || OWN.contains(name) || DRIVERS.contains(name) || ROBOT.equals(name))
            {
                wanted.add(name);
            }
            else
            {
                System.err.println("no benchmark of that name: " + name + " (" +
                    String.join(", ", CHOICES.keySet()) + ", " + String.join(", ", OWN) + ", all, " +
                    String.join(", ", DRIVERS) + ", drivers, " + ROBOT + ")");
                return List.of();
            }
        }
        return wanted;
    }

    @Override
    public Integer call() throws IOException, RunnerException
    {
        final List<String> wanted = wanted();
        if (wanted.isEmpty())
        {
            return 2;
        }
        final CampaignPlan plan = new CampaignPlan(Path.of(System.getProperty("sinew.home", ".")), drivers,
            quick ? QUICK_S : soakS, 1, seed, fifo, Isolation.of(isolation));
        if (!plan.unknown().isEmpty())
        {
            System.err.println("no driver of that name: " + plan.unknown().get(0) +
                " (dynamixel, feetech, moteus, mit, ethercat)");
            return 2;
        }
        if (isolation != null && plan.isolation() == null)
        {
            System.err.println("nowhere to run a driver: --isolation " + isolation + " (" +
                String.join(", ", Isolation.words()) + ")");
            return 2;
        }
        Files.createDirectories(results);
        int broken = 0;
        for (final String name : wanted)
        {
            final BenchmarkReport report = new BenchmarkReport(name, quick);
            if ("percentiles".equals(name))
            {
                final int divisor = quick ? QUICK_DIVISOR : 1;
                report.addPercentiles(CyclePercentiles.measure(LOCKSTEP_CYCLES / divisor, PACED_CYCLES / divisor,
                    System.out));
            }
            else if ("mujoco-loop".equals(name))
            {
                report.addTurns(MujocoRatio.measure(quick ? MUJOCO_TURNS / QUICK_DIVISOR : MUJOCO_TURNS, System.out));
            }
            else if (DRIVERS.contains(name))
            {
                final DriverCampaign campaign = new DriverCampaign(plan, System.out);
                report.addRows("driver-soak".equals(name) ? campaign.soak() : "driver-faults".equals(name) ?
                    campaign.faults() : campaign.stops());
                broken += campaign.broken();
            }
            else if (ROBOT.equals(name))
            {
                final HeldRobot robot = new HeldRobot(plan.home(), fifo, System.out);
                report.addRows(robot.run(plan.soakS()));
                broken += robot.broken();
            }
            else
            {
                report.addRuns(runJmh(CHOICES.get(name)));
            }
            report.write(results);
        }
        if (broken > 0)
        {
            System.err.println(broken + " rows broke a promise or could not be run; see the tables above");
        }
        return broken == 0 ? 0 : 1;
    }

    private Collection<RunResult> runJmh(final Choice choice) throws RunnerException
    {
        final ChainedOptionsBuilder options = new OptionsBuilder().addProfiler(GCProfiler.class)
            .shouldFailOnError(true);
        choice.includes().forEach(options::include);
        choice.parameters().forEach((key, values) -> options.param(key, values.toArray(new String[0])));
        if (quick)
        {
            options.forks(1).warmupIterations(4).measurementIterations(2)
                .warmupTime(TimeValue.seconds(1)).measurementTime(TimeValue.milliseconds(500));
        }
        return new Runner(options.build()).run();
    }
}
