import ArgumentParser
import Core
import Experiments
import Foundation
import Report
import Results
import Runs

/// `fusebench clusters`: the clusters of a method of a stored run, their items, and an outcome in them.
struct ClustersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clusters",
    abstract: "Print the clusters of a method of a stored run, their items, or an outcome in them, or name them.",
    discussion: """
      Without further options, prints one row a cluster: its number, name, size, the share of its items with a label, the
      share of their most common class, its stability, its words (where the run has captions) and its nearest items.
      Clusters are those of the seed that stands for the method, as on cards and maps. Without --format the extension of
      --out sets the format: .txt, .md, .csv or .json.

      --cluster prints the items of a cluster, the nearest to its center first; --cluster -1 prints those of noise. Long texts
      are cut in a terminal, and whole in files and pipes. --outcome prints the mean of a number in each cluster with its 95 %
      interval, and how much of its variance the clusters explain (eta², against permuted clusters).
      --draw draws items at random: some of each cluster or, with --matched, sets of one item of each cluster with the same
      class or the nearest number. Rows of files are matched by id where the run and the file have ids, else by position.

      --names stores names of clusters, from a table with the columns cluster (the number) and name, in the place of former
      ones; --names none takes them away. A later run into the folder gives each name to the cluster with which its own
      shares most items (Jaccard index of at least .50), and a note has the names that none gets. Figures, findings and page
      show the names when fusebench report makes them again.

      Examples:
        fusebench clusters runs/emoji
        fusebench clusters runs/emoji --method kmeans:text --cluster 7
        fusebench clusters runs/emoji --cluster Flags --format csv --out flags.csv
        fusebench clusters runs/emoji --outcome ratings.csv:memorability
        fusebench clusters runs/emoji --draw 5 --per cluster --matched ratings.csv:frequency --seed 1
        fusebench clusters runs/emoji --method kmeans:text --names names.csv
      """)

  /// The parts from which items are drawn.
  enum Stratum: String, ExpressibleByArgument, CaseIterable {
    case cluster
  }

  @Argument(help: ArgumentHelp("The folder of the run.", valueName: "run"))
  var folder: String

  @Option(
    help: ArgumentHelp(
      "The clusterer and the space, or the clusterer alone where it has one (default: the best method).",
      valueName: "clusterer[:space]"))
  var method: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The number of a cluster (-1 for noise), its name, its class or one of its words.", valueName: "cluster"))
  var cluster: String?

  @Option(help: ArgumentHelp("A file with a number of each item.", valueName: "file[:part]"))
  var outcome: String?

  @Option(
    help: ArgumentHelp(
      "A table of names of the clusters, with the columns cluster and name, or none.", valueName: "file"))
  var names: String?

  @Option(help: ArgumentHelp("The number of items that are drawn.", valueName: "n"))
  var draw: Int?

  @Option(help: ArgumentHelp("The parts from each of which they are drawn: cluster.", valueName: "cluster"))
  var per: Stratum?

  @Option(
    help: ArgumentHelp(
      "Draw sets that match in a column of the items, such as a label set, or in a number of a file.",
      valueName: "column|file[:part]"))
  var matched: String?

  @Option(help: ArgumentHelp("The seed of the draw (default: 0).", valueName: "n"))
  var seed: UInt64?

  @Option(help: ArgumentHelp("\(ClustersReport.Format.names) (default: text).", valueName: "format"))
  var format: ClustersReport.Format?

  @Option(help: ArgumentHelp("Write the answer to a file.", valueName: "file"))
  var out: String?

  @Option(
    help: ArgumentHelp("Leave out rows with NaN or infinity, or stop at them: drop or error.", valueName: "policy"))
  var nan = Experiment.Feature.Undefined.error

  @Option(help: MissingItems.help)
  var missing = MissingItems.error

  @OptionGroup var tables: TableReadingOptions

  @OptionGroup var claiming: ClaimOptions

  @OptionGroup var options: GlobalOptions

  func validate() throws {
    try SingleOptions.check(
      ["--method", "--cluster", "--outcome", "--names", "--draw", "--per", "--matched", "--seed", "--format", "--out"])
    let asked = [
      ("--cluster", cluster != nil), ("--outcome", outcome != nil), ("--names", names != nil), ("--draw", draw != nil),
    ].filter(\.1).map(\.0)
    if let cluster, cluster.hasPrefix("--") {
      throw ValidationError("--cluster needs a cluster, and the option \(cluster) follows it")
    }
    if asked.count > 1 { throw ValidationError("give one of \(asked.joined(separator: " and "))") }
    if let draw, draw < 1 { throw ValidationError("--draw must be at least 1, and is \(draw)") }
    let ofDraw = [("--per", per != nil), ("--matched", matched != nil), ("--seed", seed != nil)].filter(\.1).map(\.0)
    if draw == nil, let option = ofDraw.first { throw ValidationError("\(option) needs --draw") }
  }

  func run() throws {
    try options.perform {
      let format = try format ?? formatOfEnding() ?? .text
      if let names { try name(by: names) }
      let run = try StoredRun(in: RunFolder(path: folder))
      let stored = try ClustersReport.tables(of: run, method: method)
      if !options.quiet {
        let trial = stored.record.trial
        let seed = run.plan.isDeterministic(trial.method) ? "" : ", seed \(trial.seed)"
        Messages.write(trial.method.text + seed)
        if let note = run.missingNote { Messages.write("note: \(note)") }
      }
      let text = try text(of: run, stored, as: format)
      guard let out else { return try Output.write(text) }
      try AtomicFile.write(text, to: out)
      try Output.line(out)
    }
  }

  /// Stores the names of a file; nothing is changed where one of them cannot be given.
  private func name(by file: String) throws {
    let folder = RunFolder(path: folder)
    let claim = try claiming.claim(folder, quiet: options.quiet)
    defer { claim.release() }
    let run = try StoredRun(in: folder)
    let stored = try ClustersReport.tables(of: run, method: method)
    let given =
      file == "none"
      ? nil : try ClusterNamesFile(file, of: stored, ofFile: run.record.names(of: stored.record.trial.clusterer))
    Messages.notes(given?.notices ?? [], quiet: options.quiet)
    try run.nameClusters(given?.names ?? [:], in: stored)
    guard !options.quiet else { return }
    let done =
      given.map { "\(counted($0.names.count, "name")) stored" }
      ?? "\(counted(stored.record.names?.count ?? 0, "name")) removed"
    Messages.write(
      "note: \(done); fusebench report \(shellWord(self.folder)) shows the names in figures, "
        + "findings and page")
  }

  private func text(of run: StoredRun, _ stored: StoredMembers, as format: ClustersReport.Format) throws -> String {
    if let outcome {
      let column = try column(FileSpecification(outcome), of: run)
      let report = OutcomeReport(of: stored, outcome: column.name, values: column.values)
      if format == .csv, !options.quiet { Messages.write(report.sentence) }
      return try report.text(as: format)
    }
    guard let draw else {
      let report = try ClustersReport(of: run, method: method, cluster: cluster)
      if !options.quiet { for note in report.notes { Messages.write("note: \(note)") } }
      return try report.text(as: format, isWhole: isWhole)
    }
    let drawn =
      if let matched {
        try ItemDraw(
          of: stored, sets: draw, matchedOn: matched, values(of: matched, of: run, stored), seed: Seed(seed ?? 0))
      } else {
        ItemDraw(of: stored, count: draw, seed: Seed(seed ?? 0))
      }
    if !options.quiet { for note in drawn.notes { Messages.write("note: \(note)") } }
    return try ClustersReport(drawn, of: stored.record.trial).text(as: format, isWhole: isWhole)
  }

  /// True where the answer goes to a file or a pipe, which has room for long texts.
  private var isWhole: Bool { out != nil || isatty(STDOUT_FILENO) == 0 }

  /// The values of a column of the items, or of a file.
  private func values(of name: String, of run: StoredRun, _ stored: StoredMembers) throws -> [ItemDraw.Match?] {
    if let known = ItemDraw.Match.values(of: name, in: stored) { return known }
    let file = FileSpecification(name)
    guard FileManager.default.fileExists(atPath: file.path) else {
      throw ClustersError(.noColumn(name, known: stored.members.header))
    }
    return try column(file, of: run).values.map { $0.map(ItemDraw.Match.number) }
  }

  private func column(_ file: FileSpecification, of run: StoredRun) throws -> OutcomeColumn {
    let column = try OutcomeColumn(
      file, of: run, tables: tables.reading(features: [file.path]), missing: missing, dropsUndefined: nan == .drop)
    Messages.notes(column.notices, quiet: options.quiet)
    return column
  }

  private func formatOfEnding() throws -> ClustersReport.Format? {
    guard let out else { return nil }
    guard let format = ClustersReport.Format(ending: (out as NSString).pathExtension.lowercased()) else {
      throw OptionError(
        .invalidOption(
          name: "--out", value: out.isEmpty ? "\"\"" : out,
          allowed: "a file that ends in .txt, .md, .csv or .json, unless --format is given"))
    }
    return format
  }
}

extension ClustersReport.Format: ExpressibleByArgument {
  /// All names, for the help.
  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
