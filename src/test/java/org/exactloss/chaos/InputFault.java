package org.exactloss.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What can happen to the input while it is read. */
enum InputFault implements Fault {
  INPUT_REPLACED {
    @Override
    void change(Path file, Path other) throws IOException {
      Path beside = Files.copy(other, file.resolveSibling("_new"));
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }
  },
  INPUT_APPENDED {
    @Override
    void change(Path file, Path other) throws IOException {
      Files.write(file, Files.readAllBytes(other), StandardOpenOption.APPEND);
    }
  },
  INPUT_DELETED {
    @Override
    void change(Path file, Path other) throws IOException {
      Files.delete(file);
    }
  },
  INPUT_ADDED {
    @Override
    void change(Path file, Path other) throws IOException {
      Files.copy(other, file.resolveSibling("part-added.parquet"));
    }
  };

  abstract void change(Path file, Path other) throws IOException;

  @Override
  public boolean changesInput() {
    return true;
  }

  @Override
  public void strike(Scene scene) throws IOException {
    List<Path> files = scene.data().rowFiles();
    List<Path> others = scene.data().otherFiles();
    change(
        files.get(scene.random().nextInt(files.size())),
        others.get(scene.random().nextInt(others.size())));
  }

  @Override
  public String proof(Scene scene, long time) throws IOException {
    return time < scene.job().events().lastEnd() ? "changed while a job ran" : "";
  }
}
