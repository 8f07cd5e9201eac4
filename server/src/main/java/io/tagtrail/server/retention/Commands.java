package io.tagtrail.server.retention;

import java.util.ArrayList;
import java.util.List;

/// Finds commands in a text that is not a shell's alone: a script, a YAML file, a command within
/// the quotes of another one.
final class Commands {
  private static final int MOST = 100;

  private Commands() {}

  /// The words after each `name`, up to the end of its command.
  static List<List<String>> named(String text, String name) {
    var found = new ArrayList<List<String>>();
    // A line that goes on is one line; so is a folded one of YAML, indented deeper, with a flag.
    var whole = text.replaceAll("\\\\\\s*\\n\\s*", " ").replaceAll("\\n\\s+(?=--?[a-z])", " ");
    int from = 0;
    while (found.size() < MOST) {
      int at = whole.indexOf(name, from);
      if (at < 0) {
        return found;
      }
      from = at + name.length();
      boolean comment = isComment(whole, at);
      if (!comment && (from == whole.length() || Character.isWhitespace(whole.charAt(from)))) {
        found.add(words(whole, from, enclosing(whole, at)));
      }
    }
    return found;
  }

  private static boolean isComment(String text, int at) {
    int line = text.lastIndexOf('\n', at) + 1;
    return text.substring(line, at).stripLeading().startsWith("#");
  }

  /// The quote that the command stands in, if the line opens one before it that is not closed.
  private static char enclosing(String text, int at) {
    int line = text.lastIndexOf('\n', at) + 1;
    char open = 0;
    for (int i = line; i < at; i++) {
      char c = text.charAt(i);
      if (open == 0 && (c == '"' || c == '\'')) {
        open = c;
      } else if (c == open) {
        open = 0;
      }
    }
    return open;
  }

  private static List<String> words(String text, int from, char enclosing) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    boolean any = false;
    char quote = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
        continue;
      }
      if (c == '\\' && i + 1 < text.length() && isQuote(text.charAt(i + 1)) && enclosing != 0) {
        continue;
      }
      if (c == enclosing || c == '\n' || c == ';' || c == '&' || c == '|') {
        break;
      }
      if (isQuote(c)) {
        quote = c;
        any = true;
      } else if (Character.isWhitespace(c)) {
        if (any) {
          words.add(word.toString());
        }
        word.setLength(0);
        any = false;
      } else {
        word.append(c);
        any = true;
      }
    }
    if (any) {
      words.add(word.toString());
    }
    return words;
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'';
  }
}
