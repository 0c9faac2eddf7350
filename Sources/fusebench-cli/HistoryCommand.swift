import ArgumentParser
import Core
import Foundation
import Gate
import Report
import Results

/// `fusebench history`: a score over many runs.
struct HistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Show a score over many runs, as a table and a figure.",
    discussion: """
      Searches the folder and all folders below it for runs, and shows them in the order of their start. Lists runs that
      cannot be read, with the reason, and notes runs that are scored against different labels.

      Examples:
        fusebench history runs
        fusebench history runs --score ari --clusterer kmeans --figure history.svg
        fusebench history runs --format csv
      """)

  @Argument(help: ArgumentHelp("The folder in which the runs lie.", valueName: "folder"))
  var folder: String

  @Option(
    name: [.long, .customLong("scores")],
    help: ArgumentHelp("The score (default: the first of the newest run).", valueName: "name"))
  var score: String?

  @Option(help: ArgumentHelp("Clusterers to show, separated by commas (default: all).", valueName: "names"))
  var clusterer: String?

  @Option(help: ArgumentHelp("Spaces to show, separated by commas (default: all).", valueName: "names"))
  var space: String?

  @Option(help: ArgumentHelp("\(HistoryReport.Format.names).", valueName: "format"))
  var format = HistoryReport.Format.terminal

  @Option(help: ArgumentHelp("Draw a figure too: .svg, .png or .pdf.", valueName: "file"))
  var figure: String?

  @OptionGroup var options: GlobalOptions

  func run() throws {
    try options.perform {
      if let figure { try HistoryReport.requireFormat(of: figure) }
      let (clusterers, spaces) = (names(clusterer), names(space))
      let history = try RunHistory(of: folder, score: score) { place in
        clusterers?.contains(place.clusterer) ?? true && spaces?.contains(place.space) ?? true
      }
      let report = HistoryReport(history)
      try Output.write(report.text(as: format))
      for run in history.entries {
        if let missing = run.missing, !options.quiet { Messages.write("note: \(run.folder): \(missing)") }
      }
      for run in history.skipped { Messages.write("note: left out \(run.folder): \(run.reason)") }
      Messages.notes(report.notices, quiet: options.quiet)
      if let figure {
        try report.writeFigure(to: figure)
        Messages.write("note: wrote \(figure)")
      }
    }
  }

  private func names(_ list: String?) -> [String]? {
    list.map { $0.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) } }
  }
}

extension HistoryReport.Format: ExpressibleByArgument {
  /// All names, for the help.
  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
