package org.exactloss.scan;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.exactloss.exact.ExactRational;

/** The factors of gradients of one batch after the other, as rows of it come. */
public final class BatchFactors {
  /** Batches whose factors are kept at hand, as they take some time to prepare. */
  private static final int MOST = 1000;

  private final ScanRequest request;
  private final Map<ByteBuffer, List<ElementErrors.Factors>> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(
            Map.Entry<ByteBuffer, List<ElementErrors.Factors>> eldest) {
          return size() > MOST;
        }
      };

  BatchFactors(ScanRequest request) {
    this.request = request;
  }

  /** The factors of each model from what {@link #toBytes} has written. */
  List<ElementErrors.Factors> of(byte[] bytes) {
    return known.computeIfAbsent(ByteBuffer.wrap(bytes), this::read);
  }

  /**
   * Writes the factors of a batch.
   *
   * @param factors of each model those of its outputs
   */
  public static byte[] toBytes(List<List<ExactRational>> factors) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (List<ExactRational> model : factors) {
        out.writeInt(model.size());
        for (ExactRational factor : model) {
          write(out, factor.numerator());
          write(out, factor.denominator());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private List<ElementErrors.Factors> read(ByteBuffer bytes) {
    List<ElementErrors.Factors> factors = new ArrayList<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.array()))) {
      for (int model = 0; model < request.predictions().size(); model++) {
        List<ExactRational> outputs = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
          outputs.add(new ExactRational(readInteger(in), readInteger(in)));
        }
        factors.add(ElementErrors.Factors.of(request, model, outputs));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return factors;
  }

  private static void write(DataOutputStream out, BigInteger value) throws IOException {
    byte[] bytes = value.toByteArray();
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static BigInteger readInteger(DataInputStream in) throws IOException {
    return new BigInteger(in.readNBytes(in.readInt()));
  }
}
