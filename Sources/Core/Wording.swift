extension Int {
  /// The number with a comma between its thousands, as messages print it: `60,000`.
  package var grouped: String {
    let digits = String(magnitude)
    var result = self < 0 ? "-" : ""
    for (position, digit) in digits.enumerated() {
      if position > 0, (digits.count - position).isMultiple(of: 3) { result.append(",") }
      result.append(digit)
    }
    return result
  }
}

/// A number with its noun: `1 image`, `2 images`.
package func counted(_ number: Int, _ noun: String, plural: String? = nil) -> String {
  "\(number.grouped) \(number == 1 ? noun : plural ?? noun + "s")"
}

/// A number with its noun and the verb that agrees: `1 byte was`, `2 bytes were`.
package func counted(_ number: Int, _ noun: String, verbs one: String, _ many: String) -> String {
  "\(counted(number, noun)) \(number == 1 ? one : many)"
}

/// The first few of some names, as messages list them: `a, b and 3 more`.
package func list(_ names: some Collection<String>, limit: Int = 10) -> String {
  let shown = names.prefix(limit).joined(separator: ", ")
  return names.count > limit ? "\(shown) and \((names.count - limit).grouped) more" : shown
}
