package org.exactloss.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "jdbc:postgresql://ann:pa55@db:5432/x | jdbc:postgresql://ann:***@db:5432/x",
        "s3a://key:sec%2Fret@bucket/a.csv | s3a://key:***@bucket/a.csv",
        "https://u:a@b@host/p | https://u:***@host/p",
        "jdbc:oracle:thin:scott/tiger@db:1521 | jdbc:oracle:thin:scott/***@db:1521",
        "jdbc:h2:mem:x;USER=sa;PASSWORD=abc;MODE=y | jdbc:h2:mem:x;USER=sa;PASSWORD=***;MODE=y",
        "jdbc:mysql://h/d?user=a&password=b&useSSL=true | jdbc:mysql://h/d?user=a&password=***&useSSL=true",
        "wasb://c@a/p?sharedAccessToken=abc | wasb://c@a/p?sharedAccessToken=***",
        "s3a://AK:ab/cd@bucket/x | s3a://AK:***@bucket/x",
        "https://a.blob.core.windows.net/c/x.csv?sv=1&sig=a%2Bb%3D&se=2 | https://a.blob.core.windows.net/c/x.csv?sv=1&sig=***&se=2",
        "failed with secret.key=abc, retry | failed with secret.key=***, retry"
      })
  void masksSecretsInText(String text, String shown) {
    assertThat(Redaction.text(text)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hdfs://nn:8020/data/a@b.csv",
        "s3a://bucket/folder/file.parquet",
        "forecasts.csv.gz",
        "Cannot read the column keys: there is none",
        "hdfs://nn:8020/data/a/b@c/d",
        "Cannot use sig=3 here"
      })
  void keepsTextWithoutSecrets(String text) {
    assertThat(Redaction.text(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password",
        "sfPassword",
        "fs.s3a.secret.key",
        "fs.s3a.access.key",
        "authToken",
        "privateKey",
        "apiKey",
        "keystore.key",
        "pwd"
      })
  void knowsTheNamesOfSecrets(String name) {
    assertThat(Redaction.isSecret(name)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "url=jdbc:postgresql://h/d?user=u&password=ab,cd)e&ssl=true | ab,cd)e | url=jdbc:postgresql://h/d?user=u&password=***&ssl=true",
        "url=jdbc:sqlserver://h;password={p;w};x=1 | {p;w} | url=jdbc:sqlserver://h;password=***;x=1"
      })
  void aSecretInTheValueOfASettingEndsOnlyWhereTheSettingDoes(
      String setting, String secret, String shown) {
    assertThat(Redaction.optionValue("option", setting)).isEqualTo(shown);
    assertThat(Redaction.secretsIn(setting.substring(4))).contains(secret);
  }

  @ParameterizedTest
  @ValueSource(strings = {"header", "dbtable", "url", "keyspace", "partitionColumn", "user"})
  void knowsOtherNames(String name) {
    assertThat(Redaction.isSecret(name)).isFalse();
  }

  @Test
  void masksGivenSecretsAnywhereButNotShortOnes() {
    assertThat(Redaction.text("login of ann with hunter2 failed", List.of("hunter2", "a")))
        .isEqualTo("login of ann with *** failed");
  }

  @Test
  void masksValuesOfOptionsByTheirNames() {
    assertThat(Redaction.optionValue("option", "password=a=b")).isEqualTo("password=***");
    assertThat(Redaction.optionValue("targets-option", "url=jdbc:x://u:p@h"))
        .isEqualTo("url=jdbc:x://u:***@h");
    assertThat(Redaction.optionValue("input", "ftp://u:p@h/f")).isEqualTo("ftp://u:***@h/f");
    assertThat(Redaction.optionValue("option", "header=false")).isEqualTo("header=false");
  }

  @Test
  void findsTheSecretsOfATextAndWhatTheyDecodeTo() {
    assertThat(Redaction.secretsIn("s3a://key:sec%2Fret@bucket/a?token=abc&x=1"))
        .containsExactly("sec%2Fret", "sec/ret", "abc");
    assertThat(Redaction.secretsIn("jdbc:oracle:thin:scott/100%@db")).containsExactly("100%");
    assertThat(Redaction.secretsIn("hdfs://nn:8020/a@b.csv")).isEmpty();
  }

  @Test
  void keepsThePathsOfTwoFilesApart() {
    assertThat(Redaction.path("ftp://u:p@h/token=1/a b;token=2.csv"))
        .isEqualTo("ftp://u:***@h/token=1/a b;token=2.csv");
  }

  @Test
  void keepsExpressionsAsTheyAre() {
    assertThat(Redaction.optionValue("where", "token=5")).isEqualTo("token=5");
    assertThat(Redaction.optionValue("key", "key,token")).isEqualTo("key,token");
  }
}
