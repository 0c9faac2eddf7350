import Foundation
import Results
import Testing

/// The sentences by which a checker of texts is judged agree with their tables and with one another. The checker is
/// tested in `ExaminationTests`.
@Suite struct ClaimFixtureTests {
  @Test func idsAndTextsAreUnique() throws {
    let sentences = try ClaimFixtures.sentences()
    let unrelated = try ClaimFixtures.unrelated()
    #expect(Set(sentences.map(\.id) + unrelated.map(\.id)).count == 100)
    #expect(Set(sentences.map(\.text) + unrelated.map(\.text)).count == 100)
    for text in sentences.map(\.text) + unrelated.map(\.text) {
      #expect(text.hasSuffix(".") && !text.contains("\n") && !text.contains("  "), "\(text)")
    }
    #expect((sentences.map(\.reason) + unrelated.map(\.reason)).allSatisfy { !$0.isEmpty })
    #expect(Set(sentences.map(\.table)) == Set(ClaimFixtures.tables))
  }

  @Test func halfIsTrue() throws {
    let sentences = try ClaimFixtures.sentences()
    let counts = ClaimFixtures.Verdict.allCases.map { verdict in sentences.count { $0.verdict == verdict } }
    #expect(counts == [30, 25, 5])
    // The numbers of a published table decide, so nothing is unsettled.
    #expect(sentences.allSatisfy { $0.verdict != .unsettled || $0.table == "seeds" })
  }

  /// 40 % may be looked at while a checker is made, and both parts are of one mixture.
  @Test func theHeldOutPartIsLikeTheOther() throws {
    let sentences = try ClaimFixtures.sentences()
    for verdict in ClaimFixtures.Verdict.allCases {
      let some = sentences.filter { $0.verdict == verdict }
      #expect(some.count { $0.tune } * 5 == some.count * 2, "\(verdict)")
    }
    for table in ClaimFixtures.tables {
      let some = sentences.filter { $0.table == table }
      #expect((0.35...0.45).contains(Double(some.count { $0.tune }) / Double(some.count)), "\(table)")
    }
    let unrelated = try ClaimFixtures.unrelated()
    #expect(unrelated.count { $0.tune } == 16 && unrelated.count == 40)
    for kinds in [sentences.map { ($0.kind, $0.tune) }, unrelated.map { ($0.kind, $0.tune) }] {
      for (kind, parts) in Dictionary(kinds.map { ($0.0, [$0.1]) }, uniquingKeysWith: +) {
        #expect(Set(parts).count == 2, "\(kind) has one part only")
      }
    }
  }

  /// `check_claims.py` computes the verdicts by definition.
  @Test func everyVerdictFollowsFromItsTable() throws {
    let sentences = try ClaimFixtures.sentences()
    let computed = try ClaimFixtures.computed()
    #expect(sentences.map(\.id) == computed.map(\.id))
    for (sentence, result) in zip(sentences, computed) {
      #expect(sentence.verdict == result.verdict, "\(sentence.id)")
      #expect(sentence.apart == result.apart, "\(sentence.id)")
      if let cases = sentence.cases { #expect(Set(cases) == Set(result.cases ?? []), "\(sentence.id)") }
      // Cases that differ are written out.
      let differ = Set((result.cases ?? []).map(\.verdict)).count > 1
      #expect(!differ || sentence.cases != nil, "\(sentence.id)")
    }
  }

  @Test func theStoredVerdictsAreThoseOfTheScript() throws {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    let script = ClaimFixtures.url("check_claims.py").path
    process.arguments = ["-c", "command -v python3 > /dev/null || exit 0; exec python3 \"$0\" --check", script]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  @Test(arguments: ClaimFixtures.tables) func aTableHasEveryCell(name: String) throws {
    let table = try ClaimFixtures.table(name)
    #expect(table.name == name && table.cells.count == table.clusterers.count * table.spaces.count)
    for clusterer in table.clusterers {
      for space in table.spaces {
        let cell = table.cells.filter { $0.clusterer == clusterer.name && $0.space == space.name }
        #expect(cell.count == 1 && cell.allSatisfy { Set($0.scores.keys) == Set(table.scores) })
      }
    }
    #expect(table.cells.allSatisfy { $0.scores.values.allSatisfy { ($0.deviation != nil) == (table.kind == "run") } })
    #expect((table.statistics != nil) == (table.kind == "run") && (table.seeds > 1) == (table.kind == "run"))
  }

  @Test func theRunHasATestOfEveryPair() throws {
    let table = try ClaimFixtures.table("seeds")
    let pairs = try #require(table.statistics?.pairs)
    #expect(pairs.count == 8 * 7 / 2 * table.scores.count)
    for pair in pairs {
      let first = try #require(table.mean(pair.first, pair.score))
      let second = try #require(table.mean(pair.second, pair.score))
      #expect(abs(first - second - pair.difference) < 1e-9)
      #expect(pair.low < pair.difference && pair.difference < pair.high && pair.p <= pair.holm && pair.holm <= 1)
    }
  }

  @Test func theCourseworkIsTheBaseline() throws {
    let table = try ClaimFixtures.table("coursework")
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(contentsOf: root.appending(path: "baselines/coursework-cifar10.csv"), encoding: .utf8)
    let rows = text.split(separator: "\n").dropFirst().map { $0.split(separator: ",").map(String.init) }
    #expect(rows.count == table.cells.count)
    for row in rows {
      #expect(table.mean(.init(clusterer: row[0], space: row[1]), row[2]) == Double(row[3]))
    }
  }

  /// The report has only sentences that may be looked at.
  @Test func theReportHoldsItsSentences() throws {
    let whole = try ClaimFixtures.whole()
    let sentences = try ClaimFixtures.sentences().filter { $0.tune && $0.table == whole.table }
    #expect(Set(whole.claims.map(\.id)).isSubset(of: sentences.map(\.id)) && whole.claims.count == 10)
    let unrelated = try ClaimFixtures.unrelated().filter(\.tune)
    #expect(Set(whole.unrelated.map(\.id)) == Set(unrelated.map(\.id)))
    let tex = try joined("whole.tex")
    let markdown = try joined("whole.md")
    for fragment in whole.claims + whole.unrelated {
      #expect(
        tex.components(separatedBy: fragment.tex.replacing("\n", with: " ")).count == 2, "\(fragment.id) in whole.tex")
      #expect(markdown.components(separatedBy: fragment.md).count == 2, "\(fragment.id) in whole.md")
    }
  }

  /// The words of a file, with one space between two.
  private func joined(_ file: String) throws -> String {
    try String(contentsOf: ClaimFixtures.url(file), encoding: .utf8).split { $0.isWhitespace }.joined(separator: " ")
  }
}
