package io.tagtrail.cli.out;

/// How a piece of text looks on a terminal; the number is the SGR parameter of ECMA-48.
public enum Style {
  PLAIN(""),
  BOLD("1"),
  DIM("2"),
  RED("31;1"),
  GREEN("32"),
  YELLOW("33"),
  STRUCK("2;9");

  private final String sgr;

  Style(String sgr) {
    this.sgr = sgr;
  }

  /// The text in this style, where colours are on.
  public String of(String text, boolean colours) {
    return !colours || sgr.isEmpty() || text.isEmpty()
        ? text
        : "\u001b[" + sgr + "m" + text + "\u001b[0m";
  }
}
