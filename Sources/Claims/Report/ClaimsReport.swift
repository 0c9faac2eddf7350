import Results

/// The sentences of a text, each with the verdict on its claims.
package struct ClaimsReport: Codable, Sendable, Equatable {
  /// The version of the layout of its JSON.
  static let schema = 1

  /// The path of the text.
  package let text: String
  /// The name of the run or of the published table.
  package let table: String
  /// True for a run, whose tests decide; of a published table the numbers decide.
  package let isRun: Bool
  /// The sentences in the order of the text.
  package let claims: [Sentence]

  package init(text: String, sentences: [ClaimText.Sentence], table: ClaimTable) {
    (self.text, self.table, isRun) = (text, table.name, table.isRun)
    let checker = Checker(table: table)
    claims = sentences.map { checker.checked($0.text, line: $0.line) }
  }

  /// The number of sentences with a verdict.
  package func count(_ verdict: ClaimVerdict) -> Int { claims.count { $0.verdict == verdict } }

  /// True where a sentence is contradicted.
  package var isContradicted: Bool { count(.contradicted) > 0 }

  /// The verdict with one clusterer, or on one space.
  package struct Case: Codable, Sendable, Equatable {
    package let method: String
    package let verdict: ClaimVerdict
  }

  /// The verdict on a word of degree, such as `slightly`, which does not change that on the claim.
  package struct Degree: Codable, Sendable, Equatable {
    package let word: String
    package let method: String
    package let verdict: ClaimVerdict
  }

  /// A sentence with its verdict.
  package struct Sentence: Codable, Sendable, Equatable {
    package var text: String
    /// The line of the text on which it begins, from 1.
    package var line: Int
    package var verdict: ClaimVerdict
    /// The numbers of the table that decide, or the reason why nothing is judged.
    package var reason: String
    package var cases: [Case]?
    package var apart: [Degree]?
  }
}
