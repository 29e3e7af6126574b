package org.exactloss.scan.pages;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.ParquetDecodingException;
import org.exactloss.scan.pages.StoredColumn.Values;

/**
 * The pages of a column chunk one after the other (Apache Parquet format 2, Data Pages). Whatever
 * does not fit together is refused.
 */
final class ChunkPages {
  private static final int UNKNOWN = -1;

  private final Values type;
  private final StoredPages pages = new StoredPages();
  private final HybridDecoder levels = new HybridDecoder();
  private final PlainValues plain;
  private final PlainTexts texts = new PlainTexts();
  private final DictionaryValues dictionary;
  private final OtherValues other;
  private ColumnDescriptor column;
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
    column = descriptor;
    pages.start(next, file, pieceBytes, pageCodec);
    rowsBehind = next.getValueCount();
    rows = 0;
    values = null;
    saidNulls = UNKNOWN;
    hasDictionary = false;
    dictionary.clear();
  }

  void release() {
    pages.release();
    plain.release();
    texts.release();
    dictionary.release();
    other.release();
    levels.release();
    rows = 0;
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

  /**
   * Reads the levels of the next rows, a bit each, 0 for null and else 1, and says how many are not
   * null.
   *
   * @param target words of no ones, of which the lowest bit is the first row
   */
  int levels(long[] target, int count) {
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
    if (pages.atEnd()) {
      throw new EOFException("the column chunk ends, and " + rowsBehind + " rows are missing");
    }
    PageHeader header = pages.header();
    ByteBuffer stored = pages.stored(header);
    switch (header.getType()) {
      case DICTIONARY_PAGE -> startDictionary(header, stored);
      case DATA_PAGE -> startPage(header, stored);
      case DATA_PAGE_V2 -> startPageV2(header, stored);
      default -> {
        // Parquet lets readers pass over pages of other kinds.
      }
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
    dictionary.load(
        pages.decompress(stored, header.getUncompressed_page_size()), facts.getNum_values());
    hasDictionary = true;
  }

  private void startPage(PageHeader header, ByteBuffer stored) throws IOException {
    DataPageHeader facts = header.getData_page_header();
    ByteBuffer data = pages.decompress(stored, header.getUncompressed_page_size());
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
    startValues(
        facts.getEncoding(),
        compressed ? pages.decompress(rest, size) : StoredPages.whole(rest, size),
        0);
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

  private static UnsupportedOperationException unsupported(Encoding encoding) {
    return new UnsupportedOperationException("Unsupported encoding: " + encoding);
  }
}
