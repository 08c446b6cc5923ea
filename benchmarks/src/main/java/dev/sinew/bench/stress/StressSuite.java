package dev.sinew.bench.stress;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs jcstress on the production classes, then on their broken twins; succeeds when the former all pass and each of
 * the latter fails.
 *
 * <pre>
 *   StressSuite [short|sanity|quick|default|tough] [directory for jcstress's reports]
 * </pre>
 *
 * <p>{@code short} takes two to three minutes on two processors and still runs hundreds of thousands of races a class;
 * jcstress's own {@code sanity} runs each race once.</p>
 */
public final class StressSuite
{
    private static final String PACKAGE = "dev\\.sinew\\.bench\\.stress\\.";
    private static final List<String> TWINS = List.of("SlotProtocolBrokenTwin", "StampedExchangeBrokenTwin");
    private static final List<String> SHORT = List.of("-m", "quick", "-f", "1", "-fsm", "1", "-iters", "1", "-time",
        "200", "-sc", "false");
    private static final Pattern RESULTS = Pattern.compile(
        "Results: (\\d+) planned; (\\d+) passed, (\\d+) failed, (\\d+) soft errs, (\\d+) hard errs");

    private StressSuite()
    {
    }

    /**
     * @param args mode, default {@code short}; directory, default {@code target/jcstress}.
     * @throws Exception when jcstress cannot be started.
     */
    public static void main(final String[] args) throws Exception
    {
        final String mode = args.length > 0 ? args[0] : "short";
        final Path directory = Path.of(args.length > 1 ? args[1] : "target/jcstress").toAbsolutePath();
        final Outcome production = run(directory, "production", mode.equals("short") ? SHORT : List.of("-m", mode),
            PACKAGE + ".*Stress$");
        boolean good = report("production classes must pass", production, production.passed > 0 &&
            production.failed + production.errors == 0 && production.exitCode == 0);
        for (final String twin : TWINS)
        {
            final Outcome outcome = run(directory, twin, SHORT, PACKAGE + twin + "$");
            good &= report(twin + " must fail", outcome, outcome.failed > 0 && outcome.errors == 0);
        }
        System.exit(good ? 0 : 1);
    }

    private static boolean report(final String what, final Outcome outcome, final boolean asExpected)
    {
        System.out.println("stress: " + what + ": " + (asExpected ? "ok" : "NOT SO") + ", passed=" + outcome.passed +
            ", failed=" + outcome.failed + ", errors=" + outcome.errors);
        return asExpected;
    }

    private static Outcome run(
        final Path directory,
        final String name,
        final List<String> options,
        final String tests) throws IOException, InterruptedException
    {
        final Path place = Files.createDirectories(directory.resolve(name));
        final List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp", absolute(System.getProperty("java.class.path")), "org.openjdk.jcstress.Main",
            "-jvmArgsPrepend", "--add-opens java.base/jdk.internal.misc=ALL-UNNAMED", "-r", place.toString(),
            "-t", tests));
        command.addAll(options);
        final Process process = new ProcessBuilder(command).directory(place.toFile()).redirectErrorStream(true)
            .start();
        Outcome outcome = new Outcome(0, 0, 1, -1);
        try (BufferedReader out = process.inputReader())
        {
            for (String line = out.readLine(); line != null; line = out.readLine())
            {
                System.out.println(line);
                final Matcher matcher = RESULTS.matcher(line);
                if (matcher.find())
                {
                    outcome = new Outcome(Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3)),
                        Integer.parseInt(matcher.group(5)), -1);
                }
            }
        }
        return new Outcome(outcome.passed, outcome.failed, outcome.errors, process.waitFor());
    }

    private static String absolute(final String classPath)
    {
        final List<String> entries = new ArrayList<>();
        for (final String entry : classPath.split(File.pathSeparator))
        {
            entries.add(Path.of(entry).toAbsolutePath().toString());
        }
        return String.join(File.pathSeparator, entries);
    }

    private record Outcome(int passed, int failed, int errors, int exitCode)
    {
    }
}
