package org.exactloss.report;

/** The version of this program. */
public final class ProgramVersion {
  /** What a run from class files says, which have no version. */
  public static final String UNPACKAGED = "unpackaged";

  private ProgramVersion() {}

  /** What the manifest of the application jar says, such as {@code 0.1.0}. */
  public static String current() {
    String version = ProgramVersion.class.getPackage().getImplementationVersion();
    return version == null ? UNPACKAGED : version;
  }
}
