import Clustering
import Core
import Foundation
import Matrices
import Stages
import TestSupport
import Testing

/// Trees and cuts, held against SciPy's (Fixtures/make_agglomerative.py) and against the definition.
@Suite struct AgglomerativeTests {
  struct Fixture: Decodable {
    struct Case: Decodable {
      let name, linkage, metric: String
      let rows: [[Double]]
      let tree: [[Double]]
      let cuts: [String: [Int32]]
    }

    let cases: [Case]

    static func load() throws -> Fixture {
      let url = try #require(
        Bundle.module.url(forResource: "agglomerative", withExtension: "json", subdirectory: "Fixtures"))
      return try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url))
    }
  }

  private func method(_ linkage: String, _ metric: String, _ clusters: Int) throws -> Agglomerative {
    Agglomerative(
      clusters: clusters, linkage: try #require(.init(rawValue: linkage)), metric: try #require(.init(rawValue: metric))
    )
  }

  @Test func treesAndCutsAreThoseOfSciPy() throws {
    let cases = try Fixture.load().cases
    #expect(cases.count > 20)
    for each in cases {
      let place = Comment(rawValue: "\(each.name) \(each.linkage) \(each.metric)")
      let rows = Matrix(each.rows.map { $0.map(Float.init) })
      let fit = try method(each.linkage, each.metric, 1).cluster(rows, seed: 0)
      let tree = try #require(fit.tree)
      #expect(tree.rows == each.tree.count && tree.columns == 4, place)
      for (row, merge) in each.tree.enumerated() {
        #expect(abs(Double(tree[row, 2]) - merge[2]) <= 1e-6 * merge[2] + 1e-14, place)
        if each.metric == "euclidean" || each.name == "nearly parallel" {
          #expect(tree[row, 0] == Float(merge[0]) && tree[row, 1] == Float(merge[1]), place)
          #expect(tree[row, 3] == Float(merge[3]), place)
        }
      }
      for (k, labels) in each.cuts {
        let cut = try method(each.linkage, each.metric, try #require(Int(k))).cluster(rows, seed: 0)
        #expect(cut.partition.labels == labels, place)
        #expect(cut.partition.clusters == Int(k), place)
      }
    }
  }

  /// Each merge, at its time, is of two clusters than which none are nearer.
  @Test(arguments: Agglomerative.Linkage.allCases)
  func everyMergeIsOfTheNearest(linkage: Agglomerative.Linkage) throws {
    var stream = Seed(3).stream("grid")
    // A grid with twins: ties are the rule.
    let points = (0..<40).map { _ in (0..<2).map { _ in Double(stream.integer(below: 4)) } }
    let fit = try Agglomerative(clusters: 1, linkage: linkage).cluster(
      Matrix(points.map { $0.map(Float.init) }), seed: 0)
    let tree = try #require(fit.tree)
    var members = points.indices.map { [$0] }
    var alive = Set(points.indices)
    for row in 0..<tree.rows {
      let (left, right) = (Int(tree[row, 0]), Int(tree[row, 1]))
      func between(_ one: Int, _ other: Int) -> Double { distance(points, members[one], members[other], linkage) }
      let own = between(left, right)
      #expect(abs(own - Double(tree[row, 2])) < 1e-5)
      let least = alive.flatMap { one in alive.filter { $0 > one }.map { between(one, $0) } }.min() ?? 0
      #expect(own <= least + 1e-6)
      alive.subtract([left, right])
      members.append(members[left] + members[right])
      alive.insert(members.count - 1)
    }
  }

  /// The distance of two clusters by its definition.
  private func distance(
    _ points: [[Double]], _ one: [Int], _ other: [Int], _ linkage: Agglomerative.Linkage
  ) -> Double {
    func square(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } }
    let pairs = one.flatMap { a in other.map { square(points[a], points[$0]).squareRoot() } }
    switch linkage {
    case .single: return pairs.min() ?? 0
    case .complete: return pairs.max() ?? 0
    case .average: return pairs.reduce(0, +) / Double(pairs.count)
    case .ward:
      func mean(_ items: [Int]) -> [Double] {
        points[0].indices.map { column in items.reduce(0) { $0 + points[$1][column] } / Double(items.count) }
      }
      let (a, b) = (Double(one.count), Double(other.count))
      return (2 * a * b / (a + b) * square(mean(one), mean(other))).squareRoot()
    }
  }

  @Test(arguments: [(2, 3), (17, 1), (300, 2), (700, 40)])
  func wardWithoutDistancesOfAllPairsIsTheSame(rows: Int, columns: Int) {
    let matrix = randomRows(rows, columns, seed: 8)
    let byMeans = Dendrogram(WardCenters(matrix).merge(), items: rows)
    let byPairs = Dendrogram(
      MergeChain(PairDistances(MeasuredRows(matrix, isCosine: false)), .ward).merge(), items: rows)
    #expect(zip(byMeans.nodes, byPairs.nodes).allSatisfy { $0.left == $1.left && $0.right == $1.right })
    #expect(zip(byMeans.distances, byPairs.distances).allSatisfy { abs($0 - $1) <= 1e-6 * $1 })
  }

  /// Rows in a narrow cone, so that directions rounded to `Float` would have lost half of the digits.
  @Test(arguments: [false, true]) func manyRowsByProductsHaveTheDistancesOfDifferences(isCosine: Bool) {
    let matrix = randomRows(1500, 2000, groups: 5, seed: 9, offset: isCosine ? 10_000 : 100)
    let measured = MeasuredRows(matrix, isCosine: isCosine)
    let found = DistanceMatrix(measured)
    var stream = Seed(1).stream("pairs")
    for _ in 0..<2000 {
      let (one, other) = (stream.integer(below: 1500), stream.integer(below: 1500))
      guard one != other else { continue }
      let square = measured.withMeasure { $0.square(one, other) }
      let value = found.distance(one, other)
      let known = isCosine ? square / 2 : square.squareRoot()
      #expect(abs(value - known) <= 5e-6 * value)
    }
  }

  /// The numbers of rows are whole vectors, one more, and a power of two; half of the places get lost on the way.
  @Test(arguments: [Agglomerative.Linkage.ward, .average, .complete], [96, 97, 1024])
  func distancesHeldTwiceMergeLikeThoseHeldOnce(linkage: Agglomerative.Linkage, rows: Int) {
    let measured = MeasuredRows(randomRows(rows, 12, groups: 7, seed: 5), isCosine: false)
    let twice = Dendrogram(MergeChain(DistanceMatrix(measured), linkage).merge(), items: rows)
    let once = Dendrogram(MergeChain(PairDistances(measured), linkage).merge(), items: rows)
    // Merges that differ by less than a product shows may change places.
    #expect(zip(twice.distances, once.distances).allSatisfy { abs($0 - $1) <= 1e-5 * $1 })
    for clusters in [2, 7, rows / 4, rows / 2] {
      #expect(twice.labels(clusters: clusters) == once.labels(clusters: clusters), "\(clusters) clusters")
    }
  }

  @Test func equalRowsInManyColumnsMergeFirst() {
    let measured = MeasuredRows(Matrix((0..<70).map { [Float($0 % 7), 1, 2] }), isCosine: false)
    for linkage in [Agglomerative.Linkage.ward, .average, .complete] {
      let tree = Dendrogram(MergeChain(DistanceMatrix(measured), linkage).merge(), items: 70)
      #expect(tree.distances.filter { $0 == 0 }.count == 63)
      #expect(tree.labels(clusters: 7) == (0..<70).map { Int32($0 % 7) })
    }
  }

  @Test(arguments: Agglomerative.Linkage.allCases)
  func threadsChangeNothing(linkage: Agglomerative.Linkage) throws {
    let rows = randomRows(1200, 60, seed: 4)
    let fits = try [1, 2, 4].map { threads in
      try Threads.$count.withValue(threads) { try Agglomerative(clusters: 6, linkage: linkage).cluster(rows, seed: 1) }
    }
    #expect(fits.allSatisfy { $0.partition == fits[0].partition && $0.tree == fits[0].tree })
  }

  @Test func aDistanceFindsItsNumberOfClusters() throws {
    let rows = Matrix([[0], [1], [10], [11], [30]])
    for (distance, labels) in [
      (0.5, [0, 1, 2, 3, 4]), (1, [0, 0, 1, 1, 2]), (12, [0, 0, 0, 0, 1]), (40, [0, 0, 0, 0, 0]),
    ]
      as [(Double, [Int32])]
    {
      let fit = try Agglomerative(linkage: .single, distance: distance).cluster(rows, seed: 0)
      #expect(fit.partition.labels == labels, "\(distance)")
      #expect(fit.partition.clusters == Int(labels.max() ?? 0) + 1)
    }
    #expect(Agglomerative(distance: 3).findsClusters && !Agglomerative(clusters: 3).findsClusters)
  }

  @Test(
    arguments: [
      (0.5, "distance = 1 gives 3 clusters"), (40, "gives 2 clusters"), (1, nil), (12, nil),
    ] as [(Double, String?)]) func aDistanceThatJoinsAllOrNoneHasANote(distance: Double, way: String?) throws
  {
    let rows = Matrix([[0], [1], [10], [11], [30]])
    let found = try Agglomerative(linkage: .single, distance: distance).cluster(rows, seed: 0)
    guard let way else {
      #expect(found.notices.isEmpty)
      return
    }
    let note = try #require(found.notices.first?.message)
    let match = try #require(note.firstMatch(of: /; distance = ([0-9.e+-]+) gives (\d) clusters/))
    let better = try Agglomerative(linkage: .single, distance: Double(match.1)).cluster(rows, seed: 0)
    #expect(better.partition.clusters == Int(match.2) && better.notices.isEmpty)
    #expect(found.partition.clusters == 1 ? note.contains(way) : better.partition.clusters == 3)
    let even = try Agglomerative(linkage: .single, distance: 0.5).cluster(Matrix([[0], [1], [2]]), seed: 0)
    #expect(even.notices.first?.message.contains("all merges have the same distance") == true)
  }

  @Test func strangeSettingsAndRowsAreErrors() throws {
    let rows = Matrix([[0, 1], [2, 3], [0, 0]])
    let ward = #expect(throws: StageError.self) {
      try Agglomerative(clusters: 2, metric: .cosine).cluster(rows, seed: 0)
    }
    #expect(ward?.hint.contains("average") == true)
    #expect(throws: StageError.self) { try Agglomerative(clusters: 2, distance: 1).cluster(rows, seed: 0) }
    #expect(throws: StageError.self) { try Agglomerative().cluster(rows, seed: 0) }
    #expect(throws: ClusteringError(.tooFewRows(clusters: 4, rows: 3))) {
      try Agglomerative(clusters: 4).cluster(rows, seed: 0)
    }
    #expect(throws: ClusteringError(.zeroRows(count: 1))) {
      try Agglomerative(clusters: 2, linkage: .average, metric: .cosine).cluster(rows, seed: 0)
    }
    #expect(throws: ClusteringError.self) {
      try Agglomerative(clusters: 2, linkage: .average).check(Shape(rows: 10_000_000, columns: 2))
    }
  }

  @Test(arguments: Agglomerative.Linkage.allCases)
  func oneRowAndEqualRowsAreClusteredAsFarAsTheyDiffer(linkage: Agglomerative.Linkage) throws {
    let one = try Agglomerative(clusters: 1, linkage: linkage).cluster(Matrix([[1, 2]]), seed: 0)
    #expect(one.partition.labels == [0] && one.tree == nil)
    let rows = Matrix(Array(repeating: [1, 2], count: 7))
    let equal = try Agglomerative(clusters: 1, linkage: linkage).cluster(rows, seed: 0)
    #expect(equal.partition.clusters == 1 && (0..<6).allSatisfy { equal.tree?[$0, 2] == 0 })
    #expect(throws: ClusteringError(.tooFewDistinctRows(clusters: 3, distinct: 1))) {
      try Agglomerative(clusters: 3, linkage: linkage).cluster(rows, seed: 0)
    }
  }
}
