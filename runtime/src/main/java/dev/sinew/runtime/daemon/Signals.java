package dev.sinew.runtime.daemon;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/**
 * Takes signals from the JVM's hands: a shutdown hook hears of the first one only, and a robot needs to hear of the
 * second. The handlers run on a thread of their own each time.
 *
 * <p>{@code sun.misc.Signal} is the JDK's only way to do this; it is exported by the module {@code jdk.unsupported} of
 * every JDK, and reached by reflection because the compiler warns of it by name.</p>
 */
final class Signals
{
    private static final String SIGNAL = "sun.misc.Signal";
    private static final String HANDLER = "sun.misc.SignalHandler";

    private Signals()
    {
    }

    /**
     * @param name   name of a signal without {@code SIG}: {@code TERM}.
     * @param action what to do with it, given its name.
     * @return true when the action will be called; false where the JVM does not let us.
     */
    static boolean handle(final String name, final Consumer<String> action)
    {
        try
        {
            final Class<?> signal = Class.forName(SIGNAL);
            final Class<?> handler = Class.forName(HANDLER);
            final InvocationHandler call = (proxy, method, arguments) -> switch (method.getName())
            {
                case "handle" ->
                {
                    action.accept(name);
                    yield null;
                }
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "sinew's handler of SIG" + name;
            };
            final Object ours =
                Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, call);
            signal.getMethod("handle", signal, handler).invoke(null,
                signal.getConstructor(String.class).newInstance(name), ours);
            return true;
        }
        catch (final InvocationTargetException ex)
        {
            return false; // started with -Xrs, or the signal is taken
        }
        catch (final ReflectiveOperationException ex)
        {
            return false; // a JVM without that module
        }
    }
}
