import ArgumentParser
import Core
import Experiments
import Foundation
import Report
import Results

/// `fusebench table`: the table of a stored run, in the form that a paper or a script wants.
struct TableCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "table",
    abstract: "Print the table of a stored run for a terminal, Markdown, LaTeX or CSV.",
    discussion: """
      Cells are means ± standard deviations over the seeds; the best of each column is bold. LaTeX needs the package
      booktabs; with a caption or a label the table floats. CSV has every number at full precision. Without --format the
      extension of --out sets the format: .md, .tex, .csv or .txt.

      Examples:
        fusebench table runs/emoji
        fusebench table runs/emoji --format markdown --scores kappa,ari
        fusebench table runs/emoji --ranked --score ari
        fusebench table runs/emoji --scores kappa,ari --notes short --siunitx --out emoji.tex
        fusebench table runs/emoji --caption "Nine groups of emoji" --label tab:emoji --out emoji.tex
      """)

  @Argument(help: ArgumentHelp("The folder of the run.", valueName: "run"))
  var folder: String

  @Option(help: ArgumentHelp("\(TableFormat.names).", valueName: "format"))
  var format: String?

  @Option(
    name: [.long, .customLong("score")],
    help: ArgumentHelp("Scores of the run, separated by commas (default: all).", valueName: "names"))
  var scores: String?

  @Flag(help: "Order the methods by the first score; those not significantly different share a rank.")
  var ranked = false

  @Option(help: ArgumentHelp("The caption of a LaTeX table.", valueName: "text"))
  var caption: String?

  @Option(help: ArgumentHelp("The label of a LaTeX table, for \\ref.", valueName: "text"))
  var label: String?

  @Option(
    help: ArgumentHelp("The notes below a LaTeX table: off, short or full (default: full).", valueName: "extent"))
  var notes: String?

  @Option(help: ArgumentHelp("The columns of the article that a LaTeX table fits, 1 or 2.", valueName: "number"))
  var columns = 2

  @Flag(help: "Align the numbers of a LaTeX table by the package siunitx.")
  var siunitx = false

  @Option(help: ArgumentHelp("Write the table to a file.", valueName: "file"))
  var out: String?

  @OptionGroup var options: GlobalOptions

  func run() throws {
    try options.perform {
      let format = try chosenFormat()
      let (notes, columns) = (try notes.map(TableNotes.init(option:)), try TableOptions.columns(option: columns))
      let run = try StoredRun(in: RunFolder(path: folder))
      let scores = try scores.map { try OptionList.scores($0, of: run.plan.scores, what: "--scores") }
      let summary = try SummaryTable(of: run, scores: scores)
      let table = ranked ? try summary.ranked(of: run) : summary
      var floating = TableOptions(askedOf: run.record, caption: caption, label: label)
      floating.notes = notes ?? .full
      (floating.alignsNumbers, floating.columns) = (siunitx, columns)
      if let out {
        try AtomicFile.write(table.text(as: format, floating), to: out)
        note(format == .csv ? table.footnotes : [])
        try Output.line(out)
      } else if format == .terminal {
        try table.show(quiet: options.quiet)
      } else {
        try Output.write(table.text(as: format, floating))
        note(format == .csv ? table.footnotes : [])
      }
    }
  }

  /// Prints the notes that the form has no place for.
  private func note(_ footnotes: [String]) {
    guard !options.quiet else { return }
    for note in footnotes { Messages.write("note: \(note)") }
  }

  private func chosenFormat() throws -> TableFormat {
    let format = try namedFormat() ?? formatOfEnding() ?? .terminal
    guard format == .latex || (caption == nil && label == nil) else {
      throw OptionError(
        .invalidOption(
          name: "--format", value: format.rawValue, allowed: "latex, where a caption or a label is given"))
    }
    guard format == .latex || (notes == nil && !siunitx) else {
      throw OptionError(
        .invalidOption(
          name: "--format", value: format.rawValue, allowed: "latex, where --notes or --siunitx is given"))
    }
    if let label, !TableOptions.isLabel(label) {
      throw OptionError(
        .invalidOption(
          name: "--label", value: label.isEmpty ? "\"\"" : label, allowed: Experiment.Table.labelForm))
    }
    return format
  }

  private func namedFormat() throws -> TableFormat? {
    guard let format else { return nil }
    guard let known = TableFormat(rawValue: format) else {
      throw OptionError(
        .unknownChoice(option: "--format", word: format, known: TableFormat.allCases.map(\.rawValue)))
    }
    return known
  }

  private func formatOfEnding() throws -> TableFormat? {
    guard let out else { return nil }
    switch (out as NSString).pathExtension.lowercased() {
    case "md": return .markdown
    case "tex": return .latex
    case "csv": return .csv
    case "txt": return .terminal
    default:
      throw OptionError(
        .invalidOption(
          name: "--out", value: out.isEmpty ? "\"\"" : out,
          allowed: "a file that ends in .md, .tex, .csv or .txt, unless --format is given"))
    }
  }
}

extension TableFormat {
  /// All names, for the help and errors.
  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

extension TerminalColor {
  /// True where the standard output is a terminal that is to show bold.
  static var isWantedHere: Bool {
    isWanted(isTerminal: isatty(STDOUT_FILENO) != 0, environment: ProcessInfo.processInfo.environment)
  }
}

extension SummaryTable {
  /// Prints the table with its glossary to the standard output, and the other notes to the standard error; quietly, the
  /// table alone.
  func show(quiet: Bool) throws {
    var bare = self
    bare.footnotes = []
    if !quiet { for note in footnotes where !markNotes.contains(note) { Messages.write("note: \(note)") } }
    try Output.write(bare.text(as: .terminal, TableOptions(bold: TerminalColor.isWantedHere)))
    if !quiet, !glossaryText.isEmpty { try Output.write("\n\(glossaryText)") }
  }
}
