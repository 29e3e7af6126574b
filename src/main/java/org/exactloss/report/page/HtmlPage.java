package org.exactloss.report.page;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;

/**
 * One page about JSON reports that opens offline. Every value is escaped by the template; the
 * content security policy allows the style and the script of the page by their hashes, and nothing
 * from anywhere else.
 */
public final class HtmlPage {
  /** The largest page, in bytes of UTF-8, as long as leaving out slices makes it so. */
  public static final int MOST_BYTES = 2_000_000;

  private static final int MOST_SLICES = 1000;
  private static final Template TEMPLATE =
      Mustache.compiler()
          .emptyStringIsFalse(true)
          .withLoader(name -> new StringReader(resource(name)))
          .compile(resource("page.mustache"));

  private HtmlPage() {}

  /**
   * The page about the latest of these reports, with the course over all of them.
   *
   * @param reports at least one
   */
  public static String of(List<ReportDocument> reports) {
    List<ReportDocument> ordered =
        reports.stream().sorted(Comparator.comparing(ReportDocument::start)).toList();
    int slices = MOST_SLICES;
    String page = page(ordered, slices);
    while (slices > 0 && page.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      slices /= 2;
      page = page(ordered, slices);
    }
    return page;
  }

  private static String page(List<ReportDocument> reports, int slices) {
    ReportDocument report = reports.get(reports.size() - 1);
    List<GateSection> gates = GateSection.of(report);
    return TEMPLATE.execute(
        new PageView(
            hash("page.css"),
            hash("page.js"),
            Headline.of(report),
            GateSection.alarm(gates),
            Course.of(reports),
            Accounting.of(report),
            Comparison.of(report),
            SliceSection.of(report, slices),
            ErrorChart.of(report),
            PlaneChart.of(report),
            ProfileChart.of(report),
            WorstElements.of(report),
            gates,
            BatchSection.of(report),
            Origin.of(report)));
  }

  private static String hash(String name) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(resource(name).getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream stream = HtmlPage.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("the program lacks its file " + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
