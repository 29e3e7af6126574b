package org.exactloss.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.exactloss.spec.EvaluationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a file of weights may say, and what not. */
class LinearModelJsonTest {

  private static LinearModel parse(String json) {
    return LinearModelJson.parse("m.json", json.getBytes(UTF_8));
  }

  @Test
  void oneRowOfWeightsIsOneOutput() {
    LinearModel flat = parse("{\"weights\": [2, -0.5e1], \"bias\": 3}");
    assertThat(flat.name()).isEqualTo("prediction");
    assertThat(flat.dtype()).isEqualTo(LinearModel.Dtype.FLOAT64);
    assertThat(flat.width()).isEqualTo(2);
    assertThat(flat.outputs()).hasSize(1);
    assertThat(flat.outputs().get(0).toDouble(new double[] {10, 1})).isEqualTo(18);
    LinearModel nested = parse("{\"bias\": [3], \"weights\": [[2, -5]]}");
    assertThat(nested.outputs().get(0).toDouble(new double[] {10, 1})).isEqualTo(18);
  }

  @Test
  void theBiasMayBeLeftOut() {
    for (String json :
        new String[] {"{\"weights\": [[2], [3]]}", "{\"weights\": [[2], [3]], \"bias\": null}"}) {
      LinearModel model = parse(json);
      assertThat(model.outputs().get(0).toDouble(new double[] {0.5})).isEqualTo(1);
      assertThat(model.outputs().get(1).toDouble(new double[] {0.5})).isEqualTo(1.5);
    }
  }

  /** The dtype holds for the weights as well, wherever it stands; each is rounded once. */
  @Test
  void weightsAreTheNearestNumbersOfTheDtype() {
    // Above a tie of floats by less than a double can show: through a double it would be a tie.
    String beside = "1.00000005960464477539062500000000001";
    LinearModel model =
        parse("{\"weights\": [" + beside + "], \"bias\": 0.1, \"dtype\": \"float32\"}");
    assertThat(model.outputs().get(0).toDouble(new double[] {0})).isEqualTo(0.1f);
    double both = model.outputs().get(0).toDouble(new double[] {1});
    assertThat(both).isEqualTo((double) 0.1f + (1 + 0x1p-23));
    LinearModel wide = parse("{\"weights\": [" + beside + "], \"name\": \"y hat\"}");
    assertThat(wide.outputs().get(0).toDouble(new double[] {1})).isEqualTo(1 + 0x1p-24);
    assertThat(wide.name()).isEqualTo("y hat");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{\"weights\": [1], \"biass\": 2} | USAGE | there is no key biass; did you mean bias?",
        "{\"bias\": 1} | USAGE | it has no \"weights\"; give them, one list for each output",
        "[1, 2] | USAGE | it is no JSON object; write {\"weights\": [[...]], \"bias\": [...]}",
        "{\"weights\": [1]} {} | USAGE | something follows the JSON object; write one object",
        "{\"weights\": [1], \"dtype\": \"float16\"} | USAGE | its \"dtype\" is float16; write \"float32\" or \"float64\"",
        "{\"weights\": [1], \"dtype\": [\"float32\"]} | USAGE | its \"dtype\" is [; write \"float32\" or \"float64\"",
        "{\"weights\": [1], \"name\": \" \"} | USAGE | its \"name\" is  ; write the name of a column",
        "{\"weights\": [1], \"name\": 3} | USAGE | its \"name\" is 3; write the name of a column",
        "{\"weights\": 3} | DATA | its \"weights\" are 3; write a list for each output",
        "{\"weights\": []} | DATA | its \"weights\" hold no number; write one for each feature",
        "{\"weights\": [[], []]} | DATA | its \"weights\" hold no number; write one for each feature",
        "{\"weights\": [[1, 2], [3]]} | DATA | its rows of weights have 2 and 1 numbers; write one number for each feature in each of them",
        "{\"weights\": [[1], 2]} | DATA | \"weights\" has 2 beside lists; write a list for each output",
        "{\"weights\": [1, [2]]} | DATA | \"weights\" has [ in it; write finite numbers",
        "{\"weights\": [NaN]} | DATA | \"weights\" has NaN in it, which is no finite float64; write finite numbers",
        "{\"weights\": [-Infinity]} | DATA | \"weights\" has -Infinity in it, which is no finite float64; write finite numbers",
        "{\"weights\": [1e400]} | DATA | \"weights\" has 1e400 in it, which is no finite float64; write finite numbers",
        "{\"weights\": [1e39], \"dtype\": \"float32\"} | DATA | \"weights\" has 1e39 in it, which is no finite float32; write finite numbers",
        "{\"weights\": [\"1\"]} | DATA | \"weights\" has 1 in it; write finite numbers",
        "{\"weights\": [null]} | DATA | \"weights\" has null in it; write finite numbers",
        "{\"weights\": [[1], [2]], \"bias\": 3} | DATA | it has 2 rows of weights and 1 biases; write one bias for each row, or leave \"bias\" out",
        "{\"weights\": [1], \"bias\": [NaN]} | DATA | \"bias\" has NaN in it, which is no finite float64; write finite numbers",
        "{\"weights\": [1], \"bias\": \"a\"} | DATA | \"bias\" has a in it; write finite numbers",
      })
  void whatIsRefused(String json, EvaluationException.Kind kind, String why) {
    EvaluationException refusal =
        catchThrowableOfType(EvaluationException.class, () -> parse(json));
    assertThat(refusal).isNotNull().hasMessage("Cannot use --linear-model m.json: " + why);
    assertThat(refusal.kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{\"weights\": [1 | line 1, column ",
        "{\"weights\": [[[1]]]} | nesting depth (4) exceeds the maximum allowed (3",
        "{\"weights\": [1], \"weights\": [2]} | Duplicate field 'weights'",
        "PAR1 | Unrecognized token 'PAR1'",
      })
  void whatIsNoJson(String json, String why) {
    EvaluationException refusal =
        catchThrowableOfType(EvaluationException.class, () -> parse(json));
    assertThat(refusal)
        .hasMessageStartingWith("Cannot use --linear-model m.json: it is no such JSON (line ")
        .hasMessageContaining(why)
        .hasMessageEndingWith(
            "; write {\"weights\": [[...]], \"bias\": [...], \"dtype\": \"float64\"}");
    assertThat(refusal.kind()).isEqualTo(EvaluationException.Kind.STORAGE);
  }
}
