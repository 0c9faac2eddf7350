import ArgumentParser
import Core
import Report
import Results

/// `fusebench run`: the whole comparison.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Compare spaces and clusterers: cluster, score, repeat over seeds, draw the figures.",
    discussion: """
      Takes an experiment file, or the parts of one as options. The result is report.html in the run's folder, with the
      table, the findings, the figures, and an explorer of the maps unless --figures leaves the maps out.

      Examples:
        fusebench run datasets/emoji/experiment.yaml --out runs/emoji
        fusebench run --visual clip.npy --text captions.npy --labels labels.csv:class -k 10 --seeds 5
        fusebench run --images photos/ -k 8 --clusterer kmeans
        fusebench run datasets/emoji/experiment.yaml --sweep weights --sweep k=3,6,9,18
      """)

  @Argument(help: ArgumentHelp("The experiment file.", valueName: "experiment.yaml"))
  var file: String?

  @OptionGroup var making: RunOptions

  func run() throws {
    try making.options.perform {
      try making.requireOneExperiment(beside: file)
      guard let (report, written) = try making.make(making.experiment(file: file)) else { return }
      try show(report, written)
    }
  }

  /// Prints the table, the findings and the paths of the files to the standard output, and notes to the standard error.
  private func show(_ output: RunReport, _ written: RunReport.Written) throws {
    let isQuiet = making.options.quiet
    if isQuiet { Messages.notes(output.stored.record.joinedNotices, quiet: true) }
    try output.table.show(quiet: isQuiet)
    try Output.line("")
    let findings = output.findings.terminalText
    if !findings.isEmpty { try Output.line(findings) }
    // A missing figure is reported only where it was asked for by name.
    let missed = written.notices.filter { making.figures != nil || $0.kind != "no-figure" }
    if !isQuiet { for notice in missed { Messages.note(notice) } }
    for path in written.paths { try Output.line(path) }
  }
}
