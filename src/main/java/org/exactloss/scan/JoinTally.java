package org.exactloss.scan;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What a join by key met. Mutable; adding is commutative and associative. */
public final class JoinTally {
  private long matched;
  private long unmatchedPredictions;
  private long unmatchedTargets;
  private long duplicatePredictionKeys;
  private long duplicateTargetKeys;
  private long malformedRecords;

  /** The smallest key, as text, that stands twice on one side; empty if there is none. */
  private String duplicateKey = "";

  /** Counts the row of one key and says whether it is an element to evaluate. */
  boolean takes(ColumnSource[] columns, int ordinal) {
    boolean noKey = columns[ordinal].booleanAt(0);
    long predictions = columns[ordinal + 1].longAt(0);
    long targets = columns[ordinal + 2].longAt(0);
    malformedRecords = Math.addExact(malformedRecords, columns[ordinal + 3].longAt(0));
    if (!noKey && predictions == 1 && targets == 1) {
      matched++;
      return true;
    }
    if (!noKey && (predictions > 1 || targets > 1)) {
      countDuplicate(predictions, targets, columns[ordinal + 4].textAt(0));
    } else {
      unmatchedPredictions = Math.addExact(unmatchedPredictions, predictions);
      unmatchedTargets = Math.addExact(unmatchedTargets, targets);
    }
    return false;
  }

  private void countDuplicate(long predictions, long targets, String key) {
    if (predictions > 1) {
      duplicatePredictionKeys++;
    }
    if (targets > 1) {
      duplicateTargetKeys++;
    }
    keepSmallest(key);
  }

  private void keepSmallest(String key) {
    if (!key.isEmpty() && (duplicateKey.isEmpty() || key.compareTo(duplicateKey) < 0)) {
      duplicateKey = key;
    }
  }

  void add(JoinTally other) {
    matched = Math.addExact(matched, other.matched);
    unmatchedPredictions = Math.addExact(unmatchedPredictions, other.unmatchedPredictions);
    unmatchedTargets = Math.addExact(unmatchedTargets, other.unmatchedTargets);
    duplicatePredictionKeys = Math.addExact(duplicatePredictionKeys, other.duplicatePredictionKeys);
    duplicateTargetKeys = Math.addExact(duplicateTargetKeys, other.duplicateTargetKeys);
    malformedRecords = Math.addExact(malformedRecords, other.malformedRecords);
    keepSmallest(other.duplicateKey);
  }

  void write(DataOutputStream out) throws IOException {
    out.writeLong(matched);
    out.writeLong(unmatchedPredictions);
    out.writeLong(unmatchedTargets);
    out.writeLong(duplicatePredictionKeys);
    out.writeLong(duplicateTargetKeys);
    out.writeLong(malformedRecords);
    byte[] key = duplicateKey.getBytes(StandardCharsets.UTF_8);
    out.writeInt(key.length);
    out.write(key);
  }

  static JoinTally read(DataInputStream in) throws IOException {
    JoinTally tally = new JoinTally();
    tally.matched = in.readLong();
    tally.unmatchedPredictions = in.readLong();
    tally.unmatchedTargets = in.readLong();
    tally.duplicatePredictionKeys = in.readLong();
    tally.duplicateTargetKeys = in.readLong();
    tally.malformedRecords = in.readLong();
    tally.duplicateKey = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    return tally;
  }

  /** Keys that each side has once. */
  public long matched() {
    return matched;
  }

  public long unmatchedPredictions() {
    return unmatchedPredictions;
  }

  public long unmatchedTargets() {
    return unmatchedTargets;
  }

  /** Keys that stand more than once among the predictions. */
  public long duplicatePredictionKeys() {
    return duplicatePredictionKeys;
  }

  /** Keys that stand more than once among the targets. */
  public long duplicateTargetKeys() {
    return duplicateTargetKeys;
  }

  /** Malformed records on either side. */
  public long malformedRecords() {
    return malformedRecords;
  }

  /** The smallest duplicate key as text; empty if there is none. */
  public String duplicateKey() {
    return duplicateKey;
  }
}
