import Core
import Figures
import Foundation
import Results
import Scores

/// `report.html`: everything that a run found, on one page that needs no network and no other file.
///
/// The same stored run gives the same bytes.
package struct ReportPage {
  let stored: StoredRun
  let table: SummaryTable
  private let findings: Findings?
  private let figures: [RunFigures.Group]

  /// - Throws: `ResultsError` when statistics cannot be read.
  package init(
    of stored: StoredRun, showing figures: [RunFigures.Group] = [], table: SummaryTable? = nil,
    findings: Findings? = nil
  ) throws {
    self.stored = stored
    self.table = try table ?? SummaryTable(of: stored)
    self.findings = findings
    self.figures = figures
  }

  /// Writes `report.html` into the run's folder, whole or not at all.
  ///
  /// - Returns: its path.
  /// - Throws: `ResultsError` and `FigureError`.
  package func write() throws -> String {
    try stored.folder.write(html(), to: "report.html")
    return stored.folder.path(of: "report.html")
  }

  /// The text of the page.
  package func html() throws -> String {
    try PageText.rendered(PageParts.template, with: content())
  }

  private func content() throws -> PageContent {
    let record = stored.record
    let figures = try PageFigures(figures, hasLabels: !record.dataset.labelSets.isEmpty)
    let data = try ExplorerData(stored, bestSpace: bestSpace, compared: findings?.comparedSpaces ?? [])
    let inputs = record.inputs.map {
      PageContent.Fact(name: $0.path, value: "\(counted($0.bytes, "byte")), SHA-256 \($0.sha256)")
    }
    return PageContent(
      title: record.name, summary: summary, facts: facts,
      verdict: verdict, chart: ScoreBars(stored, table)?.content,
      glances: (findings?.glances ?? []).map { .init(value: $0.value, unit: $0.unit, gloss: $0.gloss) },
      hasMaps: data != nil, hasTwoMaps: data.map { $0.index.compared.count > 1 } ?? false,
      findings: (findings?.main ?? []).map(Self.content),
      more: (findings?.more ?? []).map(Self.content), hasMore: !(findings?.more.isEmpty ?? true),
      classes: findings?.classes.map(Self.content),
      hasFindings: !(findings?.main.isEmpty ?? true),
      notes: table.footnotes, hasNotes: !table.footnotes.isEmpty,
      table: contentOfTable, termsJSON: try PageText.json(terms.map { [$0.term, $0.meaning] }),
      statistics: try certainty(), hasStatistics: try stored.statistics != nil,
      explorer: try data.map(explorer), noExplorer: data == nil ? noExplorer : nil,
      clusters: figures.clusters, hasClusters: !figures.clusters.isEmpty, figures: figures.groups,
      hasFigures: !figures.groups.isEmpty || !figures.missing.isEmpty,
      noFigures: figures.missing, inputs: inputs, hasInputs: !inputs.isEmpty,
      experimentJSON: try prettyExperiment(), style: PageParts.style, script: PageParts.script)
  }

  private let noExplorer =
    "No explorer: the run has no maps. A run draws them unless --figures leaves them out."

  // MARK: - Parts

  private var verdict: PageContent.Verdict {
    if let verdict = findings?.verdict { return Self.content(verdict) }
    return Self.content(Verdict("No verdict: \(findings?.withoutScores ?? "the run was not judged")."))
  }

  private var summary: [String] {
    let (plan, dataset) = (stored.plan, stored.record.dataset)
    // Items that were left out of the clusters, such as rows with NaN, are not among those that the figures count.
    let clustered = dataset.leftOut.flatMap { $0 > 0 ? ", \((dataset.items - $0).grouped) clustered" : nil } ?? ""
    return [
      counted(dataset.items, "item") + clustered, counted(plan.spaces.count, "space"),
      counted(plan.clusterers.count, "clusterer"),
      counted(plan.seeds.count, "seed"),
    ]
  }

  /// The space of the best mean of the first score.
  private var bestSpace: String? { table.rows.first { $0.cells.first??.isBest ?? false }?.space }

  private var contentOfTable: PageContent.Table {
    let numbers = NumberStyle()
    let terms = self.terms.map { PageContent.Fact(name: $0.term, value: $0.meaning) }
    let rows = table.rows.enumerated().map { index, row in
      PageContent.Table.Row(
        clusterer: row.clusterer, space: row.space, beginsGroup: index > 0 && table.beginsGroup(index),
        cells: row.cells.map { cell in
          PageContent.Table.Cell(
            mean: cell.map { numbers.text($0.mean) } ?? absentCell,
            deviation: cell?.deviation.map { "± " + numbers.text($0) }, value: cell.map { "\($0.mean)" },
            isBest: cell?.isBest ?? false, interval: interval(of: cell),
            mark: cell?.equalsBest ?? false ? SummaryTable.equalMark : nil)
        } + countCells(of: row))
    }
    let counts = SummaryTable.ColumnGroup(title: "", columns: table.countTitles.count)
    let groups = table.groups.isEmpty ? [] : (table.groups + [counts]).filter { $0.columns > 0 }.map(Self.group)
    return PageContent.Table(
      headings: table.scores.map {
        let facts = stored.record.score($0)
        return .init(
          name: facts.shortName, gloss: facts.meaning, assignment: ScoreAssignments.title(of: $0),
          lowerIsBetter: facts.lowerIsBetter,
          order: facts.lowerIsBetter ? "ascending" : "descending")
      }
        + table.countTitles.map {
          .init(name: $0, gloss: nil, assignment: nil, lowerIsBetter: false, order: "descending")
        },
      groups: groups, hasGroups: !groups.isEmpty, rows: rows, caption: Self.caption(stored.plan), terms: terms,
      hasTerms: !terms.isEmpty)
  }

  private static func group(_ group: SummaryTable.ColumnGroup) -> PageContent.Table.Group {
    .init(title: group.title, columns: "\(group.columns)")
  }

  private func countCells(of row: SummaryTable.Row) -> [PageContent.Table.Cell] {
    zip(table.countTexts(of: row), [row.clusters, row.noise]).map { text, cell in
      PageContent.Table.Cell(
        mean: text, deviation: nil, value: cell.map { "\($0.mean)" }, isBest: false, interval: nil, mark: nil)
    }
  }

  private static func caption(_ plan: RunPlan) -> String {
    guard plan.hasSeeds else { return "All methods are deterministic." }
    let seeds = plan.seeds.count
    return seeds > 1 ? "Mean ± standard deviation over \(seeds) seeds; the best of each column is bold." : "One seed."
  }

  /// Such as `95 % interval .342 to .366`.
  private func interval(of cell: SummaryTable.Cell?) -> String? {
    guard let low = cell?.low, let high = cell?.high else { return nil }
    return "95 % interval \(NumberStyle().text(low)) to \(NumberStyle().text(high))"
  }

  private static func content(_ verdict: Verdict) -> PageContent.Verdict {
    PageContent.Verdict(
      sentence: verdict.sentence, doubt: verdict.doubt, numbers: verdict.numbers.map(unbroken),
      hasNumbers: !verdict.numbers.isEmpty)
  }

  private static func content(_ finding: Finding) -> PageContent.Finding {
    PageContent.Finding(text: finding.text, numbers: finding.numbers.map(unbroken))
  }

  private static func content(_ classes: ClassTable) -> PageContent.Statistics {
    content(classes.table, title: classes.title, note: classes.note)
  }

  private static func content(_ table: TextTable, title: String, note: String) -> PageContent.Statistics {
    func cells(_ fields: [String]) -> [PageContent.Statistics.Cell] {
      fields.enumerated().map { .init(text: $1, isNumber: !table.texts.contains($0)) }
    }
    return PageContent.Statistics(
      title: title, note: note, header: cells(table.header), rows: table.rows.map { .init(cells: cells($0)) })
  }

  /// Numbers that no line parts from their signs.
  private static func unbroken(_ numbers: String) -> String {
    ["±", "=", "→"].reduce(numbers) { $0.replacing(" \($1) ", with: "\u{a0}\($1)\u{a0}") }
  }

  /// Returns the tables of `fusebench statistics`, without the pairs.
  private func certainty() throws -> [PageContent.Statistics] {
    guard let record = try stored.statistics else { return [] }
    return StatisticsReport(record, of: stored.run, truths: try stored.truths).sections.map { section in
      Self.content(section.table, title: section.title, note: section.note)
    }
  }

  private func explorer(_ data: ExplorerData) throws -> PageContent.Explorer {
    PageContent.Explorer(
      indexJSON: try PageText.json(data.index), captionsJSON: try data.captions.map { try PageText.json($0) },
      idsJSON: try data.ids.map { try PageText.json($0) },
      blobs: data.blobs.map { .init(id: $0.id, base64: $0.bytes.base64EncodedString()) },
      hasSeveralSpaces: data.index.spaces.count > 1, notes: data.notes)
  }

  private var facts: [PageContent.Fact] {
    let record = stored.record
    let platform = record.platform
    return [
      .init(name: "seeds", value: list(record.plan.seeds.map(String.init), limit: 20)),
      .init(name: "fusebench", value: record.version),
      .init(name: "processor", value: "\(platform.processor), \(counted(platform.cores, "core"))"),
      .init(name: "system", value: "\(platform.system), Swift \(platform.swift), BLAS \(platform.blas)"),
    ]
  }

  private func prettyExperiment() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(stored.record.experiment), as: UTF8.self)
  }
}
