package dev.sinew.runtime.wiring;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

import com.sun.management.GarbageCollectionNotificationInfo;
import org.HdrHistogram.Histogram;

/**
 * Counts the collections of a run and how long each held the JVM up, from the JVM's own notifications, which arrive on
 * a
 * thread of the JVM's.
 */
public final class GarbageWatch
{
    private final Histogram pausesNs = new Histogram(3_600_000_000_000L, 3);
    private final NotificationListener listener = this::onNotification;
    private final List<GarbageCollectorMXBean> collectors = new ArrayList<>();
    private final long countAtStart;

    private GarbageWatch()
    {
        collectors.addAll(ManagementFactory.getGarbageCollectorMXBeans());
        countAtStart = total();
        for (final GarbageCollectorMXBean collector : collectors)
        {
            ((NotificationEmitter)collector).addNotificationListener(listener, null, null);
        }
    }

    /**
     * @return a watch that counts from now on.
     */
    public static GarbageWatch start()
    {
        return new GarbageWatch();
    }

    /**
     * What a watch saw.
     *
     * @param count    collections.
     * @param pausesNs durations that the JVM told, ns; millisecond steps on most collectors.
     */
    public record Garbage(long count, Histogram pausesNs)
    {
    }

    /**
     * @return what it saw.
     */
    public Garbage stop()
    {
        final long count = total() - countAtStart;
        for (final GarbageCollectorMXBean collector : collectors)
        {
            try
            {
                ((NotificationEmitter)collector).removeNotificationListener(listener);
            }
            catch (final javax.management.ListenerNotFoundException ex)
            {
                throw new IllegalStateException("the listener was added at the start", ex);
            }
        }
        synchronized (pausesNs)
        {
            return new Garbage(count, pausesNs.copy());
        }
    }

    private long total()
    {
        return collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionCount).sum();
    }

    private void onNotification(final Notification notification, final Object handback)
    {
        if (GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION.equals(notification.getType()))
        {
            final GarbageCollectionNotificationInfo info =
                GarbageCollectionNotificationInfo.from((CompositeData)notification.getUserData());
            synchronized (pausesNs)
            {
                pausesNs.recordValue(info.getGcInfo().getDuration() * 1_000_000L);
            }
        }
    }
}
