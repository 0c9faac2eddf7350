import ArgumentParser
import Core
import Foundation
import Report
import Results

/// `fusebench clusters`: the clusters of a method of a stored run, and their items.
struct ClustersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clusters",
    abstract: "Print the clusters of a method of a stored run, or the items of a cluster.",
    discussion: """
      Without --cluster, prints one row a cluster: its number, name, size, the share of its items with a label, the share of
      their most common class, its stability and its nearest items. With --cluster, prints the items of the cluster, the
      nearest to its center first. Clusters are those of the seed that stands for the method, as on cards and maps. Without
      --format the extension of --out sets the format: .txt, .md, .csv or .json.

      Examples:
        fusebench clusters runs/emoji
        fusebench clusters runs/emoji --method kmeans:text --cluster 7
        fusebench clusters runs/emoji --cluster Flags --format csv --out flags.csv
      """)

  @Argument(help: ArgumentHelp("The folder of the run.", valueName: "run"))
  var folder: String

  @Option(
    help: ArgumentHelp("The clusterer and the space (default: the best method).", valueName: "clusterer:space"))
  var method: String?

  @Option(
    help: ArgumentHelp("The number of a cluster, its name, its class or one of its words.", valueName: "cluster"))
  var cluster: String?

  @Option(help: ArgumentHelp("\(ClustersReport.Format.names) (default: text).", valueName: "format"))
  var format: ClustersReport.Format?

  @Option(help: ArgumentHelp("Write the answer to a file.", valueName: "file"))
  var out: String?

  @OptionGroup var options: GlobalOptions

  func validate() throws { try SingleOptions.check(["--method", "--cluster", "--format", "--out"]) }

  func run() throws {
    try options.perform {
      let format = try format ?? formatOfEnding() ?? .text
      let run = try StoredRun(in: RunFolder(path: folder))
      let report = try ClustersReport(of: run, method: method, cluster: cluster)
      let text = try report.text(as: format)
      if !options.quiet {
        Messages.write("\(report.trial.method.text), seed \(report.trial.seed)")
        if let note = run.missingNote { Messages.write("note: \(note)") }
      }
      guard let out else { return try Output.write(text) }
      try AtomicFile.write(text, to: out)
      try Output.line(out)
    }
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
