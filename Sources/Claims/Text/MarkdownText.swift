/// Takes the running text out of Markdown; every line stays where it is.
enum MarkdownText {
  static func plain(_ text: String) -> String {
    var fence: Substring?
    var isFrontMatter = false
    var lines: [String] = []
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let content = line.drop { $0 == " " || $0 == "\t" }
      if number == 0, content == "---" { isFrontMatter = true }
      if isFrontMatter {
        if number > 0, content == "---" || content == "..." { isFrontMatter = false }
        lines.append("")
      } else if let open = fence {
        if content.hasPrefix(open) { fence = nil }
        lines.append("")
      } else if content.hasPrefix("```") || content.hasPrefix("~~~") {
        fence = content.prefix(3)
        lines.append("")
      } else {
        lines.append(plainLine(content))
      }
    }
    return withoutComments(lines.joined(separator: "\n"))
  }

  /// A line without its marks; an empty one for headings, tables, images and rules.
  private static func plainLine(_ line: Substring) -> String {
    if line.hasPrefix("#") || line.hasPrefix("|") || line.hasPrefix("![") || line.hasPrefix("[^")
      || line.hasPrefix("$$")
    {
      return ""
    }
    if !line.isEmpty, line.allSatisfy({ "-=*_ :|+".contains($0) }) { return "" }
    var text = String(line)
    if let item = text.prefixMatch(of: /(?:>\s*)*(?:[-*+]|[0-9]+[.)])\s+/) {
      // An item of a list is a paragraph.
      text = String(Sentences.paragraph) + text[item.range.upperBound...]
    } else {
      text.trimPrefix(/(?:>\s*)+/)
    }
    text.replace(/!\[[^\]]*\]\([^)]*\)/, with: "")
    text.replace(/\[\^[^\]]*\]/, with: "")
    text.replace(/\[([^\]]*)\]\([^)]*\)/) { String($0.1) }
    text.replace(/<[a-zA-Z\/][^>]*>/, with: "")
    text.replace(/\*\*|__|`/, with: "")
    text.replace(/(^|[\s(])[*_]([^\s*_][^*_]*)[*_]/) { "\($0.1)\($0.2)" }
    text.replace(/\\([\\`*_{}\[\]()#+.!|%~<>-])/) { String($0.1) }
    return LaTeXText.formulas(text)
  }

  private static func withoutComments(_ text: String) -> String {
    text.replacing(/<!--(?s:.*?)-->/) { match in String(match.output.filter(\.isNewline)) }
  }
}
