package io.tagtrail.bundle.yaml;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.model.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Writes a value as YAML for people to compare: one form for all that means the same, keys in
/// order (what names an object first), what could steer a terminal written out.
public final class YamlText {
  private static final List<String> FIRST =
      List.of("apiVersion", "kind", "metadata", "name", "namespace");
  private static final Comparator<String> ORDER =
      Comparator.comparingInt((String key) -> FIRST.contains(key) ? FIRST.indexOf(key) : 99)
          .thenComparing(Comparator.naturalOrder());
  private static final Pattern BARE =
      Pattern.compile("[A-Za-z0-9/._$][A-Za-z0-9 ./_@:$(){}+=,~-]*");
  private static final int LINE_BYTES = 2_000;
  private static final int MOST_LETTERS = 2 << 20;

  private final List<String> lines = new ArrayList<>();
  private final int most;
  private int letters;

  private YamlText(int most) {
    this.most = most;
  }

  /// The lines; where there are more than `most`, or two million letters, the last says that some
  /// are missing.
  public static List<String> lines(Value value, int most) {
    var text = new YamlText(most);
    text.block(value, "", "");
    if (text.isFull()) {
      text.lines.removeLast();
      text.lines.add("# … more lines are not compared");
    }
    return text.lines;
  }

  /// @param lead what stands before the first line: indentation, `- `, or a key
  private void block(Value value, String lead, String indent) {
    if (isFull()) {
      return;
    }
    switch (value) {
      case Value.Scalar scalar -> scalar(scalar, lead, indent);
      case Value.Mapping mapping when mapping.entries().isEmpty() -> line(lead + "{}");
      case Value.Items items when items.values().isEmpty() -> line(lead + "[]");
      case Value.Mapping mapping -> {
        var sorted = new TreeMap<String, Value>(ORDER);
        sorted.putAll(mapping.entries());
        var first = lead;
        for (var entry : sorted.entrySet()) {
          member(first, entry.getKey(), entry.getValue(), indent);
          first = indent;
        }
      }
      case Value.Items items -> {
        var first = lead;
        for (var item : items.values()) {
          block(item, first + "- ", indent + "  ");
          first = indent;
        }
      }
    }
  }

  private void member(String lead, String key, Value value, String indent) {
    var name = lead + bare(key) + ":";
    switch (value) {
      case Value.Mapping mapping when !mapping.entries().isEmpty() -> {
        line(name);
        block(value, indent + "  ", indent + "  ");
      }
      case Value.Items items when !items.values().isEmpty() -> {
        line(name);
        block(value, indent + "  ", indent + "  ");
      }
      default -> block(value, name + " ", indent + "  ");
    }
  }

  private void scalar(Value.Scalar scalar, String lead, String indent) {
    var text = scalar.text();
    if (scalar.isNull()) {
      line(lead + "null");
    } else if (scalar.isBool() || scalar.isNumber()) {
      line(lead + text);
    } else if (text.indexOf('\n') >= 0 && text.strip().length() > 0) {
      line(lead + "|");
      text.lines().forEach(each -> line(indent + each));
    } else {
      var unquoted = new Value.Scalar(text, true);
      boolean other = unquoted.isNull() || unquoted.isBool() || unquoted.isNumber();
      line(lead + (other ? quoted(text) : bare(text)));
    }
  }

  private static String bare(String text) {
    boolean plain = BARE.matcher(text).matches() && !text.endsWith(":") && !text.contains(": ");
    return plain && text.equals(text.strip()) ? text : quoted(text);
  }

  private static String quoted(String text) {
    return new Json.Str(Text.printable(cut(text))).canonical();
  }

  private void line(String text) {
    if (!isFull()) {
      var shown = shown(text);
      letters += shown.length();
      lines.add(shown);
    }
  }

  private boolean isFull() {
    return lines.size() > most || letters > MOST_LETTERS;
  }

  /// A line without what could steer a terminal; its spaces stay.
  public static String shown(String line) {
    var safe = Text.printable(cut(line).replace("\t", "    "));
    return safe.length() <= LINE_BYTES ? safe : safe.substring(0, LINE_BYTES) + "…";
  }

  /// No more of a text than a line has room for, before all of it is gone through.
  private static String cut(String text) {
    return text.length() <= LINE_BYTES ? text : text.substring(0, LINE_BYTES + 1);
  }
}
