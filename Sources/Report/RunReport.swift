import Core
import Figures
import Results

/// Everything that is made of a stored run: the tables, the findings, the figures, and the page that holds them all.
///
/// ```swift
/// let run = try StoredRun(in: RunFolder(path: "runs/emoji"))
/// let paths = try RunReport(of: run).write().paths
/// ```
public struct RunReport {
  /// The files of a report, the page last, and notes on what was drawn otherwise than asked.
  public struct Written: Sendable, Equatable {
    public let paths: [String]
    public let notices: [Notice]
  }

  public let stored: StoredRun
  public let table: SummaryTable
  package let findings: Findings
  private let figures: RunFigures
  private let kinds: [FigureKind]

  /// - Parameter kinds: the figures; those that the run was asked for when nil.
  /// - Throws: `ResultsError` when stored files do not belong together.
  package init(of stored: StoredRun, showing kinds: [FigureKind]? = nil) throws {
    self.stored = stored
    self.kinds = kinds ?? FigureKind.asked(of: stored.record)
    findings = try Findings(of: stored)
    table = try SummaryTable(of: stored)
    figures = try RunFigures(of: stored)
  }

  /// Writes all files into the run's folder, each whole or not at all, and removes former ones that are no longer made.
  ///
  /// - Parameter anew: true removes all former ones first.
  /// - Throws: `ResultsError` and `FigureError`.
  public func write(anew: Bool = false) throws -> Written {
    let folder = stored.folder
    if anew { try folder.removeOutputs() }
    let former = try folder.removeOutputRecord()
    try folder.write(table.text(as: .markdown), to: "table.md")
    try folder.write(table.text(as: .latex, TableOptions(askedOf: stored.record)), to: "table.tex")
    try folder.writeScores(stored.trials, order: stored.plan.scores)
    try folder.write(findings.markdown(title: stored.record.name), to: "findings.md")
    let groups = try figures.groups(kinds)
    let drawn = try figures.write(groups)
    let page = try ReportPage(of: stored, showing: groups, table: table, findings: findings.all).write()
    let texts = ["table.md", "table.tex", "scores.csv", "findings.md"].map { folder.path(of: $0) }
    let paths = texts + drawn.paths + [page]
    try folder.remove(formerOutputs: former, except: paths)
    try folder.writeOutputRecord(
      version: fusebenchVersion, figures: kinds.map(\.rawValue), paths: paths, notices: drawn.notices)
    return Written(paths: paths, notices: drawn.notices)
  }

  /// The report that the folder holds already; nil where it has to be made.
  ///
  /// - Throws: `ResultsError` when the system refuses to read.
  public func current() throws -> Written? {
    try stored.folder.currentOutputs(version: fusebenchVersion, figures: kinds.map(\.rawValue)).map { record in
      Written(paths: record.files.map { stored.folder.path(of: $0.name) }, notices: record.notices)
    }
  }
}
