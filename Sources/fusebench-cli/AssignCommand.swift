import ArgumentParser
import Core
import Experiments
import Foundation
import Results
import Runs

/// `fusebench assign`: the clusters of a run for new rows.
struct AssignCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assign",
    abstract: "Assign new rows to the clusters that a method of a run found.",
    discussion: """
      Reads the rows as the run read its features, brings them into the method's space by the stored transforms, and
      assigns them to the run's clusters, with the same numbers. The output is CSV: the id or row number, the cluster
      and, where the model has one, the strength of the membership.

      Examples:
        fusebench assign runs/emoji --method kmeans:concatenation --features visual=new.npy --features text=new-text.npy
        fusebench assign runs/emoji --method gmm:text --features text=new-text.npy --out labels.npy
      """)

  @Argument(help: ArgumentHelp("The folder of the run.", valueName: "run"))
  var folder: String

  @Option(
    help: ArgumentHelp(
      "The clusterer and the space, or the clusterer alone where it has one.", valueName: "clusterer[:space]"))
  var method: String

  @Option(help: ArgumentHelp("The seed of the trial (default: the one nearest to the mean).", valueName: "number"))
  var seed: UInt64?

  @Option(
    help: ArgumentHelp(
      "The new rows of a feature set of the space; given once for each.", valueName: "name=file[:part]"))
  var features: [String]

  @Option(help: ArgumentHelp("Write the answer to a file: .csv, or .npy for the clusters alone.", valueName: "file"))
  var out: String?

  @Option(
    help: ArgumentHelp("Write the rows in the space to an .npy, in 64 bits where they need them.", valueName: "file"))
  var coordinates: String?

  @Option(help: ArgumentHelp("Drop rows with NaN or infinity, or stop at them: drop or error.", valueName: "policy"))
  var nan: Experiment.Feature.Undefined?

  @Option(help: MissingItems.help)
  var missing = MissingItems.error

  @OptionGroup var tables: TableReadingOptions

  @OptionGroup var options: GlobalOptions

  func run() throws {
    try options.perform {
      try requireEndings()
      let files = try files()
      try OutputFiles.check(
        [("--out", out), ("--coordinates", coordinates)], inputs: files.values.map { FileSpecification($0).path })
      let assigner = try Assigner(StoredRun(in: RunFolder(path: folder)))
      let assignment = try assigner.assign(
        method, seed: seed, features: files, tables: tables.reading(features: files.values.sorted()), missing: missing,
        undefined: nan)
      for notice in assignment.notices { Messages.write("note: \(notice.message)") }
      if let coordinates { try AtomicFile.write(RunFolder.table(assignment.coordinates), to: coordinates) }
      guard let out else { return try Output.write(assignment.csv) }
      let isArray = (out as NSString).pathExtension.lowercased() == "npy"
      try AtomicFile.write(isArray ? RunFolder.labels(assignment.labels) : Data(assignment.csv.utf8), to: out)
    }
  }

  /// Throws where a file would get another form than its name tells, before any work.
  private func requireEndings() throws {
    for (name, path, endings) in [("--out", out, ["csv", "npy"]), ("--coordinates", coordinates, ["npy"])] {
      guard let path, !endings.contains((path as NSString).pathExtension.lowercased()) else { continue }
      throw OptionError(
        .invalidOption(
          name: name, value: path.isEmpty ? "\"\"" : path,
          allowed: "a file that ends in " + endings.map { ".\($0)" }.joined(separator: " or ")))
    }
  }

  private func files() throws -> [String: String] {
    var files: [String: String] = [:]
    for option in features {
      let parts = option.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { throw AssignError(.invalidFeature(option)) }
      guard files[parts[0]] == nil else { throw RunError(.repeatedName(kind: "feature sets", name: parts[0])) }
      files[parts[0]] = parts[1]
    }
    return files
  }
}
