package org.exactloss.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.exactloss.spec.AnalysisSpec;
import org.exactloss.spec.BatchSpec;
import org.exactloss.spec.Comparison;
import org.exactloss.spec.ConfidenceLevel;
import org.exactloss.spec.Divisor;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationException.Kind;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.Gate;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.JoinSpec;
import org.exactloss.spec.KernelOption;
import org.exactloss.spec.Metric;
import org.exactloss.spec.Multioutput;
import org.exactloss.spec.PenaltySpec;
import org.exactloss.spec.PredictionModel;
import org.exactloss.spec.ReaderOption;
import org.exactloss.spec.Reduction;
import org.exactloss.spec.TableOutputs;
import org.exactloss.spec.ValuePolicies;
import org.exactloss.spec.ValuePolicy;
import org.exactloss.store.ExistingOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineParserTest {
  @Test
  void defaultsAreThoseOfTheSpecification() {
    EvaluationRequest request = request("--input", "f.csv", "--prediction", "p", "--target", "t");
    assertThat(request.spec())
        .isEqualTo(
            EvaluationSpec.builder()
                .input(InputSpec.ofPaths("f.csv"))
                .prediction("p")
                .target("t")
                .build());
    assertThat(request.report()).isEmpty();
    assertThat(request.existing()).isEqualTo(ExistingOutput.REFUSE);
    assertThat(request.explain()).isFalse();
    assertThat(request.quiet()).isFalse();
    assertThat(request.options())
        .containsExactly(
            Map.entry("input", List.of("f.csv")),
            Map.entry("prediction", List.of("p")),
            Map.entry("target", List.of("t")));
  }

  @Test
  void outputsReachTheSpecification() {
    String words = "--input a --prediction p --target t --multioutput ";
    assertThat(request(words + "1,2.5e0,.5").spec().multioutput())
        .isEqualTo(Multioutput.weighted(List.of(1.0, 2.5, 0.5)));
    assertThat(request(words + "raw").spec().multioutput()).isEqualTo(Multioutput.RAW);
  }

  @Test
  void everyOptionReachesTheSpecification() {
    EvaluationRequest request =
        request(
            "--input a --input b --format csv --option header=false --option sep== --schema x.INT"
                + " --where w>1 --targets c --targets-format json --targets-option mode=x"
                + " --key id,`a,b` --on-unmatched skip --prediction p.AS.m --prediction -q"
                + " --target t --weight w --reduction sum --divide-by elements"
                + " --ignore-target -999 --ignore-target NaN --on-null skip --on-malformed skip"
                + " --on-nan propagate --on-infinite skip --report r.json --html p.html --overwrite"
                + " --linear-model m.json --features x,`y,z`"
                + " --l1 0.25 --l2 1e-3 --parameters k=s3a://b/x=1 --parameters s3a://b/x=2"
                + " --slice month(a,b),c --slice d --metric mae,r2 --metric mean --confidence 0.990"
                + " --baseline m --fail-if any\tslice:r2<=.5 --fail-if m:mae>1 --report-slices 7"
                + " --worst 3"
                + " --batch-size 10000000000 --order-by a,b --errors e --gradient --keep c,d"
                + " --results r --kernel scalar --reader rows --tree-depth 3 --explain --quiet"
                + " --debug");
    assertThat(request.spec())
        .isEqualTo(
            EvaluationSpec.builder()
                .input(
                    new InputSpec(
                        List.of("a", "b"),
                        Optional.empty(),
                        Optional.of("csv"),
                        Map.of("header", "false", "sep", "="),
                        Optional.of("x.INT")))
                .where("w>1")
                .join(
                    new JoinSpec(
                        new InputSpec(
                            List.of("c"),
                            Optional.empty(),
                            Optional.of("json"),
                            Map.of("mode", "x"),
                            Optional.empty()),
                        List.of("id", "`a,b`"),
                        true))
                .prediction("p.AS.m")
                .prediction("-q")
                .target("t")
                .weight("w")
                .reduction(Reduction.SUM)
                .divideBy(Divisor.ELEMENTS)
                .ignoreTarget("-999")
                .ignoreTarget("NaN")
                .policies(
                    new ValuePolicies(
                        ValuePolicy.SKIP,
                        ValuePolicy.SKIP,
                        ValuePolicy.PROPAGATE,
                        ValuePolicy.SKIP))
                .model(
                    new PredictionModel(
                        PredictionModel.Kind.LINEAR, "m.json", List.of("x", "`y,z`")))
                .penalty(
                    new PenaltySpec(
                        0.25,
                        0.001,
                        List.of(
                            new PenaltySpec.Parameters(Optional.of("k"), "s3a://b/x=1"),
                            new PenaltySpec.Parameters(Optional.empty(), "s3a://b/x=2"))))
                .analysis(
                    new AnalysisSpec(
                        List.of(List.of("month(a,b)", "c"), List.of("d")),
                        Set.of(Metric.MAE, Metric.R2),
                        new Comparison(
                            Optional.of(new ConfidenceLevel(new BigDecimal("0.990"))),
                            Optional.of("m")),
                        List.of(Gate.parse("any\tslice:r2<=.5"), Gate.parse("m:mae>1")),
                        true,
                        7))
                .batches(BatchSpec.ofSize(10_000_000_000L, List.of("a", "b")))
                .tables(
                    new TableOutputs(
                        Optional.of("e"), true, 3, List.of("c", "d"), Optional.of("r"), true))
                .kernel(KernelOption.SCALAR)
                .reader(ReaderOption.ROWS)
                .treeDepth(3)
                .build());
    assertThat(request.reportFile()).contains("r.json");
    assertThat(request.html()).contains("p.html");
    assertThat(request.existing()).isEqualTo(ExistingOutput.REPLACE);
    assertThat(request.explain()).isTrue();
    assertThat(request.quiet()).isTrue();
    assertThat(request.spec().inputPaths())
        .containsExactly("a", "b", "c", "s3a://b/x=1", "s3a://b/x=2", "m.json");
  }

  @Test
  void readsATableAndADataSourceWithoutAPath() {
    assertThat(request("--table db.t --prediction p --target t").spec().input())
        .contains(InputSpec.ofTable("db.t"));
    EvaluationRequest jdbc =
        request("--format jdbc --option password=hunter2 --prediction p --target t");
    assertThat(jdbc.spec().input().orElseThrow().format()).contains("jdbc");
    assertThat(jdbc.secrets()).containsExactly("hunter2");
  }

  @Test
  void anExpressionMayBeginWithAnAtSignOrHoldCommasAndEquals() {
    EvaluationRequest request = request("--input a --prediction=@x --target if(a=b,1,2)");
    assertThat(request.spec().predictions()).containsExactly("@x");
    assertThat(request.spec().target()).isEqualTo("if(a=b,1,2)");
  }

  @Test
  void aDashReportsToStandardOutput() {
    EvaluationRequest request = request("--input a --prediction p --target t --report -");
    assertThat(request.reportsToStandardOutput()).isTrue();
    assertThat(request.reportFile()).isEmpty();
  }

  @Test
  void aFlagCanBeTurnedOff() {
    assertThat(request("--input a --prediction p --target t --overwrite=false").existing())
        .isEqualTo(ExistingOutput.REFUSE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\"\" | no command is given; give evaluate, or see exactloss --help",
        "evalute | there is no command evalute; did you mean evaluate?",
        "score | there is no command score; exactloss --help lists the commands",
        "--debug evaluate | the option --debug stands before the command; write it after evaluate",
        "--colour | there is no option --colour; exactloss --help lists the commands",
        "evaluate --targt x | there is no option --targt; did you mean --target or --targets?",
        "evaluate --zzzzzzzzzz=1 | there is no option --zzzzzzzzzz; exactloss evaluate --help lists the options",
        "evaluate -q | there is no option -q; exactloss evaluate --help lists the options",
        "evaluate --slise a | there is no option --slise; did you mean --slice?",
        "evaluate --prediction --tarrget x | there is no option --tarrget; did you mean --target or --targets?",
        "evaluate a | the word a belongs to no option; write a value after its option, in quotes if it has blanks",
        "evaluate --input | --input has no value; give a value after --input",
        "evaluate --input --target t | --input has no value; give a value after --input",
        "evaluate --target a --target b | --target is given more than once; give it once",
        "evaluate --input a --prediction p --target t --reduction median | --reduction is median; give one of mean, sum, none",
        "evaluate --input a --prediction p --target t --reduction MEAN | --reduction is MEAN; give one of mean, sum, none",
        "evaluate --input a --prediction p --target t --kernel gpu | --kernel is gpu; give one of auto, vector, plain, scalar",
        "evaluate --input a --prediction p --target t --reader lines | --reader is lines; give one of auto, pages, columns, rows",
        "evaluate --input a --prediction p --target t --on-nan drop | --on-nan is drop; give one of fail, skip, propagate",
        "evaluate --input a --prediction p --target t --tree-depth two | --tree-depth is two; give a whole number",
        "evaluate --input a --prediction p --target t --overwrite=yes | --overwrite is yes; give true or false",
        "evaluate --input a --prediction p --target t --option header | --option is header; give a name and a value, as in header=false",
        "evaluate --input a --prediction p --target t --option a=1 --option a=2 | --option is a=2; give a once",
        "evaluate --input a --prediction p --target t --option header=1 --option Header=2 | --option is Header=2; give Header once",
        "evaluate --input a --prediction p --target t --option my.key=1 --option my.key=2 | --option is my.key=***; give my.key once",
        "evaluate --input a --prediction p --target t --key id | --key is given without --targets; give both, or leave --key out",
        "evaluate --input a --prediction p --target t --on-unmatched skip | --on-unmatched is given without --targets; give both, or leave --on-unmatched out",
        "evaluate --input a --prediction p --target t --multioutput mean | --multioutput is mean; give a number, such as 0.01 or 1e-4",
        "evaluate --input a --prediction p --target t --l1 0x1p3 | --l1 is 0x1p3; give a number, such as 0.01 or 1e-4",
        "evaluate --input a --prediction p --target t --batch-size many | --batch-size is many; give a whole number",
        "evaluate --input a --prediction p --target t --order-by a | --order-by is given without --batch-size; give both, or leave --order-by out",
        "evaluate --input a --prediction p --target t --features a | --features is given without --linear-model; give both, or leave --features out",
        "evaluate --input a --prediction p --target t --slice f(a,b | --slice is f(a,b; balance the parentheses",
        "evaluate --input a --prediction p --target t --slice a --report-slices few | --report-slices is few; give a whole number",
        "evaluate --input a --prediction p --target t --targets b --key a,,b | --key is a,,b; leave no empty name between commas"
      })
  void refusesWhatItCannotUnderstand(String words, String reason) {
    assertThatThrownBy(() -> parse(words))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE))
        .hasMessage("Cannot use the command line: " + reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--prediction p --target t | Cannot evaluate: no data set is given; name one with --input URI, --table NAME, or --format with --option",
        "--input a --target t | Cannot evaluate: no prediction is given; name at least one column with --prediction",
        "--input a --prediction p | Cannot evaluate: no target is given; name its column with --target",
        "--input a --prediction p --target t --targets b | Cannot join predictions and targets: no key is given; name its columns with --key",
        "--input a --prediction p --target t --tree-depth 0 | Cannot aggregate: --tree-depth is 0; give a number of at least 1",
        "--input a --prediction p --target t --on-null propagate | Cannot use --on-null propagate: a null value has no number to propagate; use fail or skip",
        "--input a --prediction p --target t --reduction none | Cannot evaluate with --reduction none: each element's loss is a value of a table; name that table with --errors URI",
        "--input a --prediction p --target t --gradient | Cannot use --gradient without --errors: derivatives are columns of that table; name it with --errors URI",
        "--input a --prediction p --target t --keep a | Cannot use --keep alone: its columns go along into the table of --errors and with the elements of --worst; give one of these options",
        "--input a --prediction p --target t --batch-size 0 --order-by a | Cannot make batches: --batch-size is 0; give it a number of at least 1",
        "--input a --prediction p --target t --batch-size 8 | Cannot make batches of 8 rows: rows have no order of their own on a cluster; name the columns that give one with --order-by",
        "--input a --prediction p --target t --batch-size 8 --order-by a --batch-by b | Cannot make batches by --batch-by and by --batch-size: a row would be in two; give one of them",
        "--input a --prediction p --target t --l1 1 | Cannot compute a penalty: --l1 or --l2 is given without parameters; name a table or a JSON file with --parameters",
        "--input a --prediction p --target t --parameters m | Cannot compute a penalty: --parameters is given, but --l1 and --l2 are zero; give one of them a positive number, or leave --parameters out",
        "--input a --prediction p --target t --l2 -1 --parameters m | Cannot compute a penalty: --l2 is -1.0; give a finite number that is not negative",
        "--input a --prediction p --target t --l1 1 --parameters m --multioutput raw | Cannot add a penalty with --multioutput raw: there is no single loss to add it to; use uniform or weights, or leave --parameters out",
        "--input a --prediction p --target t --multioutput 0,0 | Cannot weight the outputs with --multioutput [0.0, 0.0]: a weight is negative, NaN or infinite, or none is positive; give a weight of at least 0 for each output",
        "--input a --target t --linear-model m | Cannot apply --linear-model m: its features are not given; name their columns, in the order of its weights, with --features",
        "--input a --target t --linear-model m --features a --pipeline-model n | Cannot apply --linear-model and --pipeline-model: both add a prediction; give one of them",
        "--input a --prediction p --target t --worst 0 | Cannot report the largest errors: --worst is 0; give it a number of at least 1",
        "--input a --prediction p --target t --slice a --report-slices 0 | Cannot report slices: --report-slices is 0; give it a number of at least 1",
        "--input a --prediction p --target t --metric share | Cannot ask for share with --metric: it comes with --slice; use that option",
        "--input a --prediction p --target t --metric mea | Cannot compute the metric mea: there is none of that name; did you mean mean or mae?",
        "--input a --prediction p --target t --confidence 95 | Cannot give intervals of confidence 95: a level lies between 0 and 1 and has at most 100 digits; use one such as 0.95",
        "--input a --prediction p --target t --fail-if mae>1 | Cannot test the gate mae>1: mae is not computed; ask for it with --metric mae",
        "--input a --table b --prediction p --target t | Cannot read a table and files as one data set: both table b and input a are given; give one of them"
      })
  void refusesWhatIsIncompleteOrContradictory(String words, String message) {
    assertThatThrownBy(() -> request(words))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE))
        .hasMessage(message);
  }

  @Test
  void refusesABlankValue() {
    assertThatThrownBy(
            () -> request("--input", "a", "--prediction", "p", "--target", "t", "--where", " "))
        .hasMessage(
            "Cannot use the command line: --where is blank; give it a value or leave it out");
  }

  @Test
  void readsTheCommandReport() {
    assertThat(CommandLineParser.parse("report", "a.json", "--html", " p.html", "b.json"))
        .isEqualTo(
            new Invocation.Page(List.of("a.json", "b.json"), "p.html", ExistingOutput.REFUSE));
    assertThat(CommandLineParser.parse("report", "--overwrite", "--html=p", "a", "--debug"))
        .isEqualTo(new Invocation.Page(List.of("a"), "p", ExistingOutput.REPLACE));
    assertThat(((Invocation.Print) CommandLineParser.parse("report", "--help")).text())
        .startsWith("Usage: exactloss report REPORT.json... --html FILE [options]\n")
        .contains("--overwrite");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "report|no report is named; name one",
        "report --html p.html|no report is named; name one",
        "report a.json|report is given without --html; say where",
        "report a.json --html|--html has no value; give a value after --html",
        "report a.json --html a --html b|--html is given more than once; give it once",
        "report a.json --htm p|there is no option --htm; did you mean --html?",
        "report a.json --input x|there is no option --input; exactloss report --help",
        "--html p report a.json|--html stands before the command; write it after",
        "reprot a.json --html p|there is no command reprot; did you mean report?"
      })
  void refusesSlipsOfTheCommandReport(String words, String message) {
    assertThatThrownBy(
            () -> {
              Invocation invocation = CommandLineParser.parse(words.split(" "));
              EvaluationRequest.of(((Invocation.Evaluate) invocation).values());
            })
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE))
        .hasMessageContaining(message);
  }

  private static void parse(String words) {
    Invocation invocation =
        CommandLineParser.parse(words.isEmpty() ? new String[0] : words.split(" "));
    EvaluationRequest.of(((Invocation.Evaluate) invocation).values());
  }

  private static EvaluationRequest request(String words) {
    return request(words.split(" "));
  }

  private static EvaluationRequest request(String... words) {
    String[] all = new String[words.length + 1];
    all[0] = "evaluate";
    System.arraycopy(words, 0, all, 1, words.length);
    return EvaluationRequest.of(((Invocation.Evaluate) CommandLineParser.parse(all)).values());
  }
}
