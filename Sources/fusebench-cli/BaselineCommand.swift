import ArgumentParser
import Core
import Foundation
import Gate
import Results

/// `fusebench baseline`: records what later runs are held against.
struct BaselineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "baseline",
    abstract: "Record a run, or published numbers, for later runs to be compared with.",
    discussion: """
      A baseline of a run holds its scores and the labels of its trials, so that a later run is compared item by item; it
      is made to be committed. One of a table (clusterer,space,score,value, then sd,n or seed where they are known) is shown
      beside a run and never judged. It is called as the experiment, whose name may be another than that of the run's
      folder, and lies in baselines/<name>.json.

      Examples:
        fusebench baseline runs/emoji
        fusebench baseline runs/mine --name release-2 --force
        fusebench baseline --from-table paper.csv --name paper --source "Table 3 of the paper"
      """)

  @Argument(help: ArgumentHelp("The folder of the run.", valueName: "run"))
  var folder: String?

  @Option(help: ArgumentHelp("A table of published numbers, in place of a run.", valueName: "table.csv"))
  var fromTable: String?

  @Option(
    help: ArgumentHelp(
      "The name of the baseline; else that of the experiment or of the table, not of the folder.", valueName: "text"))
  var name: String?

  @Option(help: ArgumentHelp("Where published numbers are from.", valueName: "text"))
  var source: String?

  @Option(help: ArgumentHelp("The file; else baselines/<name>.json.", valueName: "file"))
  var out: String?

  @Option(
    help: ArgumentHelp("Keep the labels of so many seeds only; else of all. A gate needs 3 to 6.", valueName: "n"))
  var seedsKept: Int?

  @Flag(help: "Replace a baseline that is there.")
  var force = false

  @OptionGroup var options: GlobalOptions

  func validate() throws {
    guard (folder == nil) != (fromTable == nil) else {
      throw ValidationError("Give either the folder of a run or --from-table.")
    }
    if source != nil, fromTable == nil { throw ValidationError("--source needs --from-table") }
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
      return try Baseline(table: fromTable, name: name ?? stem, source: source)
    }
    return try Baseline(of: StoredRun(in: RunFolder(path: folder ?? "")), name: name, seedsKept: seedsKept)
  }

  private static func text(_ written: Baseline.Written) -> String {
    switch written {
    case .made: "wrote a new baseline"
    case .replaced: "replaced the baseline that was there"
    case .unchanged: "the same baseline was there already"
    }
  }

  /// The name and its origin, with the way to another one, such as `"mine", as the experiment of runs/new is called`.
  private func naming(_ baseline: Baseline) -> String {
    guard name == nil else { return "\"\(baseline.name)\"" }
    let origin = fromTable.map { "after the table \($0)" } ?? "as the experiment of \(folder ?? "") is called"
    return "\"\(baseline.name)\", \(origin) (--name gives another)"
  }

  private func summary(of baseline: Baseline, path: String) throws -> String {
    let seeds = baseline.cells.compactMap(\.labels?.count).max()
    let size = try baseline.data(path: path).count
    return "\(counted(baseline.cells.count, "cell"))"
      + (seeds.map { ", labels of \(counted($0, "seed"))" } ?? ", published numbers without labels")
      + ", \(counted(max(size / 1000, 1), "kilobyte"))"
  }
}
