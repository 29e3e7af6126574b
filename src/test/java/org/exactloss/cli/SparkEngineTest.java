package org.exactloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.InputSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SparkEngineTest {
  private static final String CATALOG = "spark.sql.catalogImplementation";

  @AfterEach
  void forgetSettings() {
    System.clearProperty("spark.master");
    System.clearProperty("spark.hadoop.fs.defaultFS");
  }

  @Test
  void runsOnAllCoresUnlessToldOtherwise() {
    SparkConf conf = settings(new SparkConf(false), InputSpec.ofPaths("a"));
    assertThat(conf.get("spark.master")).isEqualTo("local[*]");
    assertThat(conf.get("spark.app.name")).isEqualTo("ExactLoss");
    assertThat(conf.get("spark.ui.showConsoleProgress")).isEqualTo("false");
    assertThat(conf.contains(CATALOG)).isFalse();
  }

  @Test
  void keepsWhatSparkSubmitWasTold() {
    SparkConf given =
        new SparkConf(false).setMaster("spark://h:7077").setAppName("nightly").set("spark.x", "1");
    SparkConf conf = settings(given, InputSpec.ofPaths("a"));
    assertThat(conf.get("spark.master")).isEqualTo("spark://h:7077");
    assertThat(conf.get("spark.app.name")).isEqualTo("nightly");
    assertThat(conf.get("spark.x")).isEqualTo("1");
    assertThat(given.contains("spark.ui.showConsoleProgress")).isFalse();
  }

  @Test
  void takesASerializerThatKnowsRecords() {
    SparkConf given =
        new SparkConf(false).set("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
    assertThat(settings(given, InputSpec.ofPaths("a")).get("spark.serializer"))
        .isEqualTo("org.apache.spark.serializer.JavaSerializer");
  }

  @Test
  void namesTheApplicationWhereSparkSubmitTookTheMainClass() {
    SparkConf given = new SparkConf(false).setAppName("org.exactloss.cli.Main");
    assertThat(settings(given, InputSpec.ofPaths("a")).get("spark.app.name"))
        .isEqualTo("ExactLoss");
  }

  @Test
  void readsTablesFromHiveUnlessAnotherCatalogIsNamed() {
    assertThat(settings(new SparkConf(false), InputSpec.ofTable("db.t")).get(CATALOG))
        .isEqualTo("hive");
    SparkConf memory = new SparkConf(false).set(CATALOG, "in-memory");
    assertThat(settings(memory, InputSpec.ofTable("db.t")).get(CATALOG)).isEqualTo("in-memory");
    SparkConf lake = new SparkConf(false).set("spark.sql.catalog.lake", "org.example.Lake");
    assertThat(settings(lake, InputSpec.ofTable("`lake`.db.t")).contains(CATALOG)).isFalse();
    assertThat(settings(lake, InputSpec.ofTable("db.t")).get(CATALOG)).isEqualTo("hive");
  }

  @Test
  void knowsTheFileSystemsOfSparksSettings() {
    System.setProperty("spark.hadoop.fs.defaultFS", "hdfs://nn:8020");
    assertThat(SparkEngine.fileSystems().get("fs.defaultFS")).isEqualTo("hdfs://nn:8020");
  }

  private static SparkConf settings(SparkConf given, InputSpec input) {
    return SparkEngine.settings(given, spec(input));
  }

  private static EvaluationSpec spec(InputSpec input) {
    return EvaluationSpec.builder().input(input).prediction("p").target("t").build();
  }
}
