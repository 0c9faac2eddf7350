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
  /// The files of a report, with notes on figures that were drawn otherwise than asked.
  public struct Written: Sendable, Equatable {
    /// The paths of the files, the page last.
    public let paths: [String]
    /// The notes on figures.
    public let notices: [Notice]
  }

  /// The run.
  public let stored: StoredRun
  /// The table of all scores of the run.
  public let table: SummaryTable
  package let findings: Findings
  private let figures: RunFigures
  private let kinds: [FigureKind]

  /// Makes the report of a run, with the figures that the run was asked for; nothing is written yet.
  ///
  /// - Throws: `ResultsError` when stored files do not belong together.
  public init(of stored: StoredRun) throws { try self.init(of: stored, showing: nil) }

  /// - Parameter kinds: the figures; those that the run was asked for when nil.
  /// - Throws: `ResultsError` when stored files do not belong together.
  package init(of stored: StoredRun, showing kinds: [FigureKind]?) throws {
    self.stored = stored
    self.kinds = kinds ?? FigureKind.asked(of: stored.record)
    findings = try Findings(of: stored)
    table = try SummaryTable(of: stored)
    figures = try RunFigures(of: stored)
  }

  /// Writes all files into the run's folder, each whole or not at all, and removes former ones that are no longer made.
  ///
  /// - Parameter anew: true removes all former ones first.
  /// - Throws: `ResultsError` where a file cannot be read or written, or an ``ExplainedError`` where a figure cannot
  ///   be drawn.
  public func write(anew: Bool = false) throws -> Written {
    let folder = stored.folder
    if anew { try folder.removeOutputs() }
    let former = try folder.removeOutputRecord()
    try folder.write(table.text(as: .markdown), to: "table.md")
    try folder.write(table.text(as: .latex, TableOptions(askedOf: stored.record)), to: "table.tex")
    if let truths = try stored.truths {
      try folder.writeScores(stored.run, truths)
    } else {
      try folder.writeScores(stored.trials, order: stored.plan.scores)
    }
    try folder.write(findings.markdown(title: stored.record.name), to: "findings.md")
    try folder.write(findings.json(), to: "findings.json")
    let weights = try PartWeightSummary.csv(of: stored)
    if let weights { try folder.write(weights, to: "part-weights.csv") }
    let groups = try figures.groups(kinds)
    let drawn = try figures.write(groups)
    let page = try ReportPage(of: stored, showing: groups, table: table, findings: findings).write()
    let names =
      ["table.md", "table.tex", "scores.csv"] + (weights == nil ? [] : ["part-weights.csv"])
      + ["findings.md", "findings.json"]
    let texts = names.map { folder.path(of: $0) }
    let paths = texts + drawn.paths + [page]
    try folder.remove(formerOutputs: former, except: paths)
    try folder.writeOutputRecord(
      version: fusebenchVersion, figures: kinds.map(\.rawValue), paths: paths, notices: drawn.notices)
    return Written(paths: paths, notices: drawn.notices)
  }

  /// Returns the report that the folder holds already; nil where it has to be made.
  ///
  /// - Throws: `ResultsError` when the system refuses to read.
  public func current() throws -> Written? {
    try stored.folder.currentOutputs(version: fusebenchVersion, figures: kinds.map(\.rawValue)).map { record in
      Written(paths: record.files.map { stored.folder.path(of: $0.name) }, notices: record.notices)
    }
  }
}
