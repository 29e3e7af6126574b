package org.exactloss.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** The jar that goes to a cluster carries nothing that could clash with Spark's own libraries. */
class PackagedJarIT {

  @Test
  void holdsOurClassesAndItsLibrariesUnderOurName() throws Exception {
    try (JarFile jar = new JarFile(Installation.PROJECT.jar().toFile())) {
      List<String> files =
          jar.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName).toList();

      assertThat(files)
          .contains(
              "META-INF/LICENSE",
              "org/exactloss/cli/Main.class",
              "org/exactloss/report/page/page.mustache",
              "org/exactloss/shaded/mustache/Mustache.class",
              "org/exactloss/shaded/picocli/CommandLine.class")
          .allMatch(
              name ->
                  name.startsWith("org/exactloss/")
                      || List.of("META-INF/MANIFEST.MF", "META-INF/LICENSE").contains(name));
    }
  }

  @Test
  void namesItsMainClassAndVersion() throws Exception {
    try (JarFile jar = new JarFile(Installation.PROJECT.jar().toFile())) {
      Attributes attributes = jar.getManifest().getMainAttributes();

      assertThat(attributes.getValue(Attributes.Name.MAIN_CLASS))
          .isEqualTo("org.exactloss.cli.Main");
      assertThat(attributes.getValue(Attributes.Name.IMPLEMENTATION_VERSION)).isEqualTo("0.1.0");
    }
  }
}
