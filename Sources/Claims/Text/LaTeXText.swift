/// Takes the running text out of LaTeX; every line stays where it is.
enum LaTeXText {
  static func plain(_ source: String) -> String {
    var text = source.replacing(/(^|[^\\])%[^\n]*/) { String($0.1) }
    let macros = macros(in: text)
    if let start = text.firstRange(of: "\\begin{document}") {
      text = String(text[..<start.lowerBound].filter(\.isNewline)) + String(text[start.upperBound...])
    }
    if let end = text.firstRange(of: "\\end{document}") { text = String(text[..<end.lowerBound]) }
    for (name, meaning) in macros { text = expanded(name, meaning, in: text) }
    for environment in dropped { text = without(environment, in: text) }
    text = commands(formulas(text))
    return text
  }

  /// The environments without running text.
  private static let dropped = [
    "table", "table*", "tabular", "figure", "figure*", "equation", "equation*", "align", "align*", "gather", "gather*",
    "verbatim",
    "lstlisting", "thebibliography", "tikzpicture", "algorithm", "algorithmic", "displaymath",
  ]

  private static func without(_ environment: String, in text: String) -> String {
    var text = text
    while let start = text.firstRange(of: "\\begin{\(environment)}") {
      let end = text[start.upperBound...].firstRange(of: "\\end{\(environment)}")?.upperBound ?? text.endIndex
      let lines = text[start.lowerBound..<end].filter(\.isNewline)
      text.replaceSubrange(start.lowerBound..<end, with: String(Sentences.paragraph) + lines)
    }
    return text
  }

  /// The macros without arguments that a text defines.
  private static func macros(in text: String) -> [(name: String, meaning: String)] {
    text.matches(of: /\\(?:re)?newcommand\*?\{?\\([A-Za-z]+)\}?\{/).compactMap { match in
      argument(at: match.range.upperBound, in: text).map { (String(match.1), String($0.content)) }
    }
  }

  /// Puts the meaning of a macro in its place. TeX drops the spaces after one, unless it ends in `\xspace`.
  private static func expanded(_ name: String, _ meaning: String, in text: String) -> String {
    let keepsSpaces = meaning.hasSuffix("\\xspace")
    let meaning = keepsSpaces ? String(meaning.dropLast("\\xspace".count)) : meaning
    var result = ""
    var rest = text[...]
    while let range = rest.firstRange(of: "\\" + name) {
      result += rest[..<range.lowerBound]
      rest = rest[range.upperBound...]
      guard rest.first?.isLetter != true else { result += "\\" + name; continue }
      result += meaning
      if rest.hasPrefix("{}") {
        rest = rest.dropFirst(2)
      } else if rest.hasPrefix("\\ ") {
        rest = rest.dropFirst()
      } else if !keepsSpaces {
        rest = rest.drop { $0 == " " }
      }
    }
    return result + rest
  }

  /// The argument whose opening brace is just before a position.
  private static func argument(at start: String.Index, in text: String) -> (content: Substring, end: String.Index)? {
    var depth = 1
    var index = start
    while index < text.endIndex {
      if text[index] == "\\", text.index(after: index) < text.endIndex {
        index = text.index(index, offsetBy: 2)
        continue
      }
      if text[index] == "{" { depth += 1 }
      if text[index] == "}" { depth -= 1 }
      if depth == 0 { return (text[start..<index], text.index(after: index)) }
      index = text.index(after: index)
    }
    return nil
  }

  // MARK: - Formulas

  private static let symbols = [
    ("kappa", "κ"), ("pm", " ± "), ("approx", " ≈ "), ("sim", " ~ "), ("times", " × "), ("leq", " ≤ "), ("geq", " ≥ "),
    ("le", " ≤ "),
    ("ge", " ≥ "), ("alpha", "α"), ("lt", " < "), ("gt", " > "), ("rho", "ρ"), ("mu", "μ"), ("sigma", "σ"),
    ("to", " → "),
  ]

  /// Writes short formulas such as `$k$-means` or `$.35 \pm .02$` as text.
  static func formulas(_ text: String) -> String {
    text.replacing(/\$([^$\n]{1,80})\$|\\\(([^\n]{1,80}?)\\\)/) { match in
      var formula = String(match.1 ?? match.2 ?? "")
      for (name, sign) in symbols { formula = expanded(name, sign, in: formula) }
      formula.replace(/\\(?:mathrm|text|mathit|mathbf|operatorname)\{([^}]*)\}/) { String($0.1) }
      return formula.replacing("{,}", with: ",").replacing("-", with: "−")
    }
  }

  // MARK: - Commands

  /// The commands whose argument is no running text.
  private static let silent: Set<String> = [
    "label", "section", "subsection", "subsubsection", "paragraph", "chapter", "title", "author", "date", "footnote",
    "caption", "bibliography",
    "bibliographystyle", "includegraphics", "input", "usepackage", "vspace", "hspace", "newcommand", "renewcommand",
    "begin", "end",
    "thanks", "keywords", "index", "documentclass",
  ]

  /// The headings, which end a paragraph.
  private static let breaking: Set<String> = [
    "section", "subsection", "subsubsection", "paragraph", "chapter", "title", "begin", "end", "item", "par", "caption",
  ]

  /// Puts their text in the place of commands; references become a number, citations a mark in brackets.
  private static func commands(_ text: String) -> String {
    var result = ""
    var index = text.startIndex
    func next(_ by: Int = 1) { index = text.index(index, offsetBy: by, limitedBy: text.endIndex) ?? text.endIndex }
    while index < text.endIndex {
      let character = text[index]
      if character == "~" {
        result.append(" ")
        next()
      } else if character == "{" || character == "}" {
        next()
      } else if character == "\\" {
        next()
        let name = String(text[index...].prefix { $0.isLetter })
        guard !name.isEmpty else {
          if index < text.endIndex {
            result.append(",;: \\".contains(text[index]) ? " " : text[index])
            next()
          }
          continue
        }
        next(name.count)
        if index < text.endIndex, text[index] == "*" { next() }
        while index < text.endIndex, text[index] == "[", let end = text[index...].firstIndex(of: "]") {
          index = text.index(after: end)
        }
        if breaking.contains(name) { result.append(Sentences.paragraph) }
        let isCited = name.lowercased().contains("cite")
        let isReference = name.hasSuffix("ref")
        if isCited || isReference || silent.contains(name) {
          while index < text.endIndex, text[index] == "{",
            let argument = argument(at: text.index(after: index), in: text)
          {
            result += argument.content.filter(\.isNewline)
            index = argument.end
          }
          result += isCited ? "[citation]" : isReference ? "1" : ""
          if breaking.contains(name) { result.append(Sentences.paragraph) }
        } else if name == "item" || name == "par"
          || [
            "emph", "textbf", "textit", "texttt", "textsc", "textrm", "textsf", "mbox", "enquote", "text", "underline",
            "num", "SI",
            "qty",
          ].contains(name)
        {
          if text[index...].first == " ", name == "item" || name == "par" { next() }
        } else if [
          "noindent", "centering", "maketitle", "newpage", "clearpage", "small", "large", "bfseries", "itshape", "em",
          "quad", "qquad", "tableofcontents", "smallskip", "medskip", "bigskip", "ldots", "dots",
        ].contains(name) {
          result.append(" ")
        } else if name == "percent" {
          result += " %"
        } else {
          result += "\\" + name
        }
      } else {
        result.append(character)
        next()
      }
    }
    return result.replacing("``", with: "“").replacing("''", with: "”").replacing("---", with: " — ").replacing(
      "--", with: "–")
  }
}
