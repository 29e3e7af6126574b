package org.exactloss.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.exactloss.report.Printable;

/**
 * One set of slices, those first that carry most of the loss.
 *
 * @param id of the heading
 * @param by what makes the slices
 * @param summary how many there are, and how many the page has
 * @param searchable whether they are so many that one searches
 * @param models those that are not refused
 */
record SliceSection(
    String id,
    String by,
    String summary,
    boolean searchable,
    List<String> names,
    List<String> models,
    List<Row> rows) {
  private static final int SEARCHABLE = 20;

  /** One slice. */
  record Row(List<String> values, String elements, List<Cell> cells) {}

  /**
   * The numbers of one model.
   *
   * @param width of the bar, in per cent
   * @param mark better or worse than the baseline, if by more than noise
   */
  record Cell(String share, String width, String rmse, String mark) {}

  /** The sections of a report, with at most so many rows each. */
  static List<SliceSection> of(ReportDocument report, int most) {
    List<SliceSection> sections = new ArrayList<>();
    for (ReportDocument.Slicing slicing : report.slicings()) {
      sections.add(section(report, slicing, "slices-" + sections.size(), most));
    }
    return sections;
  }

  private static SliceSection section(
      ReportDocument report, ReportDocument.Slicing slicing, String id, int most) {
    int[] shown =
        IntStream.range(0, report.overall().size())
            .filter(i -> !report.overall().get(i).isRefused())
            .toArray();
    Difference difference = new Difference(report);
    double largest = largestShare(slicing);
    List<Row> rows =
        slicing.reported().stream()
            .limit(most)
            .map(slice -> row(slicing.names(), slice, shown, difference, largest))
            .toList();
    List<String> names = slicing.names().stream().map(Printable::line).toList();
    return new SliceSection(
        id,
        String.join(", ", names),
        summary(slicing, rows.size()),
        rows.size() > SEARCHABLE,
        names,
        IntStream.of(shown).mapToObj(i -> report.overall().get(i).name()).toList(),
        rows);
  }

  private static String summary(ReportDocument.Slicing slicing, int shown) {
    String all = Digits.count(slicing.slices()) + (slicing.slices() == 1 ? " slice" : " slices");
    return shown == slicing.slices()
        ? all + ", those first that carry most of the loss."
        : all
            + ", of which this page has the "
            + Digits.count(shown)
            + " that carry most of the loss; the table of --results has all of them.";
  }

  private static double largestShare(ReportDocument.Slicing slicing) {
    return slicing.reported().stream()
        .flatMap(List::stream)
        .mapToDouble(result -> result.finite("share").orElse(0))
        .max()
        .orElse(0);
  }

  private static Row row(
      List<String> names, List<Result> slice, int[] shown, Difference difference, double largest) {
    JsonNode values = slice.get(0).json().path("slice");
    return new Row(
        names.stream().map(name -> Values.text(values.path(name))).toList(),
        Digits.count(slice.get(0).elements()),
        IntStream.of(shown).mapToObj(i -> cell(slice.get(i), difference, largest)).toList());
  }

  private static Cell cell(Result result, Difference difference, double largest) {
    OptionalDouble share = result.finite("share");
    boolean drawn = share.isPresent() && largest > 0;
    return new Cell(
        share.isPresent() ? Digits.percent(share.getAsDouble()) : Digits.NONE,
        Axis.percent(drawn ? 100 * Math.max(0, share.getAsDouble()) / largest : 0),
        Digits.brief(result.number("rmse")),
        difference.mark(result));
  }
}
