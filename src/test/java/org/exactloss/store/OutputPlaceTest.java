package org.exactloss.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an output's place does where its file system fails. */
class OutputPlaceTest {
  @TempDir Path folder;

  private final List<String> calls = new ArrayList<>();

  /** A file of this machine that fails as its test wants, and tells what is done to it. */
  private final class Failing implements OutputTarget {
    private final LocalTarget target;

    Failing() throws IOException {
      target = new LocalTarget(folder.resolve("file"));
    }

    @Override
    public Occupant occupant() {
      return target.occupant();
    }

    @Override
    public boolean hasFolder() {
      return target.hasFolder();
    }

    @Override
    public OutputStream create(String temporaryName) throws IOException {
      return new FilterOutputStream(target.create(temporaryName)) {
        @Override
        public void close() throws IOException {
          calls.add("close");
          super.close();
        }
      };
    }

    @Override
    public void publish(String temporaryName, ExistingOutput existing) {
      throw new IllegalStateException("a fault");
    }

    @Override
    public void delete(String temporaryName) throws IOException {
      calls.add("delete");
      if (temporaryName.equals("undeletable")) {
        throw new IOException("not now");
      }
      target.delete(temporaryName);
    }

    @Override
    public boolean exists(String name) {
      return target.exists(name);
    }

    @Override
    public List<String> children() throws IOException {
      return target.children();
    }

    @Override
    public String name() {
      return target.name();
    }

    @Override
    public String uri(String name) {
      return target.uri(name);
    }

    @Override
    public void renameFolder(String from, String to) throws IOException {
      target.renameFolder(from, to);
    }
  }

  private OutputPlace place() throws IOException {
    Configuration hadoop = new Configuration();
    return new OutputPlace("file", FileLocation.of(folder + "/file", hadoop), new Failing());
  }

  @Test
  void whatIsMadeToTryIsClosedAndDeleted() throws IOException {
    place().requireUsable(List.of(), new Configuration());
    assertThat(calls).containsExactly("close", "delete");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatCannotBeDeletedIsToldBesideTheFailure() throws IOException {
    IOException failure = new IOException("a fault");
    place().discard("undeletable", failure);
    assertThat(failure.getSuppressed()).hasSize(1);
    assertThat(failure.getSuppressed()[0]).hasMessage("not now");
  }

  @Test
  void aFaultAtTheLastStepLeavesNothing() throws IOException {
    OutputPlace place = place();
    place.target().create("temporary").close();
    assertThatThrownBy(() -> new Publication(place, ExistingOutput.REFUSE).publish("temporary"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a fault");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void reasonsAreThoseOfTheSystemInOneLine() {
    String denied = "permission is denied";
    assertThat(OutputPlace.reason(new AccessDeniedException("x"))).isEqualTo(denied);
    assertThat(OutputPlace.reason(new AccessControlException("x"))).isEqualTo(denied);
    assertThat(OutputPlace.reason(new FileSystemException("x", null, "Disk quota exceeded")))
        .isEqualTo("Disk quota exceeded");
    assertThat(OutputPlace.reason(new FileSystemException("x")))
        .isEqualTo("no file can be made in its folder");
    assertThat(OutputPlace.reason(new IOException("one\ntwo"))).isEqualTo("one");
    assertThat(OutputPlace.reason(new IOException(""))).isEmpty();
    assertThat(OutputPlace.reason(new java.io.EOFException())).isEqualTo("EOFException");
  }
}
