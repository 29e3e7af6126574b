package org.exactloss.scan.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.exactloss.scan.pages.StoredColumn.Values;
import org.exactloss.testing.PageLayout;
import org.exactloss.testing.PageLayout.Checksums;
import org.exactloss.testing.PageLayout.Encoding;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever is damaged is refused with the name of the file, or changes nothing but values. */
class DamagedPagesTest {
  private static final int ROWS = 2000;
  private static final int FLIPS = 150;
  private static final long SEED = 4;
  private static final Configuration CONFIGURATION = new Configuration();
  private static final List<StoredColumn> COLUMNS =
      List.of(
          new StoredColumn("a", Values.DOUBLE),
          new StoredColumn("b", Values.INT),
          new StoredColumn("c", Values.LONG));

  @TempDir Path folder;

  private static Table table() {
    SplittableRandom random = new SplittableRandom(SEED);
    Object[][] rows = new Object[ROWS][];
    for (int i = 0; i < ROWS; i++) {
      rows[i] =
          Table.row(
              random.nextInt(9) == 0 ? null : random.nextInt(99) / 10.0,
              random.nextInt(99),
              (long) random.nextInt(1000));
    }
    return Table.of("a DOUBLE, b INT NOT NULL, c BIGINT NOT NULL", rows);
  }

  /** What all values and nulls add up to, or −1 if the file is refused. */
  private static long sum(Path file, long length) throws IOException {
    FileStatus status =
        new FileStatus(length, false, 0, 0, 0, new org.apache.hadoop.fs.Path(file.toUri()));
    long rows = 0;
    long sum = 0;
    try (PageFile pages =
        PageFile.open(status, 0, Files.size(file), CONFIGURATION, COLUMNS, WantedRows.ALL)) {
      if (pages.refusal().isPresent()) {
        return -1;
      }
      while (pages.next()) {
        rows += pages.rows();
        sum += sum(pages);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining(file.getFileName().toString());
      assertThat(e).hasCauseInstanceOf(Exception.class);
      return -1;
    }
    // A footer without checksum may have lost or gained whole row groups.
    assertThat(rows).isLessThanOrEqualTo(2L * ROWS);
    return sum & Long.MAX_VALUE;
  }

  private static long sum(PageFile pages) {
    long sum = 0;
    for (int row = 0; row < pages.rows(); row++) {
      PageColumn a = pages.columns().get(0);
      sum += a.isNull(row) ? 17 : Double.doubleToRawLongBits(a.doubleAt(row));
      sum += 31 * (long) pages.columns().get(1).doubleAt(row);
      sum += 7 * pages.columns().get(2).longAt(row);
    }
    return sum;
  }

  private Path write(CompressionCodecName codec, Checksums checksums) {
    PageLayout layout =
        new PageLayout(
            WriterVersion.PARQUET_1_0, codec, Encoding.FULL_DICTIONARY, checksums, 4000, 999, 1200);
    return layout.write(folder.resolve("a.parquet"), table());
  }

  private static Path change(Path file, byte[] bytes) throws IOException {
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    return Files.write(file, bytes);
  }

  @ParameterizedTest
  @EnumSource(
      value = CompressionCodecName.class,
      names = {"UNCOMPRESSED", "SNAPPY", "ZSTD", "GZIP"})
  void flippedBitsWithoutChecksums(CompressionCodecName codec) throws IOException {
    Path file = write(codec, Checksums.ABSENT);
    byte[] bytes = Files.readAllBytes(file);
    SplittableRandom random = new SplittableRandom(SEED);
    int refused = 0;
    for (int i = 0; i < FLIPS; i++) {
      byte[] damaged = bytes.clone();
      int place = random.nextInt(bytes.length);
      damaged[place] ^= (byte) (1 << random.nextInt(8));
      refused += sum(change(file, damaged), damaged.length) == -1 ? 1 : 0;
    }
    assertThat(refused).as("seed %s", SEED).isBetween(FLIPS / 100, FLIPS);
  }

  @ParameterizedTest
  @EnumSource(
      value = CompressionCodecName.class,
      names = {"UNCOMPRESSED", "SNAPPY"})
  void flippedBitsOfPagesWithChecksums(CompressionCodecName codec) throws IOException {
    Path file = write(codec, Checksums.PRESENT);
    byte[] bytes = Files.readAllBytes(file);
    long whole = sum(file, bytes.length);
    SplittableRandom random = new SplittableRandom(SEED);
    int footer = bytes.length - 8 - lengthOfFooter(bytes);
    for (int i = 0; i < FLIPS / 2; i++) {
      byte[] damaged = bytes.clone();
      damaged[4 + random.nextInt(footer - 4)] ^= (byte) (1 << random.nextInt(8));
      assertThat(sum(change(file, damaged), damaged.length))
          .as("seed %s, flip %s", SEED, i)
          .isIn(-1L, whole);
    }
  }

  @ParameterizedTest
  @EnumSource(Checksums.class)
  void flippedBitsOfFilesWithChecksumsOfHadoop(Checksums checksums) throws IOException {
    Path file = write(CompressionCodecName.UNCOMPRESSED, checksums);
    byte[] bytes = Files.readAllBytes(file);
    assertThat(file.resolveSibling("." + file.getFileName() + ".crc")).exists();
    long whole = sum(file, bytes.length);
    SplittableRandom random = new SplittableRandom(SEED);
    int footer = bytes.length - 8 - lengthOfFooter(bytes);
    for (int i = 0; i < FLIPS; i++) {
      byte[] damaged = bytes.clone();
      damaged[4 + random.nextInt(footer - 4)] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, damaged);
      assertThat(sum(file, damaged.length)).as("seed %s, flip %s", SEED, i).isIn(-1L, whole);
    }
  }

  private static int lengthOfFooter(byte[] bytes) {
    return java.nio.ByteBuffer.wrap(bytes)
        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
        .getInt(bytes.length - 8);
  }

  /** A level that is flipped moves the values behind it to other rows; headers or bytes tell. */
  @ParameterizedTest
  @CsvSource({"PARQUET_2_0, DICTIONARY", "PARQUET_2_0, PLAIN", "PARQUET_1_0, PLAIN"})
  void flippedBitsLeaveTheNullsOfAPage(WriterVersion version, Encoding encoding)
      throws IOException {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      rows.add(Table.row(i % 5 == 0 ? null : "text " + i % 3));
    }
    PageLayout layout =
        new PageLayout(
            version,
            CompressionCodecName.UNCOMPRESSED,
            encoding,
            Checksums.ABSENT,
            4000,
            999,
            1200);
    Path file = layout.write(folder.resolve("a.parquet"), Table.of("s STRING", rows));
    byte[] bytes = Files.readAllBytes(file);
    int footer = bytes.length - 8 - lengthOfFooter(bytes);
    assertThat(nulls(file, bytes.length)).isEqualTo(8);
    int read = 0;
    for (int bit = 8 * 4; bit < 8 * footer; bit++) {
      byte[] damaged = bytes.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      long nulls = nulls(change(file, damaged), damaged.length);
      assertThat(nulls).as("bit %s", bit).isIn(-1L, 8L);
      read += nulls == 8 ? 1 : 0;
    }
    assertThat(read).isPositive();
  }

  private static long nulls(Path file, long length) {
    FileStatus status =
        new FileStatus(length, false, 0, 0, 0, new org.apache.hadoop.fs.Path(file.toUri()));
    List<StoredColumn> columns = List.of(new StoredColumn("s", Values.TEXT));
    long nulls = 0;
    try (PageFile pages =
        PageFile.open(status, 0, length, CONFIGURATION, columns, WantedRows.ALL)) {
      while (pages.next()) {
        for (int row = 0; row < pages.rows(); row++) {
          nulls += pages.columns().get(0).isNull(row) ? 1 : 0;
        }
      }
    } catch (IOException e) {
      return -1;
    }
    return nulls;
  }

  @Test
  void filesOfOldWritersAreLeftToParquetJava() throws IOException {
    Path file = write(CompressionCodecName.SNAPPY, Checksums.ABSENT);
    String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
    String old = bytes.replaceFirst("parquet-mr version 1\\.\\d\\d\\.", "parquet-mr version 1.07.");
    assertThat(old).isNotEqualTo(bytes);
    change(file, old.getBytes(StandardCharsets.ISO_8859_1));
    FileStatus status =
        new FileStatus(
            Files.size(file), false, 0, 0, 0, new org.apache.hadoop.fs.Path(file.toUri()));
    try (PageFile pages =
        PageFile.open(status, 0, Files.size(file), CONFIGURATION, COLUMNS, WantedRows.ALL)) {
      assertThat(pages.refusal()).get().asString().contains("a parquet-mr before 1.8");
    }
  }

  /** As a damaged footer has it, which says of long integers that they are short. */
  @ParameterizedTest
  @EnumSource(
      value = Encoding.class,
      names = {"PLAIN", "DICTIONARY"})
  void valuesOfAnotherType(Encoding encoding) throws IOException {
    PageLayout layout =
        new PageLayout(
            WriterVersion.PARQUET_1_0,
            CompressionCodecName.UNCOMPRESSED,
            encoding,
            Checksums.PRESENT,
            4000,
            999,
            1200);
    Path file = layout.write(folder.resolve("a.parquet"), table());
    byte[] bytes = Files.readAllBytes(file);
    byte[] longs = {0x15, 2 * 2, 0x25, 0x00, 0x18, 0x01, 'c'};
    int place = bytes.length - longs.length;
    while (!Arrays.equals(bytes, place, place + longs.length, longs, 0, longs.length)) {
      place--;
    }
    bytes[place + 1] = 2;
    change(file, bytes);
    FileStatus status =
        new FileStatus(bytes.length, false, 0, 0, 0, new org.apache.hadoop.fs.Path(file.toUri()));
    List<StoredColumn> columns = List.of(new StoredColumn("c", Values.INT));
    try (PageFile pages =
        PageFile.open(status, 0, bytes.length, CONFIGURATION, columns, WantedRows.ALL)) {
      assertThat(pages.refusal()).isEmpty();
      assertThatThrownBy(
              () -> {
                while (pages.next()) {
                  assertThat(pages.rows()).isPositive();
                }
              })
          .hasMessageContaining("a.parquet")
          .rootCause()
          .hasMessageMatching("\\d+ values of 4 bytes are said to be all of \\d+");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = CompressionCodecName.class,
      names = {"UNCOMPRESSED", "ZSTD"})
  void filesCutShort(CompressionCodecName codec) throws IOException {
    Path file = write(codec, Checksums.ABSENT);
    byte[] bytes = Files.readAllBytes(file);
    for (int length = 0; length < bytes.length; length += 1499) {
      change(file, Arrays.copyOf(bytes, length));
      assertThat(sum(file, length)).as("cut at %s", length).isEqualTo(-1);
      assertThat(sum(file, bytes.length)).as("cut at %s unknown", length).isEqualTo(-1);
    }
  }
}
