package org.exactloss.scan;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.exactloss.state.LossState;
import org.exactloss.state.MeanState;
import org.exactloss.state.MomentState;
import org.exactloss.state.PictureState;

/**
 * The states of some elements of one model: that of the loss, and those of what else was asked for.
 * Mutable; adding is commutative and associative. Used by one thread.
 */
public final class ModelStates {
  private static final int MOMENTS = 1;
  private static final int NOISE = 2;
  private static final int CHANGE = 4;
  private static final int PICTURES = 8;

  private final LossState loss;
  private Optional<MomentState> moments;
  private Optional<MeanState> noise;
  private Optional<MeanState> change;
  private Optional<PictureState> pictures;

  /** States of nothing. */
  ModelStates() {
    this(new LossState());
  }

  /** The state of the loss alone, which is taken over. */
  ModelStates(LossState loss) {
    this(loss, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  ModelStates(
      LossState loss,
      Optional<MomentState> moments,
      Optional<MeanState> noise,
      Optional<MeanState> change,
      Optional<PictureState> pictures) {
    this.loss = loss;
    this.moments = moments;
    this.noise = noise;
    this.change = change;
    this.pictures = pictures;
  }

  /** The state of the loss. */
  public LossState loss() {
    return loss;
  }

  /** The state of the metrics; empty if none were asked for, or nothing was met. */
  public Optional<MomentState> moments() {
    return moments;
  }

  /** The state of the mean loss's noise; empty as above. */
  public Optional<MeanState> noise() {
    return noise;
  }

  /** The state of the differences from the baseline's losses; empty as above. */
  public Optional<MeanState> change() {
    return change;
  }

  /** The counts for pictures; empty as above. */
  public Optional<PictureState> pictures() {
    return pictures;
  }

  /** Takes in the differences from the baseline's losses. */
  void addChange(MeanState further) {
    change = Optional.of(sum(change, further));
  }

  void add(ModelStates other) {
    loss.add(other.loss);
    other.moments.ifPresent(
        its -> {
          MomentState mine = moments.orElseGet(() -> new MomentState(its.moments()));
          mine.add(its);
          moments = Optional.of(mine);
        });
    other.noise.ifPresent(its -> noise = Optional.of(sum(noise, its)));
    other.change.ifPresent(this::addChange);
    other.pictures.ifPresent(
        its -> {
          PictureState mine = pictures.orElseGet(PictureState::new);
          mine.add(its);
          pictures = Optional.of(mine);
        });
  }

  /**
   * Takes the states of a part of the elements away.
   *
   * @throws ArithmeticException if they cannot be states of a part
   */
  void subtract(ModelStates other) {
    loss.subtract(other.loss);
    if (loss.squaredError().signum() < 0 || loss.weight().signum() < 0) {
      throw new ArithmeticException(
          "its sums of squares or of weights are larger than those there are");
    }
    other.moments.ifPresent(its -> held(moments).subtract(its));
    other.noise.ifPresent(its -> held(noise).subtract(its));
    other.change.ifPresent(its -> held(change).subtract(its));
    other.pictures.ifPresent(its -> held(pictures).subtract(its));
  }

  private static <T> T held(Optional<T> state) {
    return state.orElseThrow(() -> new ArithmeticException("it has sums that there are none of"));
  }

  /** The same states without those of nothing, so that equal content has equal bytes. */
  ModelStates withoutEmpty() {
    return new ModelStates(
        loss,
        moments.filter(
            state -> !Arrays.equals(state.toBytes(), new MomentState(state.moments()).toBytes())),
        noise.filter(state -> !Arrays.equals(state.toBytes(), new MeanState().toBytes())),
        change.filter(state -> !Arrays.equals(state.toBytes(), new MeanState().toBytes())),
        pictures.filter(state -> !Arrays.equals(state.toBytes(), new PictureState().toBytes())));
  }

  private static MeanState sum(Optional<MeanState> mine, MeanState its) {
    MeanState sum = mine.orElseGet(MeanState::new);
    sum.add(its);
    return sum;
  }

  /** The same states without the counts for pictures. */
  ModelStates withoutPictures() {
    return new ModelStates(loss, moments, noise, change, Optional.empty());
  }

  /** States of their own with the same content. */
  ModelStates copy() {
    return new ModelStates(
        loss.copy(),
        moments.map(MomentState::copy),
        noise.map(MeanState::copy),
        change.map(MeanState::copy),
        pictures.map(PictureState::copy));
  }

  void write(DataOutputStream out) throws IOException {
    out.writeByte(
        (moments.isPresent() ? MOMENTS : 0)
            | (noise.isPresent() ? NOISE : 0)
            | (change.isPresent() ? CHANGE : 0)
            | (pictures.isPresent() ? PICTURES : 0));
    write(out, loss.toBytes());
    if (moments.isPresent()) {
      write(out, moments.get().toBytes());
    }
    if (noise.isPresent()) {
      write(out, noise.get().toBytes());
    }
    if (change.isPresent()) {
      write(out, change.get().toBytes());
    }
    if (pictures.isPresent()) {
      write(out, pictures.get().toBytes());
    }
  }

  private static void write(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static ModelStates read(DataInputStream in) throws IOException {
    int parts = in.readByte();
    return new ModelStates(
        LossState.fromBytes(in.readNBytes(in.readInt())),
        read(in, parts & MOMENTS, MomentState::fromBytes),
        read(in, parts & NOISE, MeanState::fromBytes),
        read(in, parts & CHANGE, MeanState::fromBytes),
        read(in, parts & PICTURES, PictureState::fromBytes));
  }

  private static <T> Optional<T> read(DataInputStream in, int part, Function<byte[], T> state)
      throws IOException {
    return part == 0 ? Optional.empty() : Optional.of(state.apply(in.readNBytes(in.readInt())));
  }
}
