package org.exactloss.benchmark;

import java.util.List;
import java.util.Locale;

/**
 * The median times of tasks as a picture: horizontal bars, each task's as multiples of its first
 * contender's. A bar that would be too long is cut off, and its number says how long it is.
 */
final class TimingPicture {
  private static final int LABELS = 300;
  private static final int UNIT = 110;
  private static final int LONGEST = 4;
  private static final int NUMBERS = 110;
  private static final int BAR = 16;
  private static final int STEP = 20;
  private static final int TITLE = 34;
  private static final int BASELINE = 4;

  private final StringBuilder svg = new StringBuilder();

  private TimingPicture() {}

  /** An SVG document. */
  static String of(List<PeerCase> tasks) {
    return new TimingPicture().draw(tasks);
  }

  private String draw(List<PeerCase> tasks) {
    int bars = tasks.stream().mapToInt(task -> task.contenders().size()).sum();
    int height = bars * STEP + tasks.size() * TITLE + 2 * TITLE;
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
            + " font-family=\"sans-serif\" font-size=\"12\">",
        LABELS + LONGEST * UNIT + NUMBERS, height);
    add("<title>Time of each contender as a multiple of that of ExactLoss</title>");
    add("<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>");
    drawScale(height);
    int y = TITLE;
    for (PeerCase task : tasks) {
      drawTask(task, y);
      y += TITLE + task.contenders().size() * STEP;
    }
    add("</svg>");
    return svg.toString();
  }

  private void drawScale(int height) {
    for (int times = 0; times <= LONGEST; times++) {
      int x = LABELS + times * UNIT;
      add("<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#ccc\"/>", x, TITLE, x, height);
      text(x, TITLE - BASELINE, "middle", Integer.toString(times));
    }
  }

  private void drawTask(PeerCase task, int top) {
    String rows = String.format(Locale.ROOT, "%,d rows", task.rows());
    text(
        LABELS,
        top + TITLE - 2 * BASELINE,
        "start",
        "<tspan font-weight=\"bold\">" + escaped(task.name()) + "</tspan>, " + rows);
    double first = task.contenders().get(0).median();
    int y = top + TITLE;
    for (Contender contender : task.contenders()) {
      drawBar(y, contender, contender.median() / first);
      y += STEP;
    }
  }

  private void drawBar(int y, Contender contender, double times) {
    String name = contender.name();
    text(LABELS - 2 * BASELINE, y + BAR - BASELINE, "end", escaped(name));
    double width = Math.min(times, LONGEST) * UNIT;
    add(
        "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
        LABELS, y, width, BAR, colour(name));
    String number = String.format(Locale.ROOT, "%.2f: %.3f s", times, contender.median());
    text(
        LABELS + width + BASELINE,
        y + BAR - BASELINE,
        "start",
        times > LONGEST ? "… " + number : number);
  }

  private static String colour(String name) {
    if (name.startsWith("ExactLoss")) {
      return "#0b6e4f";
    }
    return name.startsWith("floor") || name.startsWith("threads") ? "#aaaaaa" : "#b5651d";
  }

  private void text(double x, int y, String anchor, String content) {
    add("<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>", x, y, anchor, content);
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
