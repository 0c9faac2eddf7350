import ArgumentParser
import Core
import Report
import Results

/// `fusebench paper`: what a paper needs of a stored run.
struct PaperCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "paper",
    abstract: "Write the table, figures with captions, methods and references of a stored run for a paper.",
    discussion: """
      Writes table.tex, figures/ with captions.tex, methods.md and methods.tex (every choice with its value), references.bib,
      and main.tex of all of it, which pdflatex compiles. The run is not changed.

      Examples:
        fusebench paper runs/emoji --out paper
        fusebench paper runs/emoji --columns 1 --notes short --siunitx --out paper
      """)

  @Argument(help: ArgumentHelp("The folder of the run.", valueName: "run"))
  var folder: String

  @Option(help: ArgumentHelp("The folder to write into.", valueName: "folder"))
  var out: String

  @Option(help: ArgumentHelp("The columns of the paper, 1 or 2.", valueName: "number"))
  var columns = 2

  @Option(help: ArgumentHelp("The notes below the table: off, short or full.", valueName: "extent"))
  var notes = TableNotes.short.rawValue

  @Flag(help: "Align the numbers of the table by the package siunitx.")
  var siunitx = false

  @OptionGroup var options: GlobalOptions

  func run() throws {
    try options.perform {
      guard !out.isEmpty else {
        throw OptionError(.invalidOption(name: "--out", value: "\"\"", allowed: "the path of a folder"))
      }
      let (notes, columns) = (try TableNotes(option: notes), try TableOptions.columns(option: columns))
      let run = try StoredRun(in: RunFolder(path: folder))
      var table = TableOptions(askedOf: run.record)
      (table.notes, table.alignsNumbers, table.columns) = (notes, siunitx, columns)
      let progress = ProgressLine(quiet: options.quiet, scores: [])
      progress.working(on: "the paper")
      let written = try PaperReport(of: run, table).write(into: out)
      progress.end()
      if !options.quiet { for notice in written.notices { Messages.note(notice) } }
      for path in written.paths { try Output.line(path) }
    }
  }
}

extension TableNotes {
  /// The notes of `--notes`.
  ///
  /// - Throws: `OptionError` for another word.
  init(option value: String) throws {
    guard let notes = TableNotes(rawValue: value) else {
      let allowed = Self.allCases.map(\.rawValue).joined(separator: ", ")
      throw OptionError(.invalidOption(name: "--notes", value: value.isEmpty ? "\"\"" : value, allowed: allowed))
    }
    self = notes
  }
}

extension TableOptions {
  /// The columns of `--columns`.
  ///
  /// - Throws: `OptionError` for another number than 1 or 2.
  static func columns(option value: Int) throws -> Int {
    guard [1, 2].contains(value) else {
      throw OptionError(.invalidOption(name: "--columns", value: "\(value)", allowed: "1 or 2"))
    }
    return value
  }
}
