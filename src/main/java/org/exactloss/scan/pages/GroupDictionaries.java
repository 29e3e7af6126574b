package org.exactloss.scan.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.DictionaryPageReadStore;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;

/**
 * The dictionaries of a row group, verified as those are that values are decoded with. What
 * parquet-java itself would read for its filter is not.
 */
final class GroupDictionaries implements DictionaryPageReadStore {
  /** What is read at a time; most dictionaries are small. */
  private static final int PIECE = 64 << 10;

  private final Map<ColumnPath, ColumnChunkMetaData> chunks;
  private final FileBytes file;
  private final PageCodec codec;

  GroupDictionaries(Map<ColumnPath, ColumnChunkMetaData> chunks, FileBytes file, PageCodec codec) {
    this.chunks = chunks;
    this.file = file;
    this.codec = codec;
  }

  @Override
  public DictionaryPage readDictionaryPage(ColumnDescriptor column) {
    ColumnChunkMetaData chunk = chunks.get(ColumnPath.get(column.getPath()));
    try {
      return chunk == null || !chunk.hasDictionaryPage() ? null : read(chunk);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private DictionaryPage read(ColumnChunkMetaData chunk) throws IOException {
    StoredPages pages = new StoredPages();
    pages.start(chunk, file, PIECE, codec);
    PageHeader header = pages.header();
    if (!header.isSetDictionary_page_header()) {
      return null;
    }
    DictionaryPageHeader facts = header.getDictionary_page_header();
    ByteBuffer data = pages.decompress(pages.stored(header), header.getUncompressed_page_size());
    byte[] bytes = new byte[data.limit()];
    data.get(0, bytes);
    return new DictionaryPage(
        BytesInput.from(bytes),
        facts.getNum_values(),
        Encoding.valueOf(facts.getEncoding().name()));
  }
}
