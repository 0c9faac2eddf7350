import Claims
import Foundation
import Results
import Testing

/// The checker on the sentences of `Fixtures`, by the scoring of its README.
@Suite struct ExaminationTests {
  /// The numbers of right verdicts, of sentences with a verdict, and of all sentences.
  private struct Result {
    var (right, judged, all) = (0, 0, 0)

    var precision: Double { judged > 0 ? Double(right) / Double(judged) : 0 }
    var recall: Double { all > 0 ? Double(right) / Double(all) : 0 }

    mutating func add(_ found: ClaimVerdict, _ expected: ClaimVerdict) {
      all += 1
      judged += found == .unchecked ? 0 : 1
      right += found == expected ? 1 : 0
    }
  }

  private func result(_ isAsked: (ClaimFixtures.Sentence) -> Bool) throws -> Result {
    let checkers = try ClaimFixtures.checkers()
    var result = Result()
    for sentence in try ClaimFixtures.sentences() where isAsked(sentence) {
      let found = try #require(checkers[sentence.table]).checked(sentence.text)
      result.add(found.verdict, try #require(ClaimVerdict(rawValue: sentence.verdict.rawValue)))
    }
    return result
  }

  @Test func sixtySentencesAreJudged() throws {
    let result = try result { _ in true }
    #expect(result.all == 60 && result.precision >= 0.95 && result.recall >= 0.7, "\(result)")
  }

  /// Nothing was changed for the sake of these: 24 of the 26 that are judged are right, 10 are left unchecked.
  @Test func theHeldOutSentencesAreJudged() throws {
    let result = try result { !$0.tune }
    #expect(result.all == 36 && result.precision >= 0.9 && result.recall >= 0.6, "\(result)")
  }

  @Test(arguments: ClaimFixtures.tables) func unrelatedSentencesAreNotJudged(table: String) throws {
    let checker = try #require(ClaimFixtures.checkers()[table])
    let judged = try ClaimFixtures.unrelated().filter { checker.checked($0.text).verdict != .unchecked }
    #expect(judged.isEmpty, "\(judged.map(\.id))")
  }

  @Test func casesAndWordsOfDegreeAreThoseOfTheFixtures() throws {
    let checkers = try ClaimFixtures.checkers()
    for sentence in try ClaimFixtures.sentences() where sentence.tune {
      let found = try #require(checkers[sentence.table]).checked(sentence.text)
      if let cases = sentence.cases {
        let verdicts = (found.cases ?? []).map { "\($0.method) \($0.verdict.rawValue)" }
        #expect(Set(verdicts) == Set(cases.map { "\($0.method) \($0.verdict.rawValue)" }), "\(sentence.id)")
      }
      let degrees = (found.apart ?? []).map { "\($0.word) \($0.method) \($0.verdict.rawValue)" }
      #expect(
        degrees == (sentence.apart ?? []).map { "\($0.word) \($0.method) \($0.verdict.rawValue)" }, "\(sentence.id)")
    }
  }

  @Test func developmentSentencesHaveTheirVerdicts() throws {
    let checkers = try ClaimFixtures.checkers()
    let development = try ClaimFixtures.development()
    var result = Result()
    for sentence in development.sentences {
      let found = try #require(checkers[sentence.table]).checked(sentence.text)
      result.add(found.verdict, sentence.verdict)
      #expect(found.verdict == sentence.verdict || found.verdict == .unchecked, "\(sentence.text): \(found.reason)")
    }
    #expect(result.recall >= 0.95, "\(result)")
    for (table, checker) in checkers {
      for text in development.unrelated { #expect(checker.checked(text).verdict == .unchecked, "\(table): \(text)") }
    }
  }

  /// A whole report, in both forms: its sentences are judged as they are alone, and nothing else is.
  @Test(arguments: [ClaimText.Form.latex, .markdown]) func aReportIsJudged(form: ClaimText.Form) throws {
    let whole = try ClaimFixtures.whole()
    let checker = try #require(ClaimFixtures.checkers()[whole.table])
    let sentences = try ClaimFixtures.sentences()
    let isLaTeX = form == .latex
    let report = try ClaimText(path: ClaimFixtures.url(isLaTeX ? "whole.tex" : "whole.md").path)
    let judged = report.sentences.map { ($0.text, checker.checked($0.text).verdict) }.filter { $0.1 != .unchecked }
    // The macros of the report stand in its sentences.
    let source = try String(contentsOf: ClaimFixtures.url("whole.tex"), encoding: .utf8)
    let preamble = try #require(source.components(separatedBy: "\\begin{document}").first) + "\\begin{document}"
    var expected: [String: ClaimVerdict] = [:]
    for fragment in whole.claims {
      let text = ClaimText(isLaTeX ? preamble + fragment.tex : fragment.md, form: form).sentences.map(\.text).joined(
        separator: " ")
      let sentence = try #require(sentences.first { $0.id == fragment.id })
      expected[text] = ClaimVerdict(rawValue: sentence.verdict.rawValue)
    }
    for (text, verdict) in judged { #expect(expected[text] == verdict, "\(text)") }
    #expect(Double(judged.count) >= 0.7 * Double(whole.claims.count), "\(judged.count) of \(whole.claims.count)")
  }
}
