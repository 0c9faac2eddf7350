import Core
import Foundation
import Matrices
import Scores
import Stages
import TestSupport
import Testing

/// The laws of every clusterer.
@Suite struct ClustererLaws {
  typealias Kind = Method<any Clusterer.Type>

  private static let rows = Samples.groups(rows: 240, columns: 5, classes: 3, spread: 0.2, seed: 11)
  /// Three far groups, which every clusterer finds.
  private static let truth = named((0..<240).map { Int32($0 % 3) })

  private static func named(_ values: [Int32]) -> LabelSet {
    LabelSet(name: "group", classes: ["a", "b", "c"], values: values)
  }

  /// The agreement over the rows that are not noise, which a tenth may be.
  private static func agreement(_ partition: Partition, _ truth: LabelSet) throws -> Double {
    let isNoise = partition.labels.map { $0 == Partition.noise }
    #expect(isNoise.count(where: \.self) * 10 <= isNoise.count)
    let values = zip(truth.values, isNoise).map { $1 ? LabelSet.unlabelled : $0 }
    return try AdjustedRandIndex().score(partition, truth: named(values))
  }

  @Test(arguments: Kind.all) func theSameSeedGivesTheSameBitsOnAnyNumberOfThreads(kind: Kind) throws {
    let matrix = Matrix(Samples.groups(rows: 3_000, columns: 6, classes: 4, spread: 2, seed: 5))
    func cluster(_ threads: Int) throws -> Clustering {
      try Threads.$count.withValue(threads) { try kind.forming(5).cluster(matrix, seed: Seed(2)) }
    }
    let one = try cluster(1)
    for threads in [2, 4] {
      let other = try cluster(threads)
      #expect(other.partition.labels == one.partition.labels && other.objective == one.objective)
      #expect(other.strengths == one.strengths && other.history == one.history)
    }
  }

  @Test(arguments: Kind.all) func farGroupsAreFoundInAnyOrderOfTheRows(kind: Kind) throws {
    var stream = Seed(3).stream("order")
    let order = stream.sample(240, of: 240)
    let straight = try kind.forming(3).cluster(Matrix(Self.rows), seed: Seed(0))
    let turned = try kind.forming(3).cluster(Matrix(order.map { Self.rows[$0] }), seed: Seed(0))
    #expect(try Self.agreement(straight.partition, Self.truth) == 1)
    #expect(try Self.agreement(turned.partition, Self.named(order.map { Int32($0 % 3) })) == 1)
    #expect(straight.partition.clusters == 3 && straight.partition.labels.count == 240)
  }

  /// Data in another unit fall into the same clusters.
  @Test(arguments: Kind.all, [8 as Float, 0.125]) func theUnitDoesNotMatter(kind: Kind, factor: Float) throws {
    let plain = try kind.forming(3).cluster(Matrix(Self.rows), seed: Seed(0)).partition
    let scaled = Matrix(Self.rows.map { row in row.map { $0 * factor } })
    let found = try kind.forming(3).cluster(scaled, seed: Seed(0)).partition
    #expect(try Self.agreement(found, Self.named(plain.labels)) == 1)
  }

  @Test(arguments: Kind.all) func aModelGivesTheRowsOfItsFitTheirLabels(kind: Kind) throws {
    let matrix = Matrix(Self.rows)
    let found = try kind.forming(3).cluster(matrix, seed: Seed(1))
    guard let model = found.model else { return }
    #expect(try model.predict(matrix).labels == found.partition.labels)
    #expect(throws: (any Error).self) { try model.predict(Matrix([[1, 2]])) }
  }

  /// Plain rows, and rows that are narrow beside their offset.
  @Test(arguments: Kind.all, [0, 1e9]) func aStoredModelIsTheSame(kind: Kind, offset: Double) throws {
    let values = Self.rows.map { row in row.map { offset + Double($0) } }
    let matrix = Matrix.storing(rows: values.count, columns: values[0].count) { range, target in
      for (index, row) in range.enumerated() {
        for (column, value) in values[row].enumerated() { target[index * values[0].count + column] = value }
      }
    }
    let method = kind.forming(3)
    guard let model = try method.cluster(matrix, seed: Seed(1)).model, let stored = model.stored else { return }
    let again = try #require(try method.model(of: stored))
    #expect(try again.predict(matrix) == model.predict(matrix) && again.stored == stored)
    let strengths = try model.strengths(matrix)
    #expect(try again.strengths(matrix) == strengths && strengths?.allSatisfy { (0...1).contains($0) } ?? true)
    for name in stored.entries.keys where !["exponent", "origin"].contains(name) {
      var damaged = stored
      damaged[name] = nil
      #expect(throws: StoredArraysError.self) { try method.model(of: damaged) }
      damaged[name] = .init([1, 2, 3], shape: [1, 3, 1])
      #expect(throws: StoredArraysError.self) { try method.model(of: damaged) }
    }
  }

  @Test(arguments: Kind.all) func aClustererWithoutChanceDoesNotDependOnTheSeed(kind: Kind) throws {
    let method = kind.forming(3)
    guard !method.isStochastic else { return }
    let matrix = Matrix(Samples.groups(rows: 200, columns: 4, classes: 3, spread: 3, seed: 8))
    let first = try method.cluster(matrix, seed: Seed(0)).partition
    #expect(try method.cluster(matrix, seed: Seed(1)).partition.labels == first.labels)
  }

  @Test(arguments: Kind.all) func workSharedBetweenSeedsAndSettingsChangesNothing(kind: Kind) throws {
    let matrix = Matrix(Samples.groups(rows: 200, columns: 4, classes: 3, spread: 3, seed: 8))
    let shared = SharedWork()
    for (clusters, seed) in [(3, 0), (4, 0), (3, 1), (4, 1)] {
      let method = kind.forming(clusters)
      let apart = try method.cluster(matrix, seed: Seed(UInt64(seed))).partition
      #expect(try method.cluster(matrix, StageContext(seed: Seed(UInt64(seed)), shared: shared)).partition == apart)
    }
  }

  /// Few, equal and zero rows are clustered or are an error that explains itself.
  @Test(arguments: Kind.all) func poorRowsAreNoTrap(kind: Kind) throws {
    let poor: [[[Float]]] = [
      [[1, 2, 3]], [[1, 2], [1, 2]], [[Float]](repeating: [0, 0, 0], count: 30), [[1], [2], [3]],
      [[1e30, -1e30], [-1e30, 1e30], [0, 1]], [[.nan, 1], [2, 3], [4, 5]], [[.infinity, 1], [2, 3], [4, 5]],
    ]
    for rows in poor {
      do {
        let method = kind.forming(2)
        try method.check(Matrix(rows))
        let found = try method.cluster(Matrix(rows), seed: Seed(0))
        #expect(found.partition.labels.count == rows.count)
        let isFinite = rows.joined().allSatisfy { $0.isFinite }
        #expect(isFinite, "\(rows) was clustered")
      } catch let error as any ExplainedError {
        #expect(!error.failure.isEmpty && !error.cause.isEmpty && !error.hint.isEmpty)
      }
    }
  }

  @Test(arguments: Kind.all) func theRefitIsTheSameMethodAndNoDearer(kind: Kind) throws {
    let method = kind.forming(3)
    let refit = method.forRefits
    #expect(refit.kind == method.kind && refit.clusterCount == method.clusterCount)
    let shape = Shape(rows: 1_000, columns: 20)
    if let own = method.cost(shape), let cheap = refit.cost(shape) { #expect(cheap.operations <= own.operations) }
  }
}
