package org.exactloss.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The rules of the house for the packages below one root: who may import whom, and what. */
record ArchitectureRules(String root) {

  /** Every package of the house with the packages that it may import. */
  static final Map<String, Set<String>> MAY_IMPORT =
      Map.of(
          "cli",
              Set.of(
                  "job", "scan", "store", "report", "metric", "kernel", "state", "exact", "spec"),
          "job", Set.of("scan", "store", "report", "metric", "kernel", "state", "exact", "spec"),
          "scan", Set.of("kernel", "state", "exact", "spec"),
          "store", Set.of("state", "spec"),
          "report", Set.of("metric", "spec"),
          "metric", Set.of("state", "exact", "spec"),
          "kernel", Set.of("state", "exact"),
          "state", Set.of("exact"),
          "exact", Set.of(),
          "spec", Set.of());

  /** The top floor, from which everything may be imported. */
  private static final String TOP = "cli";

  private static final String[] SPARK = {
    "org.apache.spark..",
    "org.apache.hadoop..",
    "org.apache.parquet..",
    "org.apache.orc..",
    "scala.."
  };
  private static final String[] SPARK_PLANNING = {
    "org.apache.spark.sql.execution..",
    "org.apache.spark.sql.vectorized..",
    "org.apache.spark.sql.classic.."
  };
  private static final String SPARK_EXPRESSIONS = "org.apache.spark.sql.catalyst..";

  /** What the sources of data are made of: rows, arrays and columns. */
  private static final Set<String> SPARK_DATA =
      Set.of(
          "org.apache.spark.sql.catalyst.CatalystTypeConverters",
          "org.apache.spark.sql.catalyst.InternalRow",
          "org.apache.spark.sql.catalyst.expressions.UnsafeProjection",
          "org.apache.spark.sql.catalyst.expressions.UnsafeRow",
          "org.apache.spark.sql.catalyst.util.ArrayData",
          "org.apache.spark.sql.catalyst.util.MapData",
          "org.apache.spark.sql.catalyst.expressions.UnsafeArrayData",
          "org.apache.spark.sql.catalyst.expressions.GenericInternalRow",
          "org.apache.spark.sql.vectorized.ColumnVector",
          "org.apache.spark.sql.vectorized.ColumnarArray",
          "org.apache.spark.sql.vectorized.ColumnarRow",
          "org.apache.spark.sql.execution.vectorized.WritableColumnVector");

  /** All rules by name. */
  Map<String, ArchRule> all() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    new TreeMap<>(MAY_IMPORT)
        .forEach(
            (name, allowed) -> {
              if (!name.equals(TOP)) {
                rules.put("floor of " + name, floor(name, allowed));
              }
            });
    rules.put("known packages", onlyKnownPackages());
    rules.put(
        "no cycles",
        SlicesRuleDefinition.slices().matching(root + ".(*)..").should().beFreeOfCycles());
    rules.put("JDK only", jdkOnly());
    rules.put("Spark", sparkOnlyIn("cli", "job", "scan", "store"));
    rules.put("Spark planning", sparkPlanningOnlyInItsClasses());
    rules.put("Spark expressions", sparkExpressionsOnlyInItsClasses());
    rules.put("Spark data", sparkDataOnlyInItsSources());
    rules.put("query execution", queryExecutionOnlyInOneClass());
    rules.put("Vector API", vectorApiOnlyInTheVectorKernel());
    rules.put("picocli", picocliOnlyInCli());
    rules.put("standard streams", standardStreamsOnlyInCli());
    rules.put("Java serialization", noJavaSerialization());
    return rules;
  }

  private ArchRule floor(String name, Set<String> allowed) {
    Set<String> forbidden = new TreeSet<>(MAY_IMPORT.keySet());
    forbidden.removeAll(allowed);
    forbidden.remove(name);
    return noClasses()
        .that()
        .resideInAPackage(inside(name))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(inside(forbidden.toArray(String[]::new)));
  }

  private ArchRule onlyKnownPackages() {
    return classes()
        .should()
        .resideInAnyPackage(inside(MAY_IMPORT.keySet().toArray(String[]::new)));
  }

  private ArchRule jdkOnly() {
    return classes()
        .that()
        .resideInAnyPackage(inside("exact", "spec"))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", inside("exact"), inside("spec"));
  }

  private ArchRule sparkOnlyIn(String... packages) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(inside(packages))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(SPARK);
  }

  /** The rows of the table of errors are made of Spark's own batches and rows. */
  private DescribedPredicate<JavaClass> makeNoRows() {
    return areNot("scan.ErrorRows")
        .and(areNot("scan.ErrorRow"))
        .and(areNot("scan.PlainErrors"))
        .and(areNot("scan.KeyMatches"));
  }

  /**
   * The classes that know Spark's planning, and those that read the files that Spark has planned to
   * read, find their schema, and choose the rows that it would: all go with a version of Spark.
   */
  private DescribedPredicate<JavaClass> makeNoPlans() {
    return areNot("scan.SparkInternals")
        .and(areNot("scan.FilePlan"))
        .and(areNot("scan.RowCondition"))
        .and(areNot("scan.PushedFilters"))
        .and(areNot("scan.ParquetSchema"))
        .and(areNot("scan.PageScan"))
        .and(areNot("scan.PageReading"))
        .and(areNot("scan.PageRdd"))
        .and(areNot("scan.PageChunks"));
  }

  private ArchRule sparkPlanningOnlyInItsClasses() {
    return noClasses()
        .that(makeNoPlans().and(makeNoRows()).and(areNot("scan.GroupChunks")))
        .should()
        .dependOnClassesThat(areIn(SPARK_PLANNING).and(areNoSparkData()));
  }

  /** Trees of expressions are also walked by the gate that lets them through, and by its rule. */
  private ArchRule sparkExpressionsOnlyInItsClasses() {
    return noClasses()
        .that(
            makeNoPlans()
                .and(areNot("scan.ExpressionGate"))
                .and(areNot("scan.RowValueRule"))
                .and(makeNoRows()))
        .should()
        .dependOnClassesThat(areIn(SPARK_EXPRESSIONS).and(areNoSparkData()));
  }

  /** Rows, arrays and columns are read by the sources that are made of them. */
  private ArchRule sparkDataOnlyInItsSources() {
    return noClasses()
        .that(
            makeNoPlans()
                .and(makeNoRows())
                .and(areNot("scan.RowSource"))
                .and(areNot("scan.VectorSource"))
                .and(areNot("scan.PageRow"))
                .and(areNot("scan.RowChunks"))
                .and(areNot("scan.FilteredChunks"))
                .and(areNot("scan.GroupChunks"))
                .and(areNot("scan.GroupShuffle"))
                .and(areNot("scan.KeyShuffle"))
                .and(areNot("scan.KeyedSide"))
                .and(areNot("scan.ArrayItems")))
        .should()
        .dependOnClassesThat(DescribedPredicate.not(areNoSparkData()));
  }

  private static DescribedPredicate<JavaClass> areIn(String... packages) {
    return JavaClass.Predicates.resideInAnyPackage(packages);
  }

  private static DescribedPredicate<JavaClass> areNoSparkData() {
    return describe("are no data of Spark", found -> !SPARK_DATA.contains(found.getName()));
  }

  private ArchRule queryExecutionOnlyInOneClass() {
    DescribedPredicate<JavaMethodCall> queryExecution =
        describe("queryExecution()", call -> call.getTarget().getName().equals("queryExecution"));
    return noClasses().that(areNot("scan.SparkInternals")).should().callMethodWhere(queryExecution);
  }

  private ArchRule vectorApiOnlyInTheVectorKernel() {
    return noClasses()
        .that(areNot("kernel.VectorSquaredErrorKernel"))
        .and(areNot("kernel.VectorWeightedLoop"))
        .and(areNot("kernel.VectorSquareLoop"))
        .and(areNot("kernel.VectorFloatLoop"))
        .and(areNot("kernel.VectorPictureIndex"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.incubator..");
  }

  private ArchRule picocliOnlyInCli() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(inside("cli"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..");
  }

  private ArchRule standardStreamsOnlyInCli() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(inside("cli"))
        .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);
  }

  private ArchRule noJavaSerialization() {
    return noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ObjectInputStream.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(ObjectOutputStream.class);
  }

  /** All classes but one and those nested in it. */
  private DescribedPredicate<JavaClass> areNot(String name) {
    String exempt = root + "." + name;
    return describe(
        "are not " + exempt,
        found -> !found.getName().equals(exempt) && !found.getName().startsWith(exempt + "$"));
  }

  private String inside(String name) {
    return root + "." + name + "..";
  }

  private String[] inside(String... names) {
    return Stream.of(names).map(this::inside).toArray(String[]::new);
  }
}
