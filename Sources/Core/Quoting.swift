/// A word as a POSIX shell takes it: in single quotes unless every character stands for itself.
package func shellWord(_ text: String) -> String {
  let isPlain = !text.isEmpty && text.allSatisfy { $0.isLetter || $0.isNumber || "_-.:/,=+@%".contains($0) }
  return isPlain ? text : "'\(text.replacing("'", with: "'\\''"))'"
}

/// An option with its value as a POSIX shell takes them; a value that begins with a hyphen follows an equals sign.
package func shellOption(_ name: String, _ value: String) -> String {
  "\(name)\(value.hasPrefix("-") ? "=" : " ")\(shellWord(value))"
}

/// A text as YAML takes it: in double quotes unless it is a word that YAML reads as that text.
package func yamlWord(_ text: String) -> String {
  let words: Set = ["null", "true", "false", "yes", "no", "on", "off", "~"]
  let isPlain =
    text.first.map { $0.isLetter || $0 == "_" } == true && text.last != " " && !words.contains(text.lowercased())
    && text.allSatisfy { $0.isLetter || $0.isNumber || "_-. /".contains($0) }
  guard !isPlain else { return text }
  let escaped = text.map { character in
    switch character {
    case "\\": "\\\\"
    case "\"": "\\\""
    case "\n": "\\n"
    case "\t": "\\t"
    default: String(character)
    }
  }
  return "\"\(escaped.joined())\""
}
