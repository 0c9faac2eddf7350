import Harness
import Matrices
import Report
import Results

/// What is made of a stored run: the tables, the findings, the figures, and the page that holds them all.
struct RunOutput {
  let run: Run
  let folder: RunFolder
  let kinds: [FigureKind]

  /// What the run shows, in sentences.
  let findings: Findings
  let table: SummaryTable

  /// - Throws: `ResultsError` when what is stored does not belong together.
  init(run: Run, folder: RunFolder, kinds: [FigureKind]) throws {
    self.run = run
    self.folder = folder
    self.kinds = kinds
    findings = try Findings(of: run, in: folder)
    table = try SummaryTable(of: run, in: folder, lowerIsBetter: ScoreNames.lowerIsBetter)
  }

  /// - Returns: the paths written, the page last, and what was drawn otherwise than asked.
  func write() throws -> (paths: [String], notices: [Notice]) {
    try folder.write(table.text(as: .markdown), to: "table.md")
    try folder.write(table.text(as: .latex), to: "table.tex")
    try folder.writeScores(run.trials, order: run.record.plan.scores)
    try folder.write(findings.markdown(title: run.record.name), to: "findings.md")
    let figures = try RunFigures(of: run, in: folder).write(kinds)
    let page = try ReportPage(of: run, in: folder, showing: kinds, findings: findings.all).write()
    let texts = ["table.md", "table.tex", "scores.csv", "findings.md"].map { folder.path(of: $0) }
    return (texts + figures.paths + [page], figures.notices)
  }
}

extension FigureKind {
  /// All names, for the help.
  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }

  /// The kinds that the experiment of a run asked for.
  static func asked(of record: RunRecord) -> [FigureKind] {
    guard case .object(let experiment) = record.experiment, let asked = experiment["figures"] else {
      return FigureKind.allCases
    }
    guard case .array(let names) = asked else { return [] }
    return names.compactMap { if case .string(let name) = $0 { FigureKind(rawValue: name) } else { nil } }
  }
}
