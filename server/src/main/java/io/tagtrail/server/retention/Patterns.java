package io.tagtrail.server.retention;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// The patterns that vendors match names by.
final class Patterns {
  private static final int LONGEST = 1_000;

  private Patterns() {}

  /// A pattern of Go's `regexp` (RE2), found anywhere in the name.
  static Predicate<String> re2(String pattern) {
    try {
      var compiled = com.google.re2j.Pattern.compile(bounded(pattern));
      return name -> compiled.matcher(name).find();
    } catch (com.google.re2j.PatternSyntaxException e) {
      throw wrong(pattern, e);
    }
  }

  /// A pattern of RE2 that the whole name has to match.
  static Predicate<String> wholeRe2(String pattern) {
    try {
      var compiled = com.google.re2j.Pattern.compile(bounded(pattern));
      return name -> compiled.matcher(name).matches();
    } catch (com.google.re2j.PatternSyntaxException e) {
      throw wrong(pattern, e);
    }
  }

  /// A pattern that may look ahead, as .NET's and JavaScript's do, found anywhere in the name.
  static Predicate<String> backtracking(String pattern) {
    try {
      var compiled = Pattern.compile(bounded(pattern));
      return name -> compiled.matcher(name).find();
    } catch (PatternSyntaxException e) {
      throw wrong(pattern, e);
    }
  }

  /// `*` for anything and, where `one`, `?` for one character.
  static Predicate<String> wildcard(String pattern, boolean one) {
    var regex = new StringBuilder();
    for (int i = 0; i < bounded(pattern).length(); i++) {
      char c = pattern.charAt(i);
      regex.append(c == '*' ? ".*" : c == '?' && one ? "." : Pattern.quote(String.valueOf(c)));
    }
    var compiled = com.google.re2j.Pattern.compile(regex.toString());
    return name -> compiled.matcher(name).matches();
  }

  /// The patterns of bmatcuk/doublestar, which zot and Harbor match by: `*` within a part of a
  /// path, `**` for any parts, `?`, classes, `{a,b}`.
  static Predicate<String> doublestar(String pattern) {
    try {
      var compiled = com.google.re2j.Pattern.compile(regex(bounded(pattern)));
      return name -> compiled.matcher(name).matches();
    } catch (com.google.re2j.PatternSyntaxException e) {
      throw wrong(pattern, e);
    }
  }

  private static String regex(String glob) {
    var out = new StringBuilder();
    int braces = 0;
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      switch (c) {
        case '*' -> {
          boolean two = glob.startsWith("**", i);
          boolean starts = i == 0 || glob.charAt(i - 1) == '/';
          boolean ends = i + 2 >= glob.length();
          if (two && starts && !ends && glob.charAt(i + 2) == '/') {
            out.append("(?:.*/)?");
            i += 2;
          } else if (two && starts && ends) {
            boolean after = out.length() > 0 && out.charAt(out.length() - 1) == '/';
            if (after) {
              out.setLength(out.length() - 1);
            }
            out.append(after ? "(?:/.*)?" : ".*");
            i += 1;
          } else {
            out.append("[^/]*");
            i += two ? 1 : 0;
          }
        }
        case '?' -> out.append("[^/]");
        case '[' -> {
          int end = glob.indexOf(']', i + 1);
          if (end < 0) {
            throw new InvalidValueException("a class is not closed in " + Text.clipped(glob, 80));
          }
          var inner = glob.substring(i + 1, end);
          out.append('[').append(inner.startsWith("!") ? "^" + inner.substring(1) : inner);
          out.append(']');
          i = end;
        }
        case '{' -> {
          braces++;
          out.append("(?:");
        }
        case '}' -> {
          if (--braces < 0) {
            throw new InvalidValueException("a brace too many in " + Text.clipped(glob, 80));
          }
          out.append(')');
        }
        case ',' -> out.append(braces > 0 ? "|" : ",");
        case '\\' -> {
          if (++i < glob.length()) {
            out.append(Pattern.quote(String.valueOf(glob.charAt(i))));
          }
        }
        case '/' -> out.append('/');
        default -> out.append(Pattern.quote(String.valueOf(c)));
      }
    }
    if (braces != 0) {
      throw new InvalidValueException("a brace is not closed in " + Text.clipped(glob, 80));
    }
    return out.toString();
  }

  private static String bounded(String pattern) {
    if (pattern.length() > LONGEST) {
      throw new InvalidValueException("a pattern of more than 1000 characters is not read");
    }
    return pattern;
  }

  private static InvalidValueException wrong(String pattern, Exception e) {
    return new InvalidValueException(
        "not a pattern that its registry takes: %s".formatted(Text.clipped(pattern, 80)), e);
  }
}
