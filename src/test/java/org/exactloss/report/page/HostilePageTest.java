package org.exactloss.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.exactloss.report.Printable;
import org.exactloss.report.ValueText;
import org.exactloss.testing.HostileStrings;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.junit.jupiter.api.Test;

/** No name and no value of the data becomes markup. */
class HostilePageTest {
  private static final int MODELS = 10;

  @Test
  void everyTextIsShownAndAddsNoElementAndNoAttribute() {
    List<String> strings = HostileStrings.all();
    for (int from = 0; from < strings.size(); from += MODELS) {
      List<String> some = strings.subList(from, from + MODELS);
      Map<String, String> shown = new LinkedHashMap<>();
      Document plain = Jsoup.parse(page(some, shown, true));
      Document hostile = Jsoup.parse(page(some, shown, false));

      List<String> found = outline(hostile, text -> text);
      List<String> expected = outline(plain, text -> replaced(text, shown));
      assertThat(found).as("strings from %d", from).hasSameSizeAs(expected);
      for (int i = 0; i < found.size(); i++) {
        assertThat(found.get(i)).as("strings from %d", from).isEqualTo(expected.get(i));
      }
      assertThat(hostile.text()).doesNotContain("q0z");
    }
  }

  /** A page in which the strings have every role; or plain words instead of them. */
  private static String page(List<String> strings, Map<String, String> shown, boolean plain) {
    List<String> models = new ArrayList<>();
    List<String> slices = new ArrayList<>();
    for (int i = 0; i < strings.size(); i++) {
      models.add(named("m" + i + "q0z", strings.get(i), Printable::line, shown, plain));
      slices.add(named("v" + i + "q0z", strings.get(i), ValueText::of, shown, plain));
    }
    String any = strings.get(0);
    // An option's value is seen as it is, and as a word of the command.
    String option = named("oq0z", any, Printable::line, shown, plain);
    shown.put("--target oq0z", "--target " + ShellCommand.quoted(any));
    return PageReports.page(
        PageReports.of(
            new PageReports.Names(
                models,
                named("nq0z", any, Printable::line, shown, plain),
                slices,
                named("bq0z", any, Printable::line, shown, plain),
                option)));
  }

  private static String named(
      String word,
      String text,
      UnaryOperator<String> display,
      Map<String, String> shown,
      boolean plain) {
    shown.put(word, display.apply(text));
    return plain ? word : text;
  }

  private static String replaced(String text, Map<String, String> shown) {
    String result = text;
    for (String command : shown.keySet().stream().filter(word -> word.startsWith("--")).toList()) {
      result = result.replace(command, shown.get(command));
    }
    for (Map.Entry<String, String> word : shown.entrySet()) {
      result = result.replace(word.getKey(), word.getValue());
    }
    return result;
  }

  /** Elements, attributes with their values, and texts, in the order of the document. */
  private static List<String> outline(Document document, UnaryOperator<String> text) {
    List<String> outline = new ArrayList<>();
    document.traverse((node, depth) -> add(outline, node, depth, text));
    return outline;
  }

  private static void add(List<String> outline, Node node, int depth, UnaryOperator<String> text) {
    if (node instanceof Element element) {
      outline.add(depth + "<" + element.tagName());
      for (Attribute attribute : element.attributes()) {
        outline.add(depth + "@" + attribute.getKey() + "=" + text.apply(attribute.getValue()));
      }
    } else if (node instanceof TextNode words) {
      String shown = text.apply(words.getWholeText());
      if (!shown.isEmpty()) {
        outline.add(depth + ":" + shown);
      }
    } else {
      outline.add(depth + "#" + node.nodeName());
    }
  }

  @Test
  void theShellReadsEveryStringBack() throws Exception {
    List<String> strings =
        HostileStrings.all().stream()
            .filter(text -> !text.contains("\0"))
            .filter(text -> text.codePoints().noneMatch(point -> point >= 0xD800 && point < 0xE000))
            .toList();
    List<String> words = new ArrayList<>(List.of("printf '%s\\0'"));
    strings.forEach(text -> words.add(ShellCommand.quoted(text)));
    Process shell =
        new ProcessBuilder("bash", "-c", String.join(" ", words))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    byte[] output = shell.getInputStream().readAllBytes();
    assertThat(shell.waitFor()).isZero();
    List<String> read =
        List.of(new String(output, java.nio.charset.StandardCharsets.UTF_8).split("\0", -1));

    List<Integer> different =
        IntStream.range(0, strings.size())
            .filter(i -> !read.get(i).equals(strings.get(i)))
            .boxed()
            .toList();
    assertThat(different.stream().map(strings::get)).isEmpty();
    assertThat(read).hasSize(strings.size() + 1);
  }
}
