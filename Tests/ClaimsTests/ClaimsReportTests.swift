import Claims
import Foundation
import Results
import Testing

/// The forms of the report.
@Suite struct ClaimsReportTests {
  private let report: ClaimsReport

  init() throws {
    let table = try ClaimFixtures.table("coursework").claimTable
    let text = "Concatenation outperforms the weighted average. <b>We</b> like it. With k-means, text beats the images."
    report = ClaimsReport(text: "paper.txt", sentences: ClaimText(text, form: .plain).sentences, table: table)
  }

  @Test func sentencesAreCounted() {
    #expect(ClaimVerdict.allCases.map(report.count) == [1, 1, 0, 1] && report.isContradicted)
  }

  @Test func jsonHoldsEverySentence() throws {
    struct Found: Decodable {
      let schema: Int
      let text, table: String
      let claims: [Claim]

      struct Claim: Decodable {
        let text, verdict, reason: String
        let line: Int
        let cases: [Case]?
      }

      struct Case: Decodable {
        let method, verdict: String
      }
    }
    let found = try JSONDecoder().decode(Found.self, from: Data(report.text(as: .json).utf8))
    #expect(found.schema == 1 && found.text == "paper.txt" && found.table == "coursework")
    #expect(found.claims.map(\.verdict) == ["contradicted", "unchecked", "supported"])
    #expect(found.claims[0].cases?.map(\.verdict) == ["contradicted", "supported"])
  }

  @Test func everyFormNamesTheVerdicts() throws {
    for format in ClaimsFormat.allCases {
      let text = try report.text(as: format)
      #expect(text.hasSuffix("\n") && text.contains("contradicted") && text.contains("Concatenation outperforms"))
    }
    #expect(
      try report.text(as: .terminal).contains(
        "2 sentences are judged: 1 supported, 1 contradicted, 0 not settled; 1 not checked"))
    let html = try report.text(as: .html)
    #expect(html.contains("&lt;b&gt;We&lt;/b&gt;") && html.contains("<p class=\"contradicted\"><mark>"))
    #expect(try report.text(as: .markdown).contains("1 sentence not checked"))
  }

  @Test func theEndingNamesTheForm() {
    #expect(
      ["a.txt", "a.md", "a.json", "a.html", "a.pdf"].map(ClaimsFormat.init(path:)) == [
        .terminal, .markdown, .json, .html, nil,
      ])
  }
}
