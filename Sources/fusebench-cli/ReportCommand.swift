import ArgumentParser
import Report
import Results

/// `fusebench report`: the tables, the findings, the figures and the page of a stored run, made again.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Make the tables, findings, figures and report.html of a stored run again, without clustering.",
    discussion: """
      report.html is one file that opens from disk: findings, table, figures, and an explorer of the maps with images and
      captions. It shows the figures of the experiment, or those that --figures names; the explorer needs stored maps.

      Example:
        fusebench report runs/emoji
      """)

  @Argument(help: ArgumentHelp("The folder of the run.", valueName: "run"))
  var folder: String

  @Option(help: ArgumentHelp("Figures, separated by commas (\(FigureKind.names)), or none.", valueName: "names"))
  var figures: String?

  @OptionGroup var claiming: ClaimOptions

  @OptionGroup var options: GlobalOptions

  func run() throws {
    try options.perform {
      let folder = RunFolder(path: folder)
      let claim = try claiming.claim(folder, quiet: options.quiet)
      defer { claim.release() }
      let run = try StoredRun(in: folder)
      let kinds = try figures.map { try OptionList.figures($0) }
      let progress = ProgressLine(quiet: options.quiet, scores: [])
      let report = try RunReport(of: run, showing: kinds)
      progress.working(on: "the report")
      let written = try report.write()
      progress.end()
      if !options.quiet { for notice in written.notices { Messages.note(notice) } }
      for path in written.paths { try Output.line(path) }
    }
  }
}
