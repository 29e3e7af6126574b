package org.exactloss.benchmark;

import java.util.List;
import java.util.Locale;

/**
 * The median times of tasks as a picture: nanoseconds a row as horizontal bars, each step of the
 * scale ten times the one before.
 */
final class TimingPicture {
  private static final int LABELS = 300;
  private static final int PLOT = 480;
  private static final int MARGIN = 70;
  private static final int BAR = 16;
  private static final int STEP = 20;
  private static final int TITLE = 34;
  private static final double NANOSECONDS = 1e9;

  private final StringBuilder svg = new StringBuilder();
  private final int fewest;
  private final int most;

  private TimingPicture(int fewest, int most) {
    this.fewest = fewest;
    this.most = most;
  }

  /** An SVG document. */
  static String of(List<PeerCase> tasks) {
    double[] all =
        tasks.stream()
            .flatMapToDouble(task -> task.contenders().stream().mapToDouble(c -> time(task, c)))
            .sorted()
            .toArray();
    int fewest = (int) Math.floor(Math.log10(all[0]));
    int most = Math.max(fewest + 1, (int) Math.ceil(Math.log10(all[all.length - 1])));
    return new TimingPicture(fewest, most).draw(tasks);
  }

  private static double time(PeerCase task, Contender contender) {
    return contender.median() / task.rows() * NANOSECONDS;
  }

  private String draw(List<PeerCase> tasks) {
    int bars = tasks.stream().mapToInt(task -> task.contenders().size()).sum();
    int height = bars * STEP + tasks.size() * TITLE + TITLE;
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"12\">%n"
            .formatted(LABELS + PLOT + MARGIN, height));
    svg.append("<title>Nanoseconds a row</title>\n");
    svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
    scale(height);
    int y = TITLE;
    for (PeerCase task : tasks) {
      text(LABELS, y + TITLE - 14, "start", "<tspan font-weight=\"bold\">%s</tspan>, %,d rows"
          .formatted(escaped(task.name()), task.rows()));
      y += TITLE;
      for (Contender contender : task.contenders()) {
        bar(y, contender.name(), time(task, contender));
        y += STEP;
      }
    }
    return svg.append("</svg>\n").toString();
  }

  private void scale(int height) {
    for (int power = fewest; power <= most; power++) {
      double x = x(Math.pow(10, power));
      svg.append(
          String.format(
              Locale.ROOT,
              "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#ccc\"/>%n",
              x, TITLE - 10, x, height));
      text(x, TITLE - 16, "middle", number(Math.pow(10, power)) + " ns");
    }
  }

  private void bar(int y, String name, double nanoseconds) {
    String colour =
        name.startsWith("ExactLoss") ? "#0b6e4f" : name.startsWith("floor") ? "#aaaaaa" : "#b5651d";
    text(LABELS - 8, y + BAR - 4, "end", escaped(name));
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
            LABELS, y, x(nanoseconds) - LABELS, BAR, colour));
    text(x(nanoseconds) + 4, y + BAR - 4, "start", number(nanoseconds));
  }

  private double x(double nanoseconds) {
    return LABELS + PLOT * (Math.log10(nanoseconds) - fewest) / (most - fewest);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3g", value).replaceAll("(\\.\\d*?)0+$", "$1").replaceAll("\\.$", "");
  }

  private void text(double x, int y, String anchor, String content) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, content));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
