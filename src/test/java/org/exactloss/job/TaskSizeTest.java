package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.RuntimeConfig;
import org.exactloss.testing.LocalSpark;
import org.junit.jupiter.api.Test;

/** Tasks are made larger for as long as pages are read, and never against the user's settings. */
class TaskSizeTest {
  private static final String BYTES = "spark.sql.files.maxPartitionBytes";
  private static final String PARTITIONS = "spark.sql.files.minPartitionNum";
  private static final RuntimeConfig CONFIGURATION = LocalSpark.session().conf();

  @Test
  void largeWhileReading() {
    try (SafeSession session = new SafeSession(LocalSpark.session())) {
      session.enlargeTasks(4);
      assertThat(CONFIGURATION.get(BYTES)).isEqualTo("1g");
      assertThat(CONFIGURATION.get(PARTITIONS)).isEqualTo("12");
      session.restoreTasks();
      assertThat(CONFIGURATION.getAll().contains(BYTES)).isFalse();
      assertThat(CONFIGURATION.getAll().contains(PARTITIONS)).isFalse();
    }
  }

  @Test
  void largestWhereGroupsGoThroughAShuffle() {
    try (SafeSession session = new SafeSession(LocalSpark.session())) {
      session.enlargeTasksOfGroups(4);
      assertThat(CONFIGURATION.get(BYTES)).isEqualTo("4g");
      assertThat(CONFIGURATION.get(PARTITIONS)).isEqualTo("4");
      session.restoreTasks();
      assertThat(CONFIGURATION.getAll().contains(BYTES)).isFalse();
    }
  }

  @Test
  void takenBackAtTheEnd() {
    try (SafeSession session = new SafeSession(LocalSpark.session())) {
      session.enlargeTasks(4);
    }
    assertThat(CONFIGURATION.getAll().contains(BYTES)).isFalse();
    assertThat(CONFIGURATION.getAll().contains(PARTITIONS)).isFalse();
  }

  @Test
  void whatTheUserHasSetStays() {
    CONFIGURATION.set(BYTES, "5m");
    try (SafeSession session = new SafeSession(LocalSpark.session())) {
      session.enlargeTasks(4);
      assertThat(CONFIGURATION.get(BYTES)).isEqualTo("5m");
      assertThat(CONFIGURATION.getAll().contains(PARTITIONS)).isFalse();
      session.restoreTasks();
      assertThat(CONFIGURATION.get(BYTES)).isEqualTo("5m");
    } finally {
      CONFIGURATION.unset(BYTES);
    }
  }
}
