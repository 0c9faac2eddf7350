import ArgumentParser
import Core
import Foundation
import Gate
import Results

/// `fusebench baseline`: records what later runs are held against.
struct BaselineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "baseline",
    abstract: "Record a run, or published numbers, as a baseline for later runs.",
    discussion: """
      A baseline holds the scores of a run and the labels of its trials, so that a later run is compared item by item.
      Commit it with the code. A baseline of a table (columns clusterer,space,score,value, then sd,n or seed where known;
      or a column Method and one of each score) is shown beside a run and never judged. The file is baselines/<name>.json; the name is that of the experiment,
      which may differ from that of the run's folder.

      Examples:
        fusebench baseline runs/emoji
        fusebench baseline runs/mine --name release-2 --force
        fusebench baseline --from-table paper.csv --name paper --source "Table 3 of the paper"
      """)

  @Argument(help: ArgumentHelp("The folder of the run.", valueName: "run"))
  var folder: String?

  @Option(help: ArgumentHelp("A table of published numbers, in place of a run.", valueName: "table.csv"))
  var fromTable: String?

  @OptionGroup var mapping: MappingOptions

  @Option(
    help: ArgumentHelp(
      "The name of the baseline (default: that of the experiment or of the table, not of the folder).",
      valueName: "text"))
  var name: String?

  @Option(help: ArgumentHelp("The source of published numbers.", valueName: "text"))
  var source: String?

  @Option(help: ArgumentHelp("The file (default: baselines/<name>.json).", valueName: "file"))
  var out: String?

  @Option(
    help: ArgumentHelp("The number of seeds whose labels are kept (default: all). A gate needs 3 to 6.", valueName: "n")
  )
  var seedsKept: Int?

  @Flag(help: "Replace an existing baseline.")
  var force = false

  @OptionGroup var options: GlobalOptions

  func validate() throws {
    guard (folder == nil) != (fromTable == nil) else {
      throw ValidationError("Give either the folder of a run or --from-table.")
    }
    if source != nil, fromTable == nil { throw ValidationError("--source needs --from-table") }
    if !mapping.map.isEmpty, fromTable == nil { throw ValidationError("--map needs --from-table") }
    if let seedsKept {
      guard fromTable == nil else { throw ValidationError("--seeds-kept needs a run") }
      guard seedsKept > 0 else { throw ValidationError("--seeds-kept must be at least 1, and is \(seedsKept)") }
    }
    for (option, value) in [("--name", name), ("--out", out)] where value?.isEmpty == true {
      throw ValidationError("\(option) must not be empty")
    }
  }

  func run() throws {
    try options.perform {
      let baseline = try made()
      let path = out ?? Baseline.path(named: baseline.name)
      let written = try baseline.write(to: path, replacing: force)
      if !options.quiet {
        Messages.write("note: \(Self.text(written)), \(naming(baseline)): \(try summary(of: baseline, path: path))")
      }
      Messages.notes([baseline.fewSeedsNotice].compactMap(\.self), quiet: options.quiet)
      try Output.line(path)
    }
  }

  private func made() throws -> Baseline {
    if let fromTable {
      let stem = ((fromTable as NSString).lastPathComponent as NSString).deletingPathExtension
      let table = try PublishedTable(path: fromTable, mapping: mapping.methods)
      Messages.notes(table.notices, quiet: options.quiet)
      return try Baseline(table, name: name ?? stem, source: source)
    }
    return try Baseline(of: StoredRun(in: RunFolder(path: folder ?? "")), name: name, seedsKept: seedsKept)
  }

  private static func text(_ written: Baseline.Written) -> String {
    switch written {
    case .made: "wrote a new baseline"
    case .replaced: "replaced the former baseline"
    case .unchanged: "the baseline is unchanged"
    }
  }

  /// The name and its origin, with the way to another one, such as `"mine", the name of the experiment of runs/new`.
  private func naming(_ baseline: Baseline) -> String {
    guard name == nil else { return "\"\(baseline.name)\"" }
    let origin = fromTable.map { "the name of the table \($0)" } ?? "the name of the experiment of \(folder ?? "")"
    return "\"\(baseline.name)\", \(origin) (--name sets another)"
  }

  private func summary(of baseline: Baseline, path: String) throws -> String {
    let seeds = baseline.cells.compactMap(\.labels?.count).max()
    let size = try baseline.data(path: path).count
    return "\(counted(baseline.cells.count, "cell"))"
      + (seeds.map { ", labels of \(counted($0, "seed"))" } ?? ", published numbers without labels")
      + ", \(counted(max(size / 1000, 1), "kilobyte"))"
  }
}
