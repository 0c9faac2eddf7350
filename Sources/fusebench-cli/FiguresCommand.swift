import ArgumentParser
import Core
import Report
import Results

/// `fusebench figures`: figures of a stored run, drawn for a paper or a slide.
struct FiguresCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "figures",
    abstract: "Draw figures of a stored run again, in other formats, sizes and colours, without clustering.",
    discussion: """
      Draws from the stored run alone. Text stays text in .svg and .pdf.

      Examples:
        fusebench figures runs/emoji --only agreement,flow --format pdf --size column --out paper
        fusebench figures runs/emoji --only maps --size 41mm --no-title --paginate --format pdf --out subfigures
        fusebench figures runs/emoji --theme dark --size slide
      """)

  @Argument(help: ArgumentHelp("The folder of the run.", valueName: "run"))
  var folder: String

  @Option(
    help: ArgumentHelp(
      "Figures, separated by commas (\(FigureKind.names)) (default: those of the experiment).", valueName: "names"))
  var only: String?

  @Option(help: ArgumentHelp("Formats, separated by commas: png, pdf, svg.", valueName: "names"))
  var format = "png"

  @Option(help: "light or dark.")
  var theme = FigureTheme.light

  @Option(
    help: ArgumentHelp(
      "column (84 mm wide), page (174 mm), slide (254 mm), or millimetres such as 120mm or 120x80mm.", valueName: "size"
    ))
  var size = "page"

  @Option(help: ArgumentHelp("The resolution of .png files.", valueName: "dots per inch"))
  var dpi = 300.0

  @Flag(name: .customLong("no-title"), help: "Leave out title, subtitle and note, which a caption has instead.")
  var isUntitled = false

  @Flag(help: "Split figures that are higher than a page (\(Int(FigureStyle.pageHeight)) mm) into several.")
  var paginate = false

  @Option(help: ArgumentHelp("The folder to write into (default: the run's figures/).", valueName: "folder"))
  var out: String?

  @OptionGroup var claiming: ClaimOptions

  @OptionGroup var options: GlobalOptions

  func validate() throws {
    guard dpi > 0, dpi.isFinite else { throw ValidationError("--dpi must be positive, and is \(dpi)") }
    if out?.isEmpty == true { throw ValidationError("--out must be a path, and is empty") }
  }

  func run() throws {
    try options.perform {
      let folder = RunFolder(path: folder)
      let formats = try OptionList.words(format, of: ["png", "pdf", "svg"], what: "--format")
      let style = try FigureStyle(
        formats: formats, dark: theme == .dark, size: size, dpi: dpi, hasTitle: !isUntitled,
        tallest: paginate ? FigureStyle.pageHeight : nil)
      let kinds = try only.map { try OptionList.kinds($0, what: "--only") }
      // Figures in another folder need no claim on the run's.
      let claim = try out == nil ? claiming.claim(folder, quiet: options.quiet) : nil
      defer { claim?.release() }
      let run = try StoredRun(in: folder)
      let progress = ProgressLine(quiet: options.quiet, scores: [])
      progress.working(on: "figures")
      let written = try RunFigures(of: run).redraw(
        kinds ?? FigureKind.asked(of: run.record), as: style, into: out)
      progress.end()
      // A missing figure is reported only where it was asked for by name.
      let missed = written.notices.filter { only != nil || $0.kind != "no-figure" }
      if !options.quiet { for notice in missed { Messages.note(notice) } }
      for path in written.paths { try Output.line(path) }
    }
  }
}

extension FigureKind {
  /// All names, for the help.
  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

/// The colours of a figure.
enum FigureTheme: String, ExpressibleByArgument, CaseIterable {
  case light, dark
}
