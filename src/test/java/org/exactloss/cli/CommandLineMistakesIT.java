package org.exactloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mistakes of a new user on the command line, in the configuration and with outputs. */
class CommandLineMistakesIT {
  @TempDir private Path folder;
  @TempDir private Path elsewhere;
  private LocalSparkSettings settings;
  private String data;

  @BeforeEach
  void writeData() throws IOException {
    settings = new LocalSparkSettings(elsewhere);
    data = file("data.csv", "p,t,the name\n1,2,3\n2,2,5\n");
  }

  @AfterEach
  void putBack() {
    settings.close();
  }

  private String file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text).toString();
  }

  private Attempt run(String... words) throws IOException {
    return Attempt.of(folder, List.of(words));
  }

  /** Everything is right but for what is added. */
  private Attempt evaluate(String... more) throws IOException {
    List<String> words =
        new ArrayList<>(List.of("evaluate", "--input", data, "--prediction", "p", "--target", "t"));
    words.addAll(Arrays.asList(more));
    return Attempt.of(folder, words);
  }

  @Test
  void commands() throws IOException {
    run().isRefused(2, "no command is given");
    run("evalute", "--input", data).isRefused(2, "there is no command evalute", "evaluate?");
    run("--input", data).isRefused(2, "--input stands before the command", "after evaluate");
    evaluate("and", "more").isRefused(2, "the word and belongs to no option", "in quotes");
  }

  @Test
  void options() throws IOException {
    run("evaluate", "--inptu", data).isRefused(2, "there is no option --inptu", "--input?");
    run("evaluate", "-x").isRefused(2, "there is no option -x", "evaluate --help");
    run("evaluate", "--input", "--prediction", "p").isRefused(2, "--input has no value");
    run("evaluate", "--prediction", "p", "--target", "t").isRefused(2, "no data set is given");
    run("evaluate", "--input", data, "--target", "t").isRefused(2, "no prediction is given");
    run("evaluate", "--input", data, "--prediction", "p").isRefused(2, "no target is given");
    evaluate("--target", "p").isRefused(2, "--target is given more than once");
    evaluate("--report", "").isRefused(2, "--report is blank");
    evaluate("--table", "x").isRefused(2, "table x", "input " + data, "give one of them");
  }

  @Test
  void valuesOfOptions() throws IOException {
    evaluate("--reduction", "avg").isRefused(2, "--reduction is avg", "mean, sum");
    evaluate("--on-nan", "SKIP").isRefused(2, "--on-nan is SKIP", "fail, skip, propagate");
    evaluate("--on-null", "propagate").isRefused(2, "--on-null propagate", "fail or skip");
    evaluate("--tree-depth", "0").isRefused(2, "--tree-depth is 0", "at least 1");
    evaluate("--tree-depth", "many").isRefused(2, "--tree-depth is many", "a whole number");
    evaluate("--quiet=maybe").isRefused(2, "--quiet is maybe", "true or false");
    evaluate("--ignore-target", "none").isRefused(2, "--ignore-target none", "it is no number");
    evaluate("--option", "sep").isRefused(2, "--option is sep", "header=false");
    evaluate("--option", "=x").isRefused(2, "--option is =x", "header=false");
  }

  /** Not through spark-submit, which refuses it by itself. */
  @Test
  void aMasterThatIsNone() throws IOException {
    System.setProperty("spark.master", "cluster-of-mine");
    evaluate().isRefused(2, "Cannot start Spark on cluster-of-mine: ", "spark-submit");
  }

  @Test
  void targetsAndKeyBelongTogether() throws IOException {
    evaluate("--key", "p").isRefused(2, "--key is given without --targets");
    evaluate("--targets", data).isRefused(2, "no key is given", "--key");
    evaluate("--on-unmatched", "skip").isRefused(2, "--on-unmatched is given without --targets");
    evaluate("--targets", data, "--key", "p,").isRefused(2, "--key is p,", "empty name");
    evaluate("--targets", data, "--key", "p,P").isRefused(2, "--key names the column P twice");
    evaluate("--targets", data, "--key", "pp").isRefused(2, "by key pp", "did you mean p");
  }

  @Test
  void configurations() throws IOException {
    String unknown = file("unknown.properties", "inptu = x\n");
    run("evaluate", "--config", unknown).isRefused(2, unknown, "no option inptu", "input?");
    String twice = file("twice.properties", "target = a\ntarget = b\n");
    run("evaluate", "--config", twice).isRefused(2, twice, "target is given 2 times");
    String escape = file("escape.properties", "input = C:\\users\n");
    run("evaluate", "--config", escape).isRefused(2, escape, "a backslash twice");
    String nested = file("nested.properties", "config = x\n");
    run("evaluate", "--config", nested).isRefused(2, nested, "no option config");
    run("evaluate", "--config", data + "x").isRefused(4, data + "x", "there is no such file");
    run("evaluate", "--config", folder.toString()).isRefused(4, folder.toString());
  }

  @Test
  void outputsThatAreThere() throws IOException {
    String report = file("report.json", "an old report");
    evaluate("--report", report).isRefused(2, report, "it exists", "--overwrite");
    assertThat(Path.of(report)).hasContent("an old report");
    evaluate("--report", folder.toString()).isRefused(2, "it is a folder");
    evaluate("--report", data, "--overwrite").isRefused(2, "it is the input " + data);
    assertThat(Path.of(data)).content().startsWith("p,t");
  }

  @Test
  void outputsInsideAnInput() throws IOException {
    file("many/a.csv", "p,t\n1,2\n");
    String report = folder.resolve("many/report.json").toString();
    for (String input :
        List.of(folder.resolve("many").toString(), folder.resolve("m*").toString())) {
      run("evaluate", "--input", input, "--prediction", "p", "--target", "t", "--report", report)
          .isRefused(2, report, "it lies inside the input " + input);
    }
    evaluate("--targets", folder.resolve("many").toString(), "--key", "p", "--report", report)
        .isRefused(2, report, "it lies inside the input");
  }

  @Test
  void outputsThatCannotBeWritten() throws IOException {
    evaluate("--report", folder.resolve("none/r.json").toString())
        .isRefused(4, "its folder does not exist");
    evaluate("--report", file("a file", "") + "/r.json").isRefused(4, "a file/r.json");
    evaluate("--report", "/proc/r.json").isRefused(4, "/proc/r.json: no file can be made");
    evaluate("--report", "/dev/full").isRefused(2, "/dev/full", "neither a file nor a folder");
    evaluate("--report", "nowhere://host/r.json").isRefused(4, "nowhere://host/r.json", "scheme");
    evaluate("--report", "hdfs://no.such.host.invalid:1/r.json").isRefused(4, "no.such.host");
  }

  @Test
  void namesOfColumns() throws IOException {
    String[] given = {"evaluate", "--input", data, "--prediction", "p", "--target"};
    run(with(given, "tt")).isRefused(2, "--target tt", "no column tt", "did you mean t");
    run(with(given, "the_name")).isRefused(2, "no column the_name", "did you mean `the name`?");
    run(with(given, "the name")).isRefused(2, "write the whole name in backticks: `the name`");
    run(with(given, "`the nam`")).isRefused(2, "no column the nam", "`the name`");
    run(with(given, "temperature")).isRefused(2, "no column", "use one of p, t, `the name`");
    evaluate("--weight", "weights").isRefused(2, "--weight weights: there is no column weights");
    evaluate("--where", "q > 1").isRefused(2, "--where q > 1: there is no column q");
    Attempt right = run(with(given, "`the name`"));
    assertThat(right.exitCode()).as(right.all()).isZero();
  }

  private static String[] with(String[] words, String last) {
    String[] all = Arrays.copyOf(words, words.length + 1);
    all[words.length] = last;
    return all;
  }

  @Test
  void expressions() throws IOException {
    evaluate("--weight", "p +").isRefused(2, "--weight p +", "no Spark SQL expression", "Syntax");
    evaluate("--weight", "f(p)").isRefused(2, "--weight f(p)", "`f`");
    evaluate("--weight", "rand()").isRefused(2, "rand is not deterministic");
    evaluate("--where", "rand() > 0.5").isRefused(2, "rand is not deterministic");
    evaluate("--weight", "(SELECT 1)").isRefused(2, "it contains a subquery");
    for (String rows :
        List.of("max(p)", "row_number() OVER (ORDER BY p)", "explode(array(1, 2))", "*")) {
      evaluate("--prediction", rows)
          .isRefused(2, "--prediction " + rows, "it does not give one value for each row");
    }
    evaluate("--prediction", "p").isRefused(2, "two predictions of the name p", "AS");
    evaluate("--prediction", "t AS p").isRefused(2, "two predictions of the name p", "AS");
    evaluate("--where", "p > 100").isRefused(3, "no row satisfies --where p > 100");
    evaluate("--where", "p").isRefused(2, "--where p", "is not a boolean");
    evaluate("--reader", "columns").isRefused(2, "Cannot read columns", "CSV");
    evaluate("--reader", "pages").isRefused(2, "Cannot read pages", "CSV", "--reader pages");
  }
}
