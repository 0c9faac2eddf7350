/// Checks sentences against a table.
package struct Checker: Sendable {
  private let reader: SentenceReader

  package init(table: ClaimTable) { reader = SentenceReader(table: table) }

  package func checked(_ text: String, line: Int = 1) -> ClaimsReport.Sentence {
    func unchecked(_ reason: String) -> ClaimsReport.Sentence {
      ClaimsReport.Sentence(text: text, line: line, verdict: .unchecked, reason: reason)
    }
    switch reader.read(text) {
    case .unknown(let word): return unchecked("not understood: \(word)")
    case .noClaim: return unchecked("no claim about the table is recognized")
    case .claims(let claims):
      let judge = Judge(table: reader.table)
      let found = Judgement.all(of: claims.map(judge.judgement))
      guard found.verdict != .unchecked else {
        return unchecked("it can be read in several ways, or the table has no value or test for it")
      }
      return ClaimsReport.Sentence(
        text: text, line: line, verdict: found.verdict, reason: found.numbers.prefix(6).joined(separator: "; "),
        cases: found.cases.isEmpty ? nil : found.cases, apart: found.degrees.isEmpty ? nil : found.degrees)
    }
  }
}
