package org.exactloss.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import org.exactloss.spec.EvaluationException;

/**
 * The last step of an output: a complete file gets its name. A file system far away may have done
 * it although it reports a failure, or have taken the old file away and failed at the new one; so
 * what is there afterwards decides what is said.
 */
final class Publication {
  private final OutputPlace place;
  private final ExistingOutput existing;

  Publication(OutputPlace place, ExistingOutput existing) {
    this.place = place;
    this.existing = existing;
  }

  /**
   * Gives a complete file its name.
   *
   * @throws EvaluationException if that is not known to be done
   */
  void publish(String temporary) {
    try {
      place.target().publish(temporary, existing);
    } catch (IOException e) {
      recover(temporary, e);
    } catch (RuntimeException | Error e) {
      place.discard(temporary, e);
      throw e;
    }
  }

  private void recover(String temporary, IOException failure) {
    boolean complete;
    boolean named;
    try {
      complete = place.target().exists(temporary);
      named = place.target().exists(place.target().name());
    } catch (IOException e) {
      e.addSuppressed(failure);
      throw place.unknown("output", OutputPlace.reason(failure), e);
    }
    if (complete && named) {
      place.discard(temporary, failure);
      if (failure instanceof FileAlreadyExistsException) {
        throw place.appeared("file", failure);
      }
      throw place.failure(failure);
    } else if (complete) {
      takeFreeName(temporary, failure);
    } else if (!named) {
      throw place.unknown("output", OutputPlace.reason(failure), failure);
    }
  }

  /** Nothing bears the name: if an old output did, this file is all that there is. */
  private void takeFreeName(String temporary, IOException failure) {
    if (existing == ExistingOutput.REFUSE) {
      place.discard(temporary, failure);
      throw place.failure(failure);
    }
    try {
      place.target().publish(temporary, ExistingOutput.REFUSE);
    } catch (IOException e) {
      e.addSuppressed(failure);
      String uri = place.target().uri(temporary);
      throw new EvaluationException(
          EvaluationException.Kind.STORAGE,
          "Cannot write to "
              + place.uri()
              + ": "
              + OutputPlace.reason(e)
              + ", and nothing is there now; the complete output is in "
              + uri
              + ": rename it with hadoop fs -mv "
              + uri
              + " "
              + place.uri(),
          e);
    }
  }
}
