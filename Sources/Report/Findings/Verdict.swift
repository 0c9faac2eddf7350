import Core

/// The answer of a run in one sentence, with the reasons to doubt it and the numbers that it rests on. The terminal,
/// `findings.md`, `findings.json` and the page have the same.
package struct Verdict: Sendable, Equatable, Encodable {
  /// Such as `The best space is text, significantly better than visual; none of its 9 clusters is stable on resampled rows.`
  package var sentence: String
  /// The reasons to doubt it as one more sentence, at most three, the gravest first; nil for none.
  package var doubt: String?
  /// Such as `kappa .579 ± .015 against .538 ± .022 of the next best`.
  package var numbers: [String]

  package init(_ sentence: String, doubt: String? = nil, numbers: [String] = []) {
    self.sentence = sentence
    self.doubt = doubt
    self.numbers = numbers
  }

  /// The sentence with its doubt, on one line.
  package var text: String { ([sentence] + [doubt].compactMap(\.self)).joined(separator: " ").onOneLine }

  /// The same with its numbers.
  package var line: String { Finding(text, numbers: numbers).line }
}

extension Verdict {
  /// A clause of the verdict with its numbers.
  struct Clause {
    let text: String
    var numbers: [String] = []
  }

  /// The most reasons for doubt.
  static let mostReasons = 3

  /// Joins clauses into the sentence, and reasons into the doubt.
  ///
  /// - Parameter reasons: the gravest first.
  init(_ clauses: [Clause], reasons: [String]) {
    func sentence(_ parts: [String]) -> String {
      let text = parts.joined(separator: "; ")
      return text.prefix(1).uppercased() + text.dropFirst() + "."
    }
    self.init(
      sentence(clauses.map(\.text)),
      doubt: reasons.isEmpty ? nil : "Doubt: " + reasons.prefix(Self.mostReasons).joined(separator: "; ") + ".",
      numbers: clauses.flatMap(\.numbers))
  }
}
