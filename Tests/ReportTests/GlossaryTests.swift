import Report
import Results
import Scores
import Testing

/// The terms of a table, each with its meaning once.
@Suite struct GlossaryTests {
  private func table(_ scores: [String], values: [Double], p: Double? = nil, notes: [String] = []) -> SummaryTable {
    var cell = SummaryTable.Cell(values)
    cell?.p = p
    let row = SummaryTable.Row(clusterer: "kmeans", space: "text", cells: scores.map { _ in cell })
    var table = SummaryTable(scores: scores, rows: [row], footnotes: notes)
    table.meanings = Dictionary(uniqueKeysWithValues: ScoreCatalog.all.map { ($0.name, $0.meaning) })
    return table
  }

  @Test func everyScoreOfTheCatalogHasAMeaning() {
    #expect(ScoreCatalog.all.allSatisfy { !$0.meaning.isEmpty })
    let names = ScoreCatalog.all.map(\.name)
    #expect(table(names, values: [0.5]).glossary.map(\.term) == names)
  }

  @Test func deviationsAndTestsAreExplainedWhereThereAreSome() {
    #expect(table(["ari"], values: [0.5]).glossary.map(\.term) == ["ari"])
    #expect(table(["ari"], values: [0.5, 0.75]).glossary.map(\.term) == ["ari", "±"])
    #expect(table(["ari"], values: [0.5, 0.75], p: 0.2).glossary.map(\.term) == ["ari", "±", "corrected p"])
    #expect(table(["mine"], values: [0.5]).glossaryText == "")
  }

  @Test func theMarkIsExplainedBelowTheScores() {
    let text = table(["ari"], values: [0.5], notes: ["1 row dropped", "≈ not different"]).glossaryText
    #expect(
      text == "ari: adjusted Rand index, agreement on pairs of items; 0 is chance, 1 is perfect\n≈ not different\n")
  }
}
