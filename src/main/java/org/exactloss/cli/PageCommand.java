package org.exactloss.cli;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.exactloss.report.page.HtmlPage;
import org.exactloss.report.page.ReportDocument;
import org.exactloss.spec.EvaluationException;
import org.exactloss.store.AtomicOutput;
import org.exactloss.store.StoredFile;

/** Makes the page with pictures from JSON reports; starts no Spark. */
final class PageCommand {
  private final Invocation.Page request;

  PageCommand(Invocation.Page request) {
    this.request = request;
  }

  /**
   * Writes the page.
   *
   * @throws EvaluationException if a report cannot be read, or the page cannot be written
   */
  void run() {
    Configuration fileSystems = SparkEngine.fileSystems();
    AtomicOutput output =
        AtomicOutput.prepare(request.html(), request.existing(), request.reports(), fileSystems);
    List<ReportDocument> reports =
        request.reports().stream()
            .map(
                uri ->
                    ReportDocument.parse(
                        StoredFile.read(uri, ReportDocument.MOST_BYTES, fileSystems), uri))
            .toList();
    byte[] html = HtmlPage.of(reports).getBytes(StandardCharsets.UTF_8);
    output.write(stream -> stream.write(html));
  }
}
