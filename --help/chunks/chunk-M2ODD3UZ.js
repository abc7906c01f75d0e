import {
  lineText,
  positionAt
} from "./chunk-SEVP2GN3.js";

// src/parser/text-width.ts
var tabWidth = 4;
var wide = new RegExp("[\\u1100-\\u115f\\u2e80-\\u303e\\u3041-\\u33ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\ua000-\\ua4cf\\uac00-\\ud7a3\\uf900-\\ufaff\\ufe30-\\ufe4f\\uff00-\\uff60\\uffe0-\\uffe6\\u{20000}-\\u{3fffd}]|\\p{Emoji_Presentation}", "u");
var none = /[\p{Mn}\p{Me}\p{Cf}]/u;
function widthAt(character, column) {
  if (character === "	") return tabWidth - column % tabWidth;
  if (none.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}
function widthOf(text) {
  let column = 0;
  for (const character of text) column += widthAt(character, column);
  return column;
}
function expand(text) {
  let result = "";
  let column = 0;
  for (const character of text) {
    const width = widthAt(character, column);
    result += character === "	" ? " ".repeat(width) : new RegExp("\\p{Cc}", "u").test(character) ? "\uFFFD" : character;
    column += width;
  }
  return result;
}
function wrap(text, width) {
  const lines = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

// src/parser/render.ts
var asItIs = (text) => text;
var plain = {
  title: asItIs,
  frame: asItIs,
  secondary: asItIs,
  note: asItIs,
  severity: { error: asItIs, warning: asItIs }
};
var ansi = (...codes) => (text) => `\x1B[${codes.join(";")}m${text}\x1B[0m`;
var colored = {
  title: ansi(1),
  frame: ansi(34),
  secondary: ansi(36),
  note: ansi(1),
  severity: { error: ansi(1, 31), warning: ansi(1, 33) }
};
function render(diagnostics, options = {}) {
  const palette = options.color ? colored : plain;
  return diagnostics.map((diagnostic) => block(diagnostic, palette)).join("\n\n");
}
function summary(diagnostics) {
  const counted = ["error", "warning"].flatMap((severity) => {
    const count = diagnostics.filter((d) => d.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? "" : "s"}`];
  });
  return counted.join(", ") || "no problems";
}
function block(diagnostic, palette) {
  const { severity, code, message, span, label = "", labels = [], why, fix } = diagnostic;
  const help = diagnostic.help ?? fix?.title;
  const paint = palette.severity[severity];
  const marks = [markOf({ span, text: label }, true), ...labels.map((l) => markOf(l, false))];
  const gutter = String(Math.max(...marks.map((mark) => mark.line))).length;
  const lines = [paint(`${severity}[${code}]`) + palette.title(`: ${message}`)];
  for (const source of new Set(marks.map((mark) => mark.source))) {
    const at = source === span.source ? span : labels.find((l) => l.span.source === source).span;
    const here = marks.filter((mark) => mark.source === source);
    lines.push(...frame(at, here, gutter, paint, palette));
  }
  if (why) lines.push(...note("why", why, gutter, palette));
  if (help) lines.push(...note("help", help, gutter, palette));
  return lines.join("\n");
}
function markOf({ span: { source, start, end }, text }, primary) {
  const { line, column } = positionAt(source, start);
  const length = lineText(source, line).length;
  const from = Math.min(column - 1, length);
  return { source, primary, line, start: from, end: Math.min(length, from + (end - start)), text };
}
function frame(at, marks, gutter, paint, palette) {
  const { line, column } = positionAt(at.source, at.start);
  const margin = " ".repeat(gutter);
  const lines = [`${margin}${palette.frame("\u250C\u2500")} ${at.source.name}:${line}:${column}`, margin + palette.frame("\u2502")];
  for (const number of [...new Set(marks.map((mark) => mark.line))].sort((a, b) => a - b)) {
    const text = lineText(at.source, number);
    lines.push(`${palette.frame(`${String(number).padStart(gutter)}\u2502`)} ${expand(text)}`.trimEnd());
    const here = marks.filter((mark) => mark.line === number);
    here.sort((a, b) => Number(b.primary) - Number(a.primary) || a.start - b.start);
    for (const mark of here) {
      const before = widthOf(text.slice(0, mark.start));
      const width = Math.max(1, widthOf(text.slice(0, mark.end)) - before);
      const drawn = (mark.primary ? "^" : "\u2500").repeat(width) + (mark.text ? ` ${mark.text}` : "");
      const painted = (mark.primary ? paint : palette.secondary)(drawn);
      lines.push(`${margin}${palette.frame("\u2502")} ${" ".repeat(before)}${painted}`);
    }
  }
  return lines;
}
var noteWidth = 100;
function note(title, text, gutter, palette) {
  const margin = " ".repeat(gutter);
  const indent = " ".repeat(`${margin}= ${title}: `.length);
  const [first, ...rest] = text.split("\n").flatMap((line) => wrap(line, noteWidth - indent.length));
  return [
    `${margin}${palette.frame("=")} ${palette.note(`${title}:`)} ${first}`,
    ...rest.map((line) => `${indent}${line}`.trimEnd())
  ];
}

export {
  render,
  summary
};
