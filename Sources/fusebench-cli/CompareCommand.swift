import ArgumentParser
import Core
import Foundation
import Gate
import Report
import Results

/// `fusebench compare`: holds a run against a baseline, and fails where quality fell.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract:
      "Compare a run with a baseline, a published table or another run; exit with 2 only where quality dropped.",
    discussion: """
      Each clusterer on each space is a cell: improved, regressed, unchanged or undecided. The means over the seeds are
      compared on the same items, with the variation between items and between seeds. The probability of any false alarm
      among all cells is at most --alpha. --out may be given several times; the extension sets the format: .txt, .md (for
      a pull request), .xml (JUnit), .json.

      Published numbers are never judged one by one. The run tells whether their order holds: the rank agreement of the
      methods, and which differences between them are significant here, in the published direction or against it. A
      published table alone gets its findings.

      Exit codes: 0 no regression, 1 the run or the baseline cannot be used, or cells are missing or lost their score, 2
      regression, 5 no such baseline, 64 wrong usage.

      Examples:
        fusebench compare runs/emoji emoji
        fusebench compare runs/mine baselines/release-2.json --tolerance 0.005 --out gate.md --out gate.xml
        fusebench compare runs/new runs/old
        fusebench compare runs/mine paper --score all --format markdown
        fusebench compare runs/mine paper.csv --map "K-Means (Fused - Concat)=kmeans/concatenation"
        fusebench compare paper.csv
      """)

  @Argument(help: ArgumentHelp("The folder of the run, or a published table alone.", valueName: "run"))
  var folder: String

  @Argument(
    help: ArgumentHelp(
      "A baseline's file, the name of one in baselines/, a table of published numbers, or the folder of another run.",
      valueName: "baseline"))
  var baseline: String?

  @OptionGroup var mapping: MappingOptions

  @Option(
    name: [.long, .customLong("scores")],
    help: ArgumentHelp(
      "Scores to judge by, separated by commas; all means all that both have (default: the run's first).",
      valueName: "names"))
  var score: String?

  @Option(help: ArgumentHelp("The tolerance: smaller changes do not count.", valueName: "change"))
  var tolerance = Gate.defaultTolerance

  @Option(help: ArgumentHelp("The probability of any false alarm among all cells.", valueName: "probability"))
  var alpha = Gate.defaultAlpha

  @Option(help: ArgumentHelp("Exit with 2 for this verdict as well: undecided.", valueName: "verdict"))
  var failOn: FailOn?

  @Flag(help: "Accept that the run lacks cells of the baseline, or scores of them.")
  var allowMissing = false

  @Option(help: ArgumentHelp("\(GateFormat.names).", valueName: "format"))
  var format: GateFormat?

  @Option(help: ArgumentHelp("Write the report to a file; may be given several times.", valueName: "file"))
  var out: [String] = []

  @OptionGroup var options: GlobalOptions

  enum FailOn: String, ExpressibleByArgument, CaseIterable {
    case undecided
  }

  func validate() throws {
    guard baseline == nil, !Baseline.isTable(folder), !isRecorded(folder) else { return }
    throw ValidationError(
      "Give the baseline to compare \(folder) with; only a table of published numbers stands alone.")
  }

  func run() throws {
    try options.perform {
      let files = try out.map { ($0, try form(of: $0)) }
      guard let baseline else { return try writeFindings(files) }
      let gate = try Gate(scores: score.map(names), tolerance: tolerance, alpha: alpha)
      let recorded = try recorded(baseline)
      let report = try gate.report(of: StoredRun(in: RunFolder(path: folder)), against: recorded)
      let policy = GatePolicy(failsOnUndecided: failOn == .undecided, allowsMissing: allowMissing)
      for (path, format) in files { try AtomicFile.write(try report.text(as: format, policy), to: path) }
      let shown = files.isEmpty ? format ?? .terminal : .terminal
      try Output.write(report.text(as: shown, policy))
      for (path, _) in files { try Output.line(path) }
      try end(report, policy)
    }
  }

  /// Writes the findings of a published table alone.
  private func writeFindings(_ files: [(String, GateFormat)]) throws {
    let (table, notices) = try Baseline.read(folder, mapping: mapping.methods)
    Messages.notes(notices, quiet: options.quiet)
    let findings = try PublishedFindings(of: table, scores: score.map(names))
    for (path, format) in files { try AtomicFile.write(try findings.text(as: format), to: path) }
    try Output.write(findings.text(as: files.isEmpty ? format ?? .terminal : .terminal))
    for (path, _) in files { try Output.line(path) }
  }

  /// The baseline, or the other run as one: of a name that is both, the baseline.
  private func recorded(_ baseline: String) throws -> Baseline {
    guard !isRecorded(baseline), FileManager.default.fileExists(atPath: baseline + "/run.json") else {
      let (recorded, notices) = try Baseline.read(baseline, mapping: mapping.methods)
      Messages.notes(notices, quiet: options.quiet)
      return recorded
    }
    guard mapping.map.isEmpty else {
      throw OptionError(.optionWithout("--map", needed: "a table of published numbers"))
    }
    return try Baseline(of: StoredRun(in: RunFolder(path: baseline)), name: baseline)
  }

  /// True for the file of a baseline, or the name of one in `baselines`.
  private func isRecorded(_ place: String) -> Bool {
    let files = FileManager.default
    return place.hasSuffix(".json") || (!place.contains("/") && files.fileExists(atPath: Baseline.path(named: place)))
  }

  /// Ends with the exit code that the report asks for.
  private func end(_ report: GateReport, _ policy: GatePolicy) throws {
    if report.fails(onUndecided: policy.failsOnUndecided) { throw ExitCode(Self.regression) }
    guard !report.lacksCells || policy.allowsMissing else {
      let present = Set(report.cells.map(\.place) + report.undefined.map(\.place))
      throw BaselineError(
        .missingCells(
          baseline: report.baseline, cells: report.missing.map(\.text), of: present.count + report.missing.count,
          lost: report.lost.map { "\($0.score) of \($0.place.text)" }))
    }
  }

  private static let regression: Int32 = 2

  private func names(_ list: String) -> [String] {
    list.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
  }

  private func form(of path: String) throws -> GateFormat {
    if let format = format ?? GateFormat(path: path) { return format }
    throw OptionError(
      .invalidOption(
        name: "--out", value: path.isEmpty ? "\"\"" : path,
        allowed: "a file that ends in .txt, .md, .xml or .json, unless --format is given"))
  }
}

extension GateFormat: ExpressibleByArgument {
  /// All names, for the help.
  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
