import Core
import Experiments
import Explain
import Foundation
import Gate
import Results
import Runs
import TestSupport

/// The run of the made items, and the numbers of other programs on them (`Fixtures/make_discrepancies.py`).
enum MadeRun {
  static let fixtures = Bundle.module.bundleURL.appending(path: "Fixtures").path

  /// A number of another program, and the one rule that it differs by.
  struct Published: Sendable, CustomStringConvertible {
    let rule: String
    let clusterer: String
    let space: String
    let score: String
    let value: Double
    let seeds: Int

    var description: String { "\(rule), \(value)" }

    var baseline: Baseline {
      let score = Baseline.Score(mean: value, seeds: seeds)
      return Baseline(
        name: "made", madeBy: "another program",
        cells: [.init(clusterer: clusterer, space: space, scores: [self.score: score])])
    }
  }

  static let published: [Published] = {
    let text = (try? String(contentsOfFile: fixtures + "/published.csv", encoding: .utf8)) ?? ""
    return text.split(separator: "\n").dropFirst().compactMap { line in
      let fields = line.split(separator: ",").map(String.init)
      guard fields.count == 6, let value = Double(fields[4]), let seeds = Int(fields[5]) else { return nil }
      return Published(
        rule: fields[0], clusterer: fields[1], space: fields[2], score: fields[3], value: value, seeds: seeds)
    }
  }()

  private static let experiment = """
    name: made
    dataset: { labels: [{ table: items.csv, column: kind }], split: { table: items.csv, column: part } }
    features: { visual: visual.npy, text: text.npy, far: far.npy, apart: apart.npy }
    spaces:
      - visual
      - text
      - far
      - apart
      - concatenation: { of: [visual, text] }
      - pca-average: { of: [visual, text], dimensions: 4, signs: fixed }
    clusterers:
      - kmeans: { k: 6, "on": [visual, text, far, concatenation, pca-average] }
      - kmeans: { k: 9, name: nine, "on": [apart] }
      - kmeans: { k: 7, name: seven, "on": [apart] }
      - agglomerative: { k: 6, linkage: average, name: average, "on": [visual] }
    seeds: 10
    scores: [ari, nmi, kappa]
    figures: none
    """

  /// Makes the run in a folder, with its inputs in the fixtures.
  static func make(in folder: String) throws -> StoredRun {
    let experiment = try ExperimentFile.parse(experiment, file: fixtures + "/experiment.yaml")
    return try Runner(experiment, into: RunFolder(path: folder + "/run")).run()
  }
}
