import Clustering
import Core
import Foundation
import Matrices
import Stages
import Testing

@Suite struct HDBSCANTests {
  typealias Fixture = HDBSCANFixture

  /// hdbscan's own tree, so that the order of equal edges does not matter.
  @Test(arguments: HDBSCANFixture.shared.sets.indices) func hdbscansTreeGivesItsClusters(set: Int) throws {
    let set = Fixture.shared.sets[set]
    for (number, expected) in set.cases.enumerated() {
      let method = try expected.method()
      let condensed = CondensedTree(linkage(set.tree(number)), smallest: method.minClusterSize)
      let chosen = method.clusters(of: condensed)
      let (labels, strengths) = condensed.labels(chosen, epsilon: method.selectionEpsilon)
      #expect(labels == expected.labels, "\(set.name) \(method.settings)")
      for (found, known) in zip(strengths, expected.strengths) { #expect(abs(Double(found) - known) < 1e-5) }
      for (found, known) in zip(condensed.outlierScores, expected.outlierScores) {
        #expect(abs(Double(found) - known) < 1e-5)
      }
    }
  }

  @Test(arguments: HDBSCANFixture.shared.sets.indices) func wholeRunsAgreeWithHdbscan(set: Int) throws {
    let set = Fixture.shared.sets[set]
    for (number, expected) in set.cases.enumerated() {
      let found = try expected.method().cluster(Matrix(set.rows), seed: Seed(0))
      let tree = try #require(found.tree)
      for (row, merge) in set.tree(number).enumerated() {
        #expect(abs(Double(tree[row, 2]) - merge[2]) <= 1e-6 * merge[2], "\(set.name)")
      }
      // In rows without structure the order of equal edges decides.
      guard set.name != "uniform" else { continue }
      #expect(adjustedRandIndex(found.partition.labels, expected.labels) >= 0.98, "\(set.name) \(expected.settings)")
      #expect(abs(found.partition.clusters - Int((expected.labels.max() ?? -1) + 1)) <= 1)
    }
  }

  @Test(arguments: HDBSCANFixture.shared.sets.indices) func newRowsFindTheirPlaceAsInHdbscan(set: Int) throws {
    let set = Fixture.shared.sets[set]
    for expected in set.cases {
      guard let new = expected.new, let labels = expected.newLabels, let strengths = expected.newStrengths else {
        continue
      }
      let method = try expected.method()
      let measured = MeasuredRows(Matrix(set.rows), isCosine: false)
      let tree = SpanningTree.of(measured, neighbor: method.minClusterSize)
      let condensed = CondensedTree(linkage(set.tree(0)), smallest: method.minClusterSize)
      let chosen = method.clusters(of: condensed)
      let fitted = condensed.labels(chosen, epsilon: 0)
      let model = HDBSCANModel(
        rows: measured, cores: tree.innerCores, tree: condensed, chosen: chosen,
        partition: Partition(labels: fitted.labels, clusters: chosen.count), strengths: fitted.strengths,
        neighbors: method.effectiveSamples(rows: set.rows.count))
      #expect(try model.predict(Matrix(new)).labels == labels, "\(set.name)")
      let found = try #require(try model.strengths(Matrix(new)))
      for (found, known) in zip(found, strengths) {
        #expect(abs(Double(found) - known) < 1e-5, "\(set.name)")
      }
    }
  }

  @Test(arguments: [3, 20], [DensityMetric.euclidean, .cosine])
  func theOrderOfTheRowsDoesNotMatterWithoutTies(columns: Int, metric: DensityMetric) throws {
    let rows = blobs(rows: 400, columns: columns, clusters: 4, seed: Seed(3))
    var stream = Seed(5).stream("order")
    let order = stream.sample(rows.rows, of: rows.rows)
    let method = HDBSCAN(minClusterSize: 10, minSamples: 1, metric: metric)
    let straight = try method.cluster(rows, seed: Seed(0))
    let turned = try method.cluster(rows.selecting(rows: order), seed: Seed(0))
    #expect(adjustedRandIndex(turned.partition.labels, order.map { straight.partition.labels[$0] }) == 1)
    #expect(turned.strengths == order.map { straight.strengths![$0] })
  }

  /// Rows of any length in nearly one direction, whose digits `Float` would lose.
  @Test(arguments: [0, 40]) func cosineDistancesAreExactAtAnyMagnitude(exponent: Int) throws {
    let angles = (0..<60).map { 1 + 1e-4 * Double($0 * $0) }
    let length = Double(sign: .plus, exponent: exponent, significand: 1)
    let rows = angles.enumerated().map { row, angle in
      [cos(angle), sin(angle)].map { length * Double(1 << (row % 4)) * Double(Float($0)) }
    }
    let found = try HDBSCAN(minClusterSize: 5, minSamples: 1, metric: .cosine).cluster(
      Matrix(exactly: rows), seed: Seed(0))
    // The distance of neighbours along the arc, from the cross product: 1 − cos = 1 − √(1 − sin²).
    let known = zip(rows, rows.dropFirst()).map { one, other in
      let cross = one[0] * other[1] - one[1] * other[0]
      let sine = cross / (hypot(one[0], one[1]) * hypot(other[0], other[1]))
      return sine * sine / (1 + (1 - sine * sine).squareRoot())
    }
    let tree = try #require(found.tree)
    let weights = (0..<tree.rows).map { Double(tree[$0, 2]) }
    #expect(weights.count == known.count)
    #expect(zip(weights, known.sorted()).allSatisfy { abs($0 - $1) <= 1e-6 * $1 })
  }

  @Test func aLimitThatLeavesNoClusterIsNamed() throws {
    let rows = blobs(rows: 200, columns: 4, clusters: 3, seed: Seed(8))
    let free = try HDBSCAN(minClusterSize: 5).cluster(rows, seed: 0).partition.clusters
    let found = try HDBSCAN(minClusterSize: 5, selection: .eom, maxClusterSize: 5).cluster(rows, seed: 0)
    if found.partition.clusters == 0 {
      let note = try #require(found.notices.first?.message)
      #expect(
        note.contains("max-cluster-size = 5") && note.contains("without max-cluster-size it finds \(free) cluster"))
    }
    let error = #expect(throws: StageError.self) {
      try HDBSCAN(minClusterSize: 6, maxClusterSize: 5).cluster(rows, seed: 0)
    }
    #expect(error?.description.contains("at least 6 rows") == true && error?.description.contains("at most 5") == true)
  }

  @Test func aRowMayCountAsItsOwnNeighbour() throws {
    let rows = blobs(rows: 200, columns: 4, clusters: 3, seed: Seed(8))
    let counted = try HDBSCAN(minSamples: 6, coreCountsSelf: true).cluster(rows, seed: Seed(0))
    let others = try HDBSCAN(minSamples: 5).cluster(rows, seed: Seed(0))
    #expect(counted.partition == others.partition && counted.tree == others.tree)
  }

  @Test func equalRowsHaveFiniteNumbers() throws {
    let rows = Matrix((0..<90).map { row in [[0, 1, 5][row / 30], [0, 2, 9][row / 30]] })
    let found = try HDBSCAN(selection: .leaf).cluster(rows, seed: Seed(0))
    #expect(found.strengths?.allSatisfy { (0...1).contains($0) } ?? false)
    #expect(found.outlierScores?.allSatisfy { (0...1).contains($0) } ?? false)
    #expect(adjustedRandIndex(found.partition.labels, (0..<90).map { Int32($0 / 30) }) == 1)
  }

  /// The labels are those of hdbscan 0.8.44: a distance of 0 lies below any `selection-epsilon`, and above it none.
  @Test(
    arguments: [
      (0.0, [10, 20, 40], [-1, -1, -1]), (0.3, [10, 20, 40], [-1, -1, -1]), (6, [10, 20, 40], [-1, -1, -1]),
      (60, [10, 20, 40], [0, 0, 0]), (0, [1, 2, 3, 4, 40], [-1, -1, -1, -1, -1]),
      (0.3, [0.5, 1.5, 2.7, 100], [-1, -1, -1, -1]),
      (6, [0.5, 1.5, 2.7, 100], [0, 0, 0, -1]), (0.3, [], []),
    ] as [(Double, [Float], [Int32])])
  func equalRowsAreNearerThanAnyEpsilon(epsilon: Double, others: [Float], labels: [Int32]) throws {
    let rows = [Float](repeating: 0, count: 20) + others
    let method = HDBSCAN(minSamples: 2, selectionEpsilon: epsilon, allowSingleCluster: true)
    let found = try method.cluster(Matrix(rows.map { [$0] }), seed: Seed(0))
    #expect(found.partition.labels == [Int32](repeating: 0, count: 20) + labels)
    #expect(found.strengths?.prefix(20).allSatisfy { $0 == 1 } == true)
    #expect(found.condensedTree.map { tree in (0..<tree.rows).allSatisfy { tree[$0, 2].isFinite } } == true)
  }

  /// Clusters that part at a distance of 0 are joined below any `selection-epsilon`, also where it is less than all others.
  @Test func clustersOfEqualRowsAreNotPartedBelowEpsilon() throws {
    // Two sides of equal rows that merge at 0, and a third side far away.
    let sizes: [(Int32, Int32, Double)] = [
      (0, 1, 0), (2, 3, 0), (4, 5, 0), (8, 9, 0), (10, 11, 5), (6, 7, 5), (12, 13, 20),
    ]
    var count = [Int32](repeating: 1, count: 8)
    let merges = sizes.map { left, right, distance in
      count.append(count[Int(left)] + count[Int(right)])
      return SingleLinkage.Merge(left: left, right: right, distance: distance, size: count[count.count - 1])
    }
    let tree = CondensedTree(SingleLinkage(rows: 8, merges: merges), smallest: 2)
    func labels(_ epsilon: Double) -> [Int32] {
      let method = HDBSCAN(minClusterSize: 2, selection: .leaf, selectionEpsilon: epsilon)
      return tree.labels(method.clusters(of: tree), epsilon: epsilon).labels
    }
    let apart = labels(0)
    #expect(apart[0] == apart[1] && apart[2] == apart[3] && apart[0] != apart[2])
    let joined = labels(0.01)
    #expect(Set(joined[0..<4]).count == 1 && joined[0] != joined[4] && joined[0] >= 0)
  }

  @Test func allNoiseIsSaidWithAWayOut() throws {
    let found = try HDBSCAN(minClusterSize: 15).cluster(
      Matrix([[Float]](repeating: [1, 2], count: 20)), seed: Seed(0))
    #expect(found.partition.labels.allSatisfy { $0 == Partition.noise })
    #expect(found.notices.map(\.kind) == ["all-noise"])
    let single = try HDBSCAN(minClusterSize: 15, allowSingleCluster: true).cluster(
      Matrix([[Float]](repeating: [1, 2], count: 20)), seed: Seed(0))
    #expect(single.partition.clusters == 1 && single.notices.isEmpty)
  }

  @Test func theWaysOutOfNoiseAreThoseThatAreLeft() throws {
    let rows = Matrix((0..<6).map { [Float($0 * $0)] })
    func note(_ method: HDBSCAN) throws -> String? {
      try method.cluster(rows, seed: Seed(0)).notices.first { $0.kind == "all-noise" }?.message
    }
    #expect(
      try note(HDBSCAN(minClusterSize: 6))?.hasSuffix(
        "; a smaller min-cluster-size or a smaller min-samples or allow-single-cluster may find some") == true)
    #expect(
      try note(HDBSCAN(minClusterSize: 6, minSamples: 1, selection: .leaf))?.hasSuffix(
        "; a smaller min-cluster-size may find some") == true)
  }

  @Test func settingsThatAreLoweredOrNotReadAreNamed() throws {
    let rows = Matrix((0..<60).map { [Float($0 % 7), Float($0)] })
    func notes(_ method: HDBSCAN) throws -> [String] {
      try method.cluster(rows, seed: Seed(0)).notices.filter { $0.kind != "all-noise" }.map(\.message)
    }
    #expect(
      try notes(HDBSCAN(minSamples: 1000)) == [
        "hdbscan took min-samples = 59, not 1,000: a row has no more neighbours among 60 rows"
      ])
    #expect(try notes(HDBSCAN(minSamples: 59)).isEmpty && notes(HDBSCAN(minSamples: 60, coreCountsSelf: true)).isEmpty)
    #expect(
      try notes(HDBSCAN(selection: .leaf, allowSingleCluster: true)) == [
        "hdbscan with selection = leaf does not read allow-single-cluster, which is for eom"
      ])
    #expect(try notes(HDBSCAN(selection: .leaf)).isEmpty)
    #expect(try notes(HDBSCAN(selection: .leaf, selectionEpsilon: 0.5, allowSingleCluster: true)).isEmpty)
  }

  @Test func rowsThatCannotBeClusteredAreErrors() throws {
    #expect(throws: ClusteringError(.rowsBelowClusterSize(minClusterSize: 5, rows: 4))) {
      try HDBSCAN().cluster(Matrix([[1], [2], [3], [4]]), seed: Seed(0))
    }
    #expect(throws: ClusteringError(.zeroRows(count: 1))) {
      try HDBSCAN(minClusterSize: 2, metric: .cosine).cluster(Matrix([[1, 2], [0, 0], [3, 4]]), seed: Seed(0))
    }
    #expect(throws: StageError.self) { try HDBSCAN(minClusterSize: 1).cluster(Matrix([[1], [2]]), seed: Seed(0)) }
  }

  private func linkage(_ tree: [[Double]]) -> SingleLinkage {
    SingleLinkage(
      rows: tree.count + 1,
      merges: tree.map { .init(left: Int32($0[0]), right: Int32($0[1]), distance: $0[2], size: Int32($0[3])) })
  }
}
