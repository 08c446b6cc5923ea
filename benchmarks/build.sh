# Sourced by the scripts beside it: builds what is needed, and leaves the class path and the JVM's flags.
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
list="$here/target/jmh-classpath.txt"
# Rebuilt when any source is newer than the last build.
if [ ! -s "$list" ] || [ -n "$(find "$here"/../pom.xml "$here"/pom.xml "$here"/src/main "$here"/../*/src/main \
    -newer "$list" -print -quit)" ]; then
    echo "building the benchmarks ..." >&2
    mvn ${MAVEN_OPTIONS:-} -q -B -f "$here/../pom.xml" -pl benchmarks -am -DskipTests package \
        org.apache.maven.plugins:maven-dependency-plugin:build-classpath -Dmdep.outputFile=target/jmh-classpath.txt
    touch "$list"          # Maven leaves it alone where the class path is the same
fi
classpath="$here/target/classes:$(cat "$list")"
# JMH hands these flags on to the JVMs that it forks.
flags=(-Xms256m -Xmx256m -XX:+UseSerialGC --add-modules jdk.incubator.vector
    --add-opens java.base/jdk.internal.misc=ALL-UNNAMED --enable-native-access=ALL-UNNAMED)
