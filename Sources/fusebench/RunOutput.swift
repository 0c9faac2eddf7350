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
    let former = try folder.removeOutputRecord()
    try folder.write(table.text(as: .markdown), to: "table.md")
    try folder.write(table.text(as: .latex, TableOptions(askedOf: run.record)), to: "table.tex")
    try folder.writeScores(run.trials, order: run.record.plan.scores)
    try folder.write(findings.markdown(title: run.record.name), to: "findings.md")
    let figures = try RunFigures(of: run, in: folder).write(kinds)
    let page = try ReportPage(of: run, in: folder, showing: kinds, findings: findings.all).write()
    let texts = ["table.md", "table.tex", "scores.csv", "findings.md"].map { folder.path(of: $0) }
    let paths = texts + figures.paths + [page]
    try folder.remove(formerOutputs: former, except: paths)
    try folder.writeOutputRecord(
      version: fusebenchVersion, figures: kinds.map(\.rawValue), paths: paths, notices: figures.notices)
    return (paths, figures.notices)
  }

  /// The same of what is there already; nil when it has to be made.
  func current() throws -> (paths: [String], notices: [Notice])? {
    guard let record = try folder.currentOutputs(version: fusebenchVersion, figures: kinds.map(\.rawValue)) else {
      return nil
    }
    return (record.files.map { folder.path(of: $0.name) }, record.notices)
  }
}

extension TableOptions {
  /// The caption and the label that a run was asked to give its LaTeX table, unless others are given.
  init(askedOf record: RunRecord, caption: String? = nil, label: String? = nil) {
    func text(_ key: String) -> String? {
      if case .string(let text)? = record.experiment["table"]?[key] { text } else { nil }
    }
    self.init(caption: caption ?? text("caption"), label: label ?? text("label"))
  }
}

extension FigureKind {
  /// All names, for the help.
  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }

  /// The kinds that the experiment of a run asked for; one that asked for all gets those of the sweeps that it has.
  static func asked(of record: RunRecord) -> [FigureKind] {
    let possible = allCases.filter {
      $0 == .parameters ? record.sweeps != nil : $0.sweep.map(record.sweeps(of:)) ?? true
    }
    guard let asked = record.experiment["figures"] else { return possible }
    guard case .array(let names) = asked else { return [] }
    let kinds = names.compactMap { if case .string(let name) = $0 { FigureKind(rawValue: name) } else { nil } }
    // Runs of before there was a figure of other parameters name all but that one.
    return Set(kinds).isSuperset(of: Set(allCases).subtracting([.parameters])) ? possible : kinds
  }
}

extension RunRecord {
  /// True for a run that sweeps weights or k by that name.
  fileprivate func sweeps(of kind: SweepRecord.Kind) -> Bool {
    guard case .array(let entries)? = experiment["sweeps"] else { return experiment["sweeps"]?[kind.rawValue] != nil }
    return entries.contains { $0 == .string(kind.rawValue) || $0[kind.rawValue] != nil }
  }
}
