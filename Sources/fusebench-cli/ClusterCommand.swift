import ArgumentParser
import Core
import Foundation
import Results
import Runs

/// `fusebench cluster`: mini-batch k-means of a file that need not fit in memory.
struct ClusterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cluster",
    abstract: "Cluster one file that need not fit in memory, by mini-batch k-means.",
    discussion: """
      Reads an .npy of rows × columns block by block: all rows for their range and to check them, random batches for the
      centres, and all rows once more for their clusters. Numbers of any size keep the digits that matter, as in a run:
      far from zero they are stored as differences, and large or small ones with a common scale. The clusters are those
      of the clusterer minibatch in a run with the same rows and seed. Score them with fusebench score.

      Examples:
        fusebench cluster large.npy -k 100 --out clusters.npy
        fusebench cluster large.npy -k 100 --l2 --centers centers.npy && fusebench score labels.npy clusters.npy
      """)

  @Argument(help: ArgumentHelp("The rows, an .npy of rows × columns.", valueName: "file"))
  var file: String

  @Option(
    name: [.customShort("k"), .customLong("clusters")], help: ArgumentHelp("The number of clusters.", valueName: "n"))
  var clusters: Int

  @Option(help: ArgumentHelp("The number of rows of a batch.", valueName: "n"))
  var batch = 1024

  @Option(help: ArgumentHelp("The seed.", valueName: "n"))
  var seed: UInt64 = 0

  @Flag(help: "Divide each row by its length first.")
  var l2 = false

  @Option(help: ArgumentHelp("The file of the clusters, one number a row.", valueName: "file.npy"))
  var out = "clusters.npy"

  @Option(
    help: ArgumentHelp(
      "Write the centres, clusters × columns, too, in 64 bits where the rows need them.", valueName: "file.npy"))
  var centers: String?

  @OptionGroup var options: GlobalOptions

  func validate() throws {
    try SingleOptions.check(["-k", "--batch", "--seed", "--out", "--centers"])
    if clusters < 1 { throw ValidationError("-k must be at least 1, and is \(clusters)") }
    if batch < 1 { throw ValidationError("--batch must be at least 1, and is \(batch)") }
    for path in [out, centers].compactMap(\.self) where (path as NSString).pathExtension.lowercased() != "npy" {
      throw ValidationError("an .npy is written, and \(path) has another ending")
    }
  }

  func run() throws {
    try options.perform {
      try OutputFiles.check([("--out", out), ("--centers", centers)], inputs: [file])
      let progress = ProgressLine(quiet: options.quiet, scores: [])
      progress.working(on: "mini-batch k-means of \((file as NSString).lastPathComponent)")
      let found = try FileClustering(
        file, clusters: clusters, batch: batch, seed: seed, dividesByLength: l2
      ) { progress.show(.progressed(fraction: $0)) }
      progress.end()
      try AtomicFile.write(RunFolder.labels(found.partition.labels), to: out)
      if let centers { try AtomicFile.write(RunFolder.table(found.centers), to: centers) }
      if !options.quiet {
        for notice in found.notices { Messages.note(notice) }
        Messages.write(
          "\(found.rows.grouped) × \(found.columns.grouped), \(counted(found.heldClusters, "cluster")), "
            + "inertia \(found.inertia)")
      }
      try Output.line(out)
    }
  }
}
