# Sourced after project.sh: an archive of the classes that a start of the embedded Spark loads
# (class-data sharing), which takes most of the time out of later starts.

# Java prints a warning to standard output where an archive does not fit. Its checksums are verified,
# for a damaged one would end the program.
archive_options=(-Xshare:auto -XX:+VerifySharedSpaces '-Xlog:cds*=off' '-Xlog:class+path=off')

# use_archive: puts the archive into command, the words of Spark's launcher, and makes it first if
# there is none of this build and this Java. Whatever is wrong with it, the program starts without.
# With EXACTLOSS_CLASS_ARCHIVE=none there is none at all.
use_archive() {
  [ "${EXACTLOSS_CLASS_ARCHIVE:-}" != none ] || return 0
  name_archive
  arrange_class_path || return 0
  if [ ! "$archive" -nt "$jar" ] || [ ! "$archive" -nt "$embedded_spark/RELEASE" ]; then
    make_archive || return 0
  fi
  [ -s "$archive" ] && is_whole || return 0
  command=("${command[0]}" "${archive_options[@]}" "-XX:SharedArchiveFile=$archive" "${command[@]:1}")
}

# Java checks the content but not the length, and would end where a file that was cut short ends.
is_whole() {
  [ "$(wc -c <"$archive")" = "$(cat "$archive.size" 2>/dev/null)" ]
}

name_archive() {
  local build=${java_printed##*$'\n'}
  archive=$target/classes-${build//[^0-9A-Za-z.+-]/_}.jsa
}

# Moves the folder of settings from the front of the class path to its end, and our jar to the
# front: an archive fits the front of a class path only, and never a folder with files. No jar of
# the embedded Spark has a file that such settings would have to hide. Fails where the user has put
# something before all that.
arrange_class_path() {
  local i path
  for ((i = 1; i < ${#command[@]} - 1; i++)); do
    [ "${command[i]}" = -cp ] || continue
    path=${command[i + 1]}
    [ "${path%%:*}" -ef "$SPARK_CONF_DIR" ] || return 1
    command[i + 1]=$jar:${path#*:}:$SPARK_CONF_DIR/
    return 0
  done
  return 1
}

# Only one of several starts makes the archive; the others do not wait for it. An archive that cannot
# be made is an empty file, so that it is not tried again with every start.
make_archive() {
  [ -w "$target" ] && exec 9>"$archive.lock" || return 1
  if ! flock -n 9 2>/dev/null; then
    exec 9>&-
    return 1
  fi
  [ ! -t 2 ] || printf 'exactloss: making an archive of classes, once, so that later starts are quick\n' >&2
  local work=$archive.work
  rm -rf "$work"
  mkdir "$work"
  train "$work" >"$target/archive.log" 2>&1 9>&- </dev/null || : >"$work/classes.jsa"
  wc -c <"$work/classes.jsa" >"$archive.size"
  mv -f "$work/classes.jsa" "$archive"
  rm -rf "$work"
  exec 9>&-
}

# train FOLDER: the run whose classes are archived, in FOLDER/classes.jsa.
train() (
  export SPARK_LOCAL_IP=127.0.0.1
  unset SPARK_SUBMIT_OPTS SPARK_DRIVER_MEMORY SPARK_MEM
  cd "$1"
  embedded_command org.apache.spark.deploy.SparkSubmit --master 'local[2]' \
    --conf "spark.sql.warehouse.dir=$1/warehouse" --conf "spark.local.dir=$1" --conf spark.driver.memory=1g \
    --class org.exactloss.cli.TrainingRun "$jar" "file:$project/src/examples/weather_forecasts.csv.gz" "$1"
  arrange_class_path &&
    "${command[0]}" -XX:TieredStopAtLevel=1 "-XX:ArchiveClassesAtExit=$1/classes.jsa" "${command[@]:1}" && [ -s "$1/classes.jsa" ]
)
