import ArgumentParser
import Claims
import Core
import Results

/// `fusebench claims`: the claims of a text against the numbers of a run or of a published table.
struct ClaimsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "claims",
    abstract: "Check a text's claims against a run or a published table; exit with 2 where one is contradicted.",
    discussion: """
      Reads the sentences of a text (.tex, .md, .docx, .pdf by pdftotext, .txt) and judges those that it understands as a
      whole: numbers, comparisons, best and worst, words such as "in most cases" and "slightly", words of agreement by
      Landis and Koch's bands, and "significant". Each is supported, contradicted or not settled, with the numbers; all
      other sentences are listed as not checked, with the reason.

      An unqualified claim is about every clusterer, space and score that the sentence does not restrict, and one
      counter-case contradicts it. Of a published table the numbers decide; of a run, a direction without a significant
      difference is not settled. --out may be given several times; the extension sets the format: .txt, .md, .json,
      .html (the text with its verdicts).

      Exit codes: 0 nothing is contradicted, 1 the text or the numbers cannot be read, 2 a claim is contradicted,
      64 wrong usage.

      Examples:
        fusebench claims paper.tex --run runs/mine
        fusebench claims report.md --table baselines/coursework-cifar10.csv --out claims.html --out claims.json
      """)

  @Argument(help: ArgumentHelp("The text: .tex, .md, .docx, .pdf or .txt.", valueName: "text"))
  var text: String

  @Option(
    name: .customLong("run"), help: ArgumentHelp("The folder of the run that the text is about.", valueName: "run"))
  var folder: String?

  @Option(
    help: ArgumentHelp(
      "A table of published numbers, with the columns clusterer,space,score,value, or a baseline.",
      valueName: "table.csv"))
  var table: String?

  @Option(help: ArgumentHelp("\(ClaimsFormat.names).", valueName: "format"))
  var format: ClaimsFormat?

  @Option(help: ArgumentHelp("Write the report to a file; may be given several times.", valueName: "file"))
  var out: [String] = []

  @OptionGroup var options: GlobalOptions

  func validate() throws {
    guard (folder == nil) != (table == nil) else { throw ValidationError("Give either --run or --table.") }
  }

  func run() throws {
    try options.perform {
      let files = try out.map { ($0, try form(of: $0)) }
      try OutputFiles.check(out.map { ("--out", $0) }, inputs: [text] + [table].compactMap(\.self))
      let numbers = try numbers()
      let report = ClaimsReport(text: text, sentences: try ClaimText(path: text).sentences, table: numbers)
      for (path, format) in files { try AtomicFile.write(try report.text(as: format), to: path) }
      try Output.write(report.text(as: files.isEmpty ? format ?? .terminal : .terminal))
      for (path, _) in files { try Output.line(path) }
      if report.isContradicted { throw ExitCode(Self.contradiction) }
    }
  }

  private static let contradiction: Int32 = 2

  private func numbers() throws -> ClaimTable {
    if let table { return try ClaimTable(published: table) }
    return try ClaimTable(of: StoredRun(in: RunFolder(path: folder ?? "")))
  }

  private func form(of path: String) throws -> ClaimsFormat {
    if let format = format ?? ClaimsFormat(path: path) { return format }
    throw OptionError(
      .invalidOption(
        name: "--out", value: path.isEmpty ? "\"\"" : path,
        allowed: "a file that ends in .txt, .md, .json or .html, unless --format is given"))
  }
}

extension ClaimsFormat: ExpressibleByArgument {
  /// All names, for the help.
  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
