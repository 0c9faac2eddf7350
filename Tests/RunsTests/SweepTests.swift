import Clustering
import Core
import Experiments
import Features
import Foundation
import Fusion
import Matrices
import Results
import Runs
import Scores
import TestSupport
import Testing

/// Sweeps, which cluster again at several settings, and the laws that they keep.
@Suite struct SweepTests {
  private static let features = [
    "visual": Samples.groups(rows: 60, columns: 6, classes: 3, spread: 6, seed: 1),
    "text": Samples.groups(rows: 60, columns: 4, classes: 3, spread: 6, seed: 2),
    "sound": Samples.groups(rows: 60, columns: 5, classes: 3, spread: 6, seed: 3),
  ]

  private func experiment(
    _ sweeps: Experiment.Sweeps, spaces: [Experiment.Space]? = nil, labelled: Bool = true, in folder: String
  ) throws -> Experiment {
    for (name, rows) in Self.features { try Samples.table(rows, to: "\(folder)/\(name).csv") }
    try Samples.write("kind\n" + (0..<60).map { "k\($0 % 3)" }.joined(separator: "\n"), to: folder + "/labels.csv")
    let labels = Experiment.Labels(name: "kind", source: .table(.init(table: "labels.csv", column: "kind")))
    return Experiment(
      name: "sweeps", dataset: .init(labels: labelled ? [labels] : []),
      features: ["visual", "text", "sound"].map { .init(name: $0, file: "\($0).csv") },
      spaces: spaces ?? Experiment.defaultSpaces(of: ["visual", "text"]),
      clusterers: Experiment.defaultClusterers(k: labelled ? nil : 3), seeds: [3, 4], sweeps: sweeps, folder: folder)
  }

  private func run(
    _ sweeps: Experiment.Sweeps, spaces: [Experiment.Space]? = nil, labelled: Bool = true
  ) throws -> (run: StoredRun, weights: SweepRecord?, k: SweepRecord?) {
    try withFolder { folder in
      let out = RunFolder(path: folder + "/out")
      let run = try Runner(experiment(sweeps, spaces: spaces, labelled: labelled, in: folder), into: out).run()
      return (run, try out.sweep(.weights), try out.sweep(.k))
    }
  }

  // What a weight means

  private func rows(_ space: Experiment.Space, part: String, at weight: Double) throws -> Matrix {
    try withFolder { folder in
      let inputs = try Inputs(experiment(.init(), in: folder))
      let spaces = WeightedSpaces(space, part: part, isStochastic: false, inputsVary: false) { space, seed in
        SpaceBuilder(
          inputs: try space.inputs.map { try #require(inputs.features[$0]).matrix }, seed: seed, isFirstSeed: true)
      }
      return try spaces.rows(at: weight, seed: 0)
    }
  }

  private func concatenation(_ normalize: Concatenation.Normalization) -> Experiment.Space {
    .init(Concatenation(normalize: normalize), of: ["visual", "text"], name: "both")
  }

  @Test(arguments: [("text", 1.0, "text"), ("text", 0, "visual"), ("visual", 1, "visual"), ("visual", 0, "text")])
  func atItsEndsAConcatenationIsTheOnePartToTheBit(part: String, weight: Double, left: String) throws {
    let alone = Matrix(try #require(Self.features[left]))
    #expect(try rows(concatenation(.none), part: part, at: weight) == alone)
    #expect(try rows(concatenation(.l2), part: part, at: weight) == alone.l2Normalized())
  }

  /// Principal coordinates in as many dimensions as a part has keep the distances between its rows of unit length.
  @Test(arguments: [PCAAverage.Alignment.none, .procrustes])
  func atItsEndAPCAAverageHasTheDistancesOfTheOnePart(align: PCAAverage.Alignment) throws {
    let space = Experiment.Space(
      PCAAverage(dimensions: 4, align: align), of: ["visual", "text"], name: "average")
    let found = try rows(space, part: "text", at: 1)
    let alone = Matrix(try #require(Self.features["text"])).l2Normalized()
    func distance(_ rows: Matrix, _ first: Int, _ second: Int) -> Float {
      zip(rows.row(first), rows.row(second)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    for first in 0..<60 {
      for second in 0..<first { #expect(abs(distance(found, first, second) - distance(alone, first, second)) < 1e-5) }
    }
  }

  @Test func theOtherPartsShareTheRestInProportionToTheirWeights() throws {
    let space = Experiment.Space(
      Concatenation(normalize: .none, weights: [0.6, 0.2, 0.2]), of: ["visual", "text", "sound"], name: "three")
    let found = try rows(space, part: "text", at: 0.5).row(7)
    func scaled(_ name: String, _ factor: Float) -> [Float] { (Self.features[name]?[7] ?? []).map { $0 * factor } }
    let expected = scaled("visual", 0.375) + scaled("text", 0.5) + scaled("sound", 0.125)
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-6 } && found.count == 15)
    let alone = Matrix(try #require(Self.features["text"]))
    #expect(try rows(space, part: "text", at: 1) == alone)
  }

  // What a sweep finds

  @Test func aPartAtWeightOneScoresAsItsOwnSpace() throws {
    let spaces: [Experiment.Space] = [
      .init(name: "visual"), .init(name: "text"), concatenation(.none),
      .init(PCAAverage(dimensions: 4), of: ["visual", "text"], name: "average"),
    ]
    let found = try run(.init(weights: .init(values: [0, 0.5, 1])), spaces: spaces)
    let sweep = try #require(found.weights)
    #expect(
      sweep.clusterer == "kmeans" && sweep.seeds == [3, 4] && sweep.scores == ["kappa", "ari", "nmi", "accuracy"])
    #expect(sweep.lines.map(\.space) == ["both", "average"] && sweep.lines.allSatisfy { $0.part == "text" })
    let both = sweep.lines[0].points
    for (point, space) in [(both[0], "visual"), (both[1], "both"), (both[2], "text")] {
      let trials = found.run.trials.filter { $0.space == space && $0.clusterer == "kmeans" }
      for score in sweep.scores { #expect(point.values(of: score) == trials.map { $0.scores[score] ?? .nan }) }
    }
    // Different spaces: were they the same, the test would say nothing.
    #expect(both[0].values(of: "kappa") != both[2].values(of: "kappa"))
  }

  @Test func theRunsOwnKGivesTheRunsOwnScores() throws {
    let found = try run(.init(k: .init(of: ["text", "concatenation"], values: [1, 2, 3, 6], clusterer: "gmm")))
    let sweep = try #require(found.k)
    #expect(sweep.clusterer == "gmm" && sweep.scores.last == "silhouette" && found.weights == nil)
    for line in sweep.lines {
      #expect(line.points.map(\.setting) == [1, 2, 3, 6] && line.oneCluster == nil)
      let trials = found.run.trials.filter { $0.space == line.space && $0.clusterer == "gmm" }
      #expect(line.points[2].values(of: "kappa") == trials.map { $0.scores["kappa"] ?? .nan })
      #expect(line.points[2].values(of: nil) == trials.map { $0.objective?.value ?? .nan })
      // One cluster has no silhouette.
      #expect(line.points[0].values(of: "silhouette").allSatisfy { $0.isNaN })
      #expect(line.points[2].values(of: "silhouette").allSatisfy { (-1...1).contains($0) })
    }
  }

  @Test func moreClustersNeverRaiseTheShareOfTheInertia() throws {
    let found = try run(.init(k: .init(values: [1, 2, 3, 5, 9, 60])))
    let sweep = try #require(found.k)
    for line in sweep.lines {
      let one = try #require(line.oneCluster)
      #expect(abs(line.points[0].values(of: nil)[0] - one) <= 1e-6 * one)
      let means = line.points.map { $0.values(of: nil).reduce(0, +) / 2 }
      #expect(zip(means, means.dropFirst()).allSatisfy { $1 < $0 } && means[5] < 1e-4 * one)
    }
  }

  @Test(arguments: [1, 2, 4])
  func theThreadsMakeNoDifference(threads: Int) throws {
    let sweeps = Experiment.Sweeps(weights: .init(values: [0.2, 0.7]), k: .init(values: [2, 4]))
    let one = try Threads.$count.withValue(1) { try run(sweeps) }
    let several = try Threads.$count.withValue(threads) { try run(sweeps) }
    #expect(one.weights == several.weights && one.k == several.k && one.weights != nil && one.k != nil)
  }

  @Test func withoutLabelsTheSilhouetteIsSwept() throws {
    let found = try run(.init(weights: .init(values: [0, 1]), k: .init(values: [2])), labelled: false)
    #expect(found.weights?.scores == ["silhouette"] && found.k?.scores == ["silhouette"])
    #expect(found.weights?.lines[0].points[1].values(of: "silhouette").allSatisfy { $0.isFinite } == true)
  }

  @Test func nothingIsSweptUnlessAskedFor() throws {
    let found = try run(.init())
    #expect(found.weights == nil && found.k == nil)
    #expect(found.run.record.experiment["sweeps"] == nil)
  }

  @Test func whatAPartAloneCannotIsAGapWithANotice() throws {
    try withFolder { folder in
      var experiment = try experiment(.init(weights: .init(values: [0.5, 1])), in: folder)
      // Two different rows cannot form three clusters.
      try Samples.table((0..<60).map { [Float($0 % 2), 1] }, to: folder + "/text.csv")
      experiment.spaces = [.init(name: "visual"), concatenation(.l2)]
      experiment.clusterers = [.init(KMeans(clusters: 3), name: "kmeans")]
      let out = RunFolder(path: folder + "/out")
      let run = try Runner(experiment, into: out).run()
      let line = try #require(try out.sweep(.weights)?.lines.first)
      #expect(line.points[0].values(of: "kappa").allSatisfy { $0.isFinite })
      #expect(line.points[1].values(of: "kappa").allSatisfy { $0.isNaN })
      let notices = run.record.notices.filter { $0.kind == "sweep-gap" }
      #expect(notices.count == 1 && notices[0].message.contains("weight of text 1:"))
    }
  }

  // What cannot be swept

  private func error(_ sweeps: Experiment.Sweeps, spaces: [Experiment.Space]? = nil) throws -> RunError.Reason? {
    try withFolder { folder in
      let experiment = try experiment(sweeps, spaces: spaces, in: folder)
      let error = #expect(throws: RunError.self) {
        try Runner(experiment, into: RunFolder(path: folder + "/out")).run()
      }
      #expect(!FileManager.default.fileExists(atPath: folder + "/out"), "found before the folder is made")
      return error?.reason
    }
  }

  @Test func whatASweepNamesMustBeThere() throws {
    let spaces = ["concatenation", "pca-average"]
    #expect(
      try error(.init(weights: .init(of: ["text"])))
        == .unknownInSweep(sweep: "weights", kind: "fused space", name: "text", known: spaces))
    #expect(
      try error(.init(weights: .init(part: "sound")))
        == .unknownInSweep(sweep: "weights", kind: "part of concatenation", name: "sound", known: ["visual", "text"]))
    #expect(
      try error(.init(k: .init(clusterer: "gm")))
        == .unknownInSweep(sweep: "k", kind: "clusterer", name: "gm", known: ["kmeans", "gmm"]))
    #expect(
      try error(.init(weights: .init()), spaces: [.init(name: "text")])
        == .nothingToSweep(what: "weights", missing: "fused spaces with weights"))
    #expect(try error(.init(k: .init(values: [2, 61]))) == .tooManyClusters(asked: 61, items: 60))
  }

  @Test func valuesAroundKAreOrderedAndAtLeastTwo() {
    #expect(Experiment.KSweep.around(9) == [3, 5, 6, 9, 14, 18, 27])
    #expect(Experiment.KSweep.around(1) == [2, 3])
    #expect(Experiment.WeightSweep.steps(5) == [0, 0.25, 0.5, 0.75, 1])
  }
}
