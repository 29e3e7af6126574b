package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.SparkConf;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.KryoSerializer;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationException.Kind;
import org.junit.jupiter.api.Test;

/** A session whose serializer does not know records is refused where tasks hand them over. */
class SerializerTest {
  private static final String SETTING = "spark.serializer";

  @Test
  void kryoIsRefused() {
    SparkConf settings = new SparkConf(false).set(SETTING, KryoSerializer.class.getName());
    assertThatThrownBy(() -> SafeSession.requireSerializerOfRecords(settings))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE))
        .hasMessageMatching("Cannot .+: .+; .+")
        .hasMessageContainingAll(
            KryoSerializer.class.getName(), SETTING + "=" + JavaSerializer.class.getName());
  }

  @Test
  void sparksOwnIsNot() {
    SparkConf unset = new SparkConf(false);
    SparkConf set = new SparkConf(false).set(SETTING, JavaSerializer.class.getName());
    assertThatCode(() -> SafeSession.requireSerializerOfRecords(unset)).doesNotThrowAnyException();
    assertThatCode(() -> SafeSession.requireSerializerOfRecords(set)).doesNotThrowAnyException();
  }
}
