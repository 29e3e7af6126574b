# Sourced by the scripts one folder up: where the project is, which Java runs it, what is built.
set -euo pipefail

project=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
target=$project/target
jar=$target/exactloss.jar
embedded_spark=$target/spark

# fail EXIT_CODE MESSAGE
fail() {
  printf '%s\n' "$2" >&2
  exit "$1"
}

# Sets java to the command that Spark and Maven would pick, too, after a look at its version, and
# java_printed to what it says of itself.
find_java() {
  if [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
    [ -x "$java" ] || fail 4 "Cannot start Java: JAVA_HOME is $JAVA_HOME, which has no bin/java; set JAVA_HOME to a JDK 17 or 21"
  else
    java=$(command -v java) || fail 4 "Cannot start Java: JAVA_HOME is not set and no java is on the PATH; install JDK 17 or 21"
  fi
  local version
  java_printed=$("$java" -version 2>&1) || fail 4 "Cannot start Java: $java -version failed with '$java_printed'; set JAVA_HOME to a JDK 17 or 21"
  [[ $java_printed =~ version\ \"(1\.)?([0-9]+) ]] || fail 4 "Cannot start Java: $java -version says '$java_printed', which names no version; set JAVA_HOME to a JDK 17 or 21"
  version=${BASH_REMATCH[2]}
  if [ "$version" -lt 17 ]; then
    fail 4 "Cannot start ExactLoss: $java is Java $version, which is too old for Spark 4.1; set JAVA_HOME to a JDK 17 or 21"
  elif [ "$version" -ge 25 ]; then
    fail 4 "Cannot start ExactLoss: $java is Java $version, on which Spark 4.1 does not run; set JAVA_HOME to a JDK 17 or 21"
  fi
}

require_maven() {
  command -v mvn >/dev/null || fail 4 "Cannot build ExactLoss: no mvn is on the PATH; install Maven 3.8 or newer"
}

# Builds the application jar and the embedded Spark unless every given path is there.
build_unless_present() {
  local path
  for path; do
    if [ ! -e "$path" ]; then
      build
      return
    fi
  done
}

build() {
  require_maven
  mkdir -p "$target" 2>/dev/null && [ -w "$target" ] || fail 4 "Cannot build ExactLoss: $target cannot be written; build it once as a user who may write there"
  printf 'exactloss: building, on the first run only; Maven may have to download Spark, which takes minutes\n' >&2
  local log=$target/build.log code=0
  (cd "$project" && mvn -q -B -Dmaven.test.skip=true package) >"$log" 2>&1 </dev/null || code=$?
  [ "$code" -eq 0 ] || build_failed "$code" "$log"
}

# build_failed EXIT_CODE LOG
build_failed() {
  local reason
  if reason=$(grep -m 1 -oE '(Could not transfer artifact|Could not find artifact|Unknown host|Cannot access [^ ]+ \([^)]*\) in offline mode)[^;]{0,160}' "$2"); then
    fail 4 "Cannot build ExactLoss: Maven could not download what is missing ($reason); connect to the network or set a mirror in ~/.m2/settings.xml, then run again (Maven's messages: $2)"
  fi
  reason=$(grep -m 1 -E 'ERROR|rror' "$2" || tail -n 1 "$2")
  fail 4 "Cannot build ExactLoss: mvn ended with exit code $1 (${reason:-it printed nothing}); mend that and run again (Maven's messages: $2)"
}

# The launcher needs few jars, and a short class path is read in a fraction of the time.
launcher_jars() {
  local -a jars=("$embedded_spark"/jars/spark-launcher_*.jar "$embedded_spark"/jars/spark-common-utils_*.jar)
  local IFS=:
  printf '%s' "${jars[*]}"
}

# embedded_command CLASS [ARGUMENT…]: sets command to the words that Spark's own launcher would
# run for a class of the embedded Spark. The launcher prints a first empty word, and each word
# ends with a NUL.
embedded_command() {
  export SPARK_HOME=$embedded_spark SPARK_SCALA_VERSION=2.13
  local word
  command=()
  while IFS= read -r -d '' word; do
    command+=("$word")
  done < <("$java" -Xmx128m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$(launcher_jars)" org.apache.spark.launcher.Main "$@")
  [ "${#command[@]}" -gt 1 ] || fail 4 "Cannot start Spark: the launcher of $embedded_spark gave no command; delete that folder, so that it is assembled again"
  command=("${command[@]:1}")
  command[0]=${command[0]#$'\n'}
}
