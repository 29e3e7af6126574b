package org.exactloss.chaos;

import java.util.ArrayList;
import java.util.List;

/** The jobs of the campaign. A row's work is made longer, so that there is time for a fault. */
enum Shape {
  /** One model, read page by page. */
  PLAIN,
  WEIGHTED,
  /** A hundred slices of five models, which come with the results of tasks. */
  SLICES,
  /** As many slices as rows, which go through a shuffle. */
  MANY_SLICES,
  JOIN;

  /** An expression of the same value that takes a while. */
  private static String slow(String column, int characters) {
    return column + " + 0 * length(repeat(CAST(id AS STRING), " + characters + ")) AS " + column;
  }

  /** The options of the command, without those of outputs. */
  List<String> options(CampaignData data) {
    List<String> words = new ArrayList<>(List.of("evaluate", "--input", data.rows().toString()));
    switch (this) {
      case PLAIN -> add(words, "--prediction", "p1", "--target", "t");
      case WEIGHTED ->
          add(words, "--prediction", slow("p1", 2500), "--target", "t", "--weight", "w");
      case SLICES -> {
        add(words, "--prediction", slow("p1", 1500), "--target", "t", "--slice", "s");
        for (int model = 2; model <= 5; model++) {
          add(words, "--prediction", "p" + model);
        }
      }
      case MANY_SLICES ->
          add(words, "--prediction", slow("p1", 1500), "--target", "t", "--slice", "id");
      case JOIN -> {
        add(words, "--prediction", slow("p1", 1500), "--target", "truth", "--key", "id");
        add(words, "--targets", data.targets().toString());
      }
    }
    return words;
  }

  /** Whether its executors exchange rows through files. */
  boolean shuffles() {
    return this == MANY_SLICES || this == JOIN;
  }

  /** Whether groups of its files can be kept. */
  boolean resumes() {
    return this != JOIN;
  }

  private static void add(List<String> words, String... more) {
    words.addAll(List.of(more));
  }
}
