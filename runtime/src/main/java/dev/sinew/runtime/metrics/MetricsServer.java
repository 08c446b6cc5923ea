package dev.sinew.runtime.metrics;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import dev.sinew.runtime.wiring.UserException;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;

/**
 * Serves {@code http://127.0.0.1:PORT/metrics} on the loopback interface alone, one scrape at a time, on the thread
 * {@code sinew-metrics}.
 */
public final class MetricsServer implements AutoCloseable
{
    private final HTTPServer server;
    private final ExecutorService executor;
    private final LoopCollector collector;

    private MetricsServer(final HTTPServer server, final ExecutorService executor, final LoopCollector collector)
    {
        this.server = server;
        this.executor = executor;
        this.collector = collector;
    }

    /**
     * @param port     port on the loopback interface; 0 takes a free one.
     * @param counters what is told.
     * @param robot    name of the robot.
     * @param policy   name of the policy.
     * @param backend  name of the backend.
     * @return the server, listening.
     * @throws UserException when the port cannot be had.
     */
    public static MetricsServer start(
        final int port,
        final FrameCounters counters,
        final String robot,
        final String policy,
        final String backend)
    {
        final ExecutorService executor = Executors.newSingleThreadExecutor(task ->
        {
            final Thread thread = new Thread(task, "sinew-metrics");
            thread.setDaemon(true);
            return thread;
        });
        final LoopCollector collector =
            new LoopCollector(counters, Labels.of("robot", robot, "policy", policy, "backend", backend));
        final PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(collector);
        try
        {
            final HTTPServer server = HTTPServer.builder().inetAddress(InetAddress.getLoopbackAddress()).port(port)
                .executorService(executor).registry(registry).buildAndStart();
            return new MetricsServer(server, executor, collector);
        }
        catch (final BindException ex)
        {
            executor.shutdownNow();
            collector.close();
            throw new UserException("metrics.port " + port + " is in use or not allowed here: " + ex.getMessage() +
                " (give another port, or 0 for no metrics)", ex);
        }
        catch (final IOException ex)
        {
            executor.shutdownNow();
            collector.close();
            throw new UserException("metrics cannot be served on port " + port + ": " + ex.getMessage(), ex);
        }
    }

    /**
     * @return the port that it listens on.
     */
    public int port()
    {
        return server.getPort();
    }

    @Override
    public void close()
    {
        server.close();
        executor.shutdownNow();
        collector.close();
    }
}
