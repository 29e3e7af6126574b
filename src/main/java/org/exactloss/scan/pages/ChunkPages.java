package org.exactloss.scan.pages;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ParquetDecodingException;
import org.exactloss.scan.pages.StoredColumn.Values;

/**
 * The pages of a column chunk one after the other (Apache Parquet format 2, Data Pages). Whatever
 * does not fit together is refused.
 */
final class ChunkPages {
  /** Buffers of more bytes than this are not kept. */
  private static final int MOST_KEPT = 8 << 20;

  /** A page may say that it has so many bytes even if the footer does not know of them. */
  private static final int MOST_UNKNOWN = 64 << 20;

  private static final int UNKNOWN = -1;

  private final Values type;
  private final ChunkInput input = new ChunkInput();
  private final HybridDecoder levels = new HybridDecoder();
  private final PlainValues plain;
  private final PlainTexts texts = new PlainTexts();
  private final DictionaryValues dictionary;
  private final OtherValues other;
  private final CRC32 checksum = new CRC32();
  private ByteBuffer page = ByteBuffer.allocateDirect(0);
  private ColumnChunkMetaData chunk;
  private ColumnDescriptor column;
  private PageCodec codec;
  private PageValues values;
  private boolean hasLevels;
  private boolean hasDictionary;
  private int rows;

  /** Nulls of the current page so far, and how many its header says there are, or UNKNOWN. */
  private int nulls;

  private int saidNulls;

  /** Rows of the chunk behind the current page. */
  private long rowsBehind;

  ChunkPages(Values type) {
    this.type = type;
    plain = new PlainValues(type, PageColumn.CAPACITY);
    dictionary = new DictionaryValues(type, PageColumn.CAPACITY);
    other = new OtherValues(type);
  }

  void start(
      ColumnChunkMetaData next,
      ColumnDescriptor descriptor,
      FileBytes file,
      int pieceBytes,
      PageCodec pageCodec) {
    chunk = next;
    column = descriptor;
    codec = pageCodec;
    input.start(file, chunk.getStartingPos(), chunk.getTotalSize(), pieceBytes);
    rowsBehind = chunk.getValueCount();
    rows = 0;
    values = null;
    saidNulls = UNKNOWN;
    hasDictionary = false;
    dictionary.clear();
  }

  void release() {
    input.release(MOST_KEPT);
    plain.release();
    texts.release();
    dictionary.release();
    other.release();
    levels.release();
    if (page.capacity() > MOST_KEPT) {
      page = ByteBuffer.allocateDirect(0);
    }
    rows = 0;
    codec = null;
  }

  /** How many rows the current page still has, or the next one if it has none; at least one. */
  int rows() throws IOException {
    while (rows == 0) {
      nextPage();
    }
    return rows;
  }

  /** Where the values of the next rows come from. */
  PageValues values() {
    return values;
  }

  /** Passes over the levels of the next rows if it is plain that none of them is null. */
  boolean skipPresent(int count) {
    boolean present = !hasLevels || levels.skipRun(1, count);
    if (present) {
      rows -= count;
    }
    return present;
  }

  /** Reads the levels of the next rows, 0 for null and else 1, and says how many are not null. */
  int levels(byte[] target, int count) {
    rows -= count;
    int present = levels.readBits(target, count);
    nulls += count - present;
    return present;
  }

  /** Demands that the page behind the last row has no further values, and the nulls it says. */
  void requireEnd() {
    if (values == plain) {
      plain.requireEnd();
    } else if (values == texts) {
      texts.requireEnd();
    }
    if (saidNulls != UNKNOWN && saidNulls != nulls) {
      throw new ParquetDecodingException(
          "a page with " + nulls + " nulls where its header says " + saidNulls);
    }
  }

  private void nextPage() throws IOException {
    requireEnd();
    if (input.left() == 0) {
      throw new EOFException("the column chunk ends, and " + rowsBehind + " rows are missing");
    }
    PageHeader header = input.header();
    ByteBuffer stored = stored(header);
    switch (header.getType()) {
      case DICTIONARY_PAGE -> startDictionary(header, stored);
      case DATA_PAGE -> startPage(header, stored);
      case DATA_PAGE_V2 -> startPageV2(header, stored);
      default -> {
        // Parquet lets readers pass over pages of other kinds.
      }
    }
  }

  private ByteBuffer stored(PageHeader header) throws IOException {
    if (!header.isSetCrc()) {
      return input.takeVerified(header.getCompressed_page_size());
    }
    ByteBuffer stored = input.take(header.getCompressed_page_size());
    verify(stored, header.getCrc());
    return stored;
  }

  private void verify(ByteBuffer stored, int expected) {
    checksum.reset();
    checksum.update(stored.duplicate());
    if ((int) checksum.getValue() != expected) {
      throw new ParquetDecodingException(
          "could not verify page integrity, CRC checksum verification failed");
    }
  }

  private void startDictionary(PageHeader header, ByteBuffer stored) throws IOException {
    DictionaryPageHeader facts = header.getDictionary_page_header();
    Encoding encoding = Encoding.valueOf(facts.getEncoding().name());
    if (hasDictionary) {
      throw new ParquetDecodingException("a column chunk with two dictionaries");
    } else if (encoding != Encoding.PLAIN && encoding != Encoding.PLAIN_DICTIONARY) {
      throw unsupported(encoding);
    }
    dictionary.load(decompress(stored, header.getUncompressed_page_size()), facts.getNum_values());
    hasDictionary = true;
  }

  private void startPage(PageHeader header, ByteBuffer stored) throws IOException {
    DataPageHeader facts = header.getData_page_header();
    ByteBuffer data = decompress(stored, header.getUncompressed_page_size());
    int start = 0;
    hasLevels = column.getMaxDefinitionLevel() > 0;
    if (hasLevels) {
      Encoding encoding = Encoding.valueOf(facts.getDefinition_level_encoding().name());
      if (encoding != Encoding.RLE) {
        throw unsupported(encoding);
      }
      int length = data.order(ByteOrder.LITTLE_ENDIAN).getInt(0);
      start = Math.addExact(Integer.BYTES, length);
      levels.start(data, Integer.BYTES, start, 1);
    }
    startRows(facts.getNum_values(), UNKNOWN);
    startValues(facts.getEncoding(), data, start);
  }

  private void startPageV2(PageHeader header, ByteBuffer stored) throws IOException {
    DataPageHeaderV2 facts = header.getData_page_header_v2();
    int levelsFrom = facts.getRepetition_levels_byte_length();
    int start = Math.addExact(levelsFrom, facts.getDefinition_levels_byte_length());
    if (levelsFrom < 0 || start < levelsFrom || start > stored.limit()) {
      throw new ParquetDecodingException("a page whose levels take " + start + " bytes");
    }
    hasLevels = column.getMaxDefinitionLevel() > 0;
    if (hasLevels) {
      levels.start(stored, levelsFrom, start, 1);
    } else if (start > 0) {
      throw new ParquetDecodingException("a page with levels of a column that has none");
    }
    if (facts.getNum_rows() != facts.getNum_values()) {
      throw new ParquetDecodingException(
          "a page of " + facts.getNum_rows() + " rows and " + facts.getNum_values() + " values");
    }
    startRows(facts.getNum_values(), facts.getNum_nulls());
    ByteBuffer rest = stored.slice(start, stored.limit() - start);
    int size = header.getUncompressed_page_size() - start;
    boolean compressed = !facts.isSetIs_compressed() || facts.isIs_compressed();
    startValues(facts.getEncoding(), compressed ? decompress(rest, size) : whole(rest, size), 0);
  }

  private void startRows(int count, int nullsOfPage) {
    if (count < 0 || count > rowsBehind) {
      throw new ParquetDecodingException(
          "a page of " + count + " rows where its column chunk has " + rowsBehind + " left");
    }
    rows = count;
    nulls = 0;
    saidNulls = nullsOfPage;
    rowsBehind -= count;
  }

  private void startValues(org.apache.parquet.format.Encoding name, ByteBuffer data, int start)
      throws IOException {
    Encoding encoding = Encoding.valueOf(name.name());
    switch (encoding) {
      case PLAIN -> {
        if (type == Values.TEXT) {
          texts.start(data, start, data.limit());
          values = texts;
        } else {
          plain.start(data, start, data.limit());
          values = plain;
        }
      }
      case PLAIN_DICTIONARY, RLE_DICTIONARY -> {
        if (!hasDictionary) {
          throw new ParquetDecodingException("a page of a dictionary that is not there");
        }
        dictionary.start(data, start, data.limit());
        values = dictionary;
      }
      default -> {
        other.start(encoding, column, rows, data.slice(start, data.limit() - start));
        values = other;
      }
    }
  }

  /** All bytes of what is stored; they stay until the next page is asked for. */
  private ByteBuffer decompress(ByteBuffer stored, int size) throws IOException {
    if (size < 0 || size > Math.max(MOST_UNKNOWN, chunk.getTotalUncompressedSize())) {
      throw new ParquetDecodingException("a page of " + size + " bytes");
    } else if (chunk.getCodec() == CompressionCodecName.UNCOMPRESSED) {
      return whole(stored, size);
    } else if (stored.limit() == 0 && size == 0) {
      return stored;
    }
    if (page.capacity() < size) {
      page = ByteBuffer.allocateDirect(Math.max(size, 2 * page.capacity()));
    }
    codec.decompress(chunk.getCodec(), stored, page, size);
    return page.slice(0, size);
  }

  private static ByteBuffer whole(ByteBuffer stored, int size) {
    if (stored.limit() != size) {
      throw new ParquetDecodingException(
          "a page of " + stored.limit() + " bytes where its header says " + size);
    }
    return stored;
  }

  private static UnsupportedOperationException unsupported(Encoding encoding) {
    return new UnsupportedOperationException("Unsupported encoding: " + encoding);
  }
}
