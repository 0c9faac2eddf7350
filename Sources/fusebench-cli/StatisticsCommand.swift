import ArgumentParser
import Report
import Results
import Runs

/// `fusebench statistics`: what the scores of a stored run are worth.
struct StatisticsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "statistics",
    abstract:
      "Print the uncertainty of a stored run's scores: intervals, tests, chance-level kappa, stability, shares of parts.",
    discussion: """
      A run stores this in statistics.json. For runs of earlier versions, the command computes it from the stored labels
      and writes it there, without the stability of each cluster, which needs the features.

      Examples:
        fusebench statistics runs/emoji
        fusebench statistics runs/emoji --score kappa --pairs
        fusebench statistics runs/emoji --pairs --format csv
      """)

  @Argument(help: ArgumentHelp("The folder of the run.", valueName: "run"))
  var folder: String

  @Option(
    name: [.long, .customLong("scores")],
    help: ArgumentHelp("Scores of the run, separated by commas (default: all).", valueName: "names"))
  var score: String?

  @Flag(help: "Show the difference between every two methods.")
  var pairs = false

  @Option(help: ArgumentHelp("\(StatisticsReport.Format.names).", valueName: "format"))
  var format = StatisticsReport.Format.terminal

  @OptionGroup var claiming: ClaimOptions

  @OptionGroup var options: GlobalOptions

  func run() throws {
    try options.perform {
      let folder = RunFolder(path: folder)
      let claim = try claiming.claim(folder, quiet: options.quiet)
      defer { claim.release() }
      let run = try StoredRun(in: folder)
      let scores = try score.map { try OptionList.scores($0, of: run.plan.scores, what: "--score") }
      let record: StatisticsRecord
      if let stored = try run.statistics {
        record = stored
      } else {
        let progress = ProgressLine(quiet: options.quiet, scores: [])
        record = try RunStatistics(of: run).record { step, share in
          progress.show(.working(on: step))
          progress.show(.progressed(fraction: share))
        }
        progress.end()
        try folder.write(record)
        if !options.quiet { Messages.write("note: wrote \(folder.path(of: "statistics.json"))") }
      }
      if !options.quiet {
        for note in run.record.gapNotes + [run.missingNote].compactMap(\.self) { Messages.write("note: \(note)") }
      }
      let report = StatisticsReport(
        record, of: run.run, scores: scores, showsPairs: pairs, truths: try truths(of: run, in: folder),
        attribution: try run.attribution)
      try Output.write(report.text(as: format))
    }
  }

  /// Returns the scores against several label sets, computed where the folder lacks them; nil for a run with one or none.
  private func truths(of run: StoredRun, in folder: RunFolder) throws -> TruthsRecord? {
    guard run.record.truths != nil else { return nil }
    if let stored = try run.truths { return stored }
    let record = try TruthStatistics(of: run).record()
    try folder.write(record)
    if !options.quiet { Messages.write("note: wrote \(folder.path(of: RunFolder.truthsFile))") }
    return record
  }
}

extension StatisticsReport.Format: ExpressibleByArgument {
  /// All names, for the help.
  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
