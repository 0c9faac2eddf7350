import Clustering
import Core
import Matrices
import Stages
import Testing

/// Rows whose nearest centers products cannot tell apart: the labels are those of a textbook implementation in `Double`.
@Suite struct ExactKMeansTests {
  /// Rows, and the rows from which the iterations start.
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let points: [[Double]]
    let start: [Int]
  }

  static let cases: [Case] = [
    twoScales(clusters: 4, columns: 2), twoScales(clusters: 4, columns: 80), twoScales(clusters: 40, columns: 3),
    sentinels(count: 1, value: 1e7, clusters: 5, columns: 8),
    sentinels(count: 7, value: -99_999, clusters: 20, columns: 70),
    sentinels(count: 2, value: 3e14, clusters: 6, columns: 4),
    clumps(distance: 1e12, clusters: 5, columns: 3), clumps(distance: -1e9, clusters: 6, columns: 72),
    clumps(distance: 3e11, clusters: 34, columns: 2), zeros(clusters: 6), zeros(clusters: 24),
    grid(side: 9, clusters: 5),
    grid(side: 12, clusters: 18), repeated(clusters: 6), onBisectors(clusters: 4, columns: 2, gap: 1e-9),
    onBisectors(clusters: 20, columns: 64, gap: 1e-7), onBisectors(clusters: 3, columns: 128, gap: 1e-8),
    lonely(clusters: 20),
  ]

  /// Beside a fill value the squared distances of all other rows are below what `Float` holds: a refusal that names its place.
  @Test(
    arguments: [
      KMeans(clusters: 4), MiniBatchKMeans(clusters: 4), BalancedKMeans(clusters: 4), GaussianMixture(clusters: 4),
    ] as [any Clusterer])
  func aFillValueIsNamed(method: any Clusterer) throws {
    var stream = Seed(5).stream("fill")
    var rows = (0..<120).map { row in [Double(row % 3), 1 + 0.01 * stream.gaussian(), 0.01 * stream.gaussian()] }
    rows[70][1] = 1e37
    let error = #expect(throws: ClusteringError.self) { try method.cluster(Matrix(exactly: rows), seed: 0) }
    guard case .vanishingDistances(4, _, 70, 1, let value) = error?.reason else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(abs(value / 1e37 - 1) < 1e-6)
    #expect(error?.cause.hasPrefix("row 70, column 1 has 1e+37, beside which") == true, "\(error?.cause ?? "")")
  }

  @Test(arguments: [300.0, 1e3, 1e4, 1e6, -1e5])
  func directionsFarFromTheOriginAreClusteredByTheirAngles(offset: Double) throws {
    // Three clumps of rows that all point nearly the same way.
    var stream = Seed(3).stream("directions")
    let shifts: [[Double]] = [[0, 0, 0, 0], [6, 0, 0, 3], [0, 6, 3, 0]]
    let truth = (0..<90).map { Int32($0 % 3) }
    let values = truth.map { clump in shifts[Int(clump)].map { offset + $0 + 0.5 * stream.gaussian() } }
    let fit = try KMeans(clusters: 3, metric: .spherical).cluster(Matrix(exactly: values), seed: 0)
    #expect(Set(zip(truth, fit.partition.labels).map { "\($0) \($1)" }).count == 3)
    // By the definition: the squared distances of the directions from the directions of their sums.
    let directions = values.map { row in
      let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return row.map { $0 / length }
    }
    var inertia = 0.0
    for cluster in 0..<3 {
      let members = directions.indices.filter { fit.partition.labels[$0] == Int32(cluster) }.map { directions[$0] }
      let sum = (0..<4).map { column in members.reduce(0) { $0 + $1[column] } }
      let length = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for row in members {
        for column in 0..<4 { inertia += (row[column] - sum[column] / length) * (row[column] - sum[column] / length) }
      }
    }
    #expect(abs(fit.objectiveValue / inertia - 1) < 1e-3)
  }

  @Test(arguments: [[1e200, 1, 1e-200], [1e30, 1, 1e-30], [1, 1e-200, 1e-300], [1e300, 1e-5, 1e5]])
  func rowsOfEveryMagnitudeAreClusteredByTheirAngles(magnitudes: [Double]) throws {
    var stream = Seed(5).stream("angles")
    let middles: [[Double]] = [[1, 0.2], [0.3, 1], [-0.7, 0.7], [-0.6, -0.8]]
    let units = (0..<90).map { row -> [Double] in
      let point = middles[row % 4].map { $0 + 0.05 * stream.gaussian() }
      let length = point.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return point.map { $0 / length }
    }
    let values = units.enumerated().map { row, unit in unit.map { $0 * magnitudes[row % 3] } }
    let kmeans = KMeans(clusters: 4, metric: .spherical)
    let expected = try kmeans.cluster(Matrix(exactly: units), seed: 0).partition.labels
    let fit = try kmeans.cluster(Matrix(exactly: values), seed: 0)
    #expect(Set(zip(expected, fit.partition.labels).map { "\($0) \($1)" }).count == 4 && Set(expected).count == 4)
    try kmeans.check(Matrix(exactly: values))
  }

  @Test(arguments: cases)
  func theLabelsAreThoseOfDifferencesInDouble(_ example: Case) throws {
    let rows = Matrix(exactly: example.points)
    let start = rows.selecting(rows: example.start)
    let fit = try KMeans(clusters: start.rows, tolerance: 0, start: .centers(start)).cluster(rows, seed: 0)
    let expected = lloyd(rows, start)
    #expect(fit.partition.labels == expected.labels)
    // One more iteration may make sure that the centers are at rest.
    #expect((0...1).contains(fit.history.count - expected.inertias.count))
    let inertia = rows.frame.trueSquare(of: expected.inertias.last!)
    #expect(abs(fit.objectiveValue - inertia) <= 1e-9 * inertia)
    for (found, wanted) in zip(fit.history, expected.inertias) {
      #expect(abs(found - rows.frame.trueSquare(of: wanted)) <= 1e-9 * rows.frame.trueSquare(of: wanted))
    }
    #expect(try fit.predict(rows) == fit.partition)
  }

  @Test(arguments: cases)
  func theBitsDoNotDependOnTheThreads(_ example: Case) throws {
    let rows = Matrix(exactly: example.points)
    let kmeans = KMeans(clusters: example.start.count, restarts: 3)
    let fits = try [1, 2, 4].map { threads in
      try Threads.$count.withValue(threads) { try kmeans.cluster(rows, seed: 9) }
    }
    for fit in fits.dropFirst() {
      #expect(fit.partition == fits[0].partition)
      #expect(fit.objectiveValue == fits[0].objectiveValue)
      #expect(fit.history == fits[0].history)
    }
  }

  @Test(arguments: cases, [KMeans.Metric.euclidean, .spherical])
  func theLabelsAreNearestToTheCentersReturned(_ example: Case, metric: KMeans.Metric) throws {
    let rows = Matrix(exactly: example.points)
    let kmeans = KMeans(clusters: example.start.count, restarts: 2, maximumIterations: 5, metric: metric)
    if metric == .spherical, (try? kmeans.check(rows)) == nil { return }
    let fit = try kmeans.cluster(rows, seed: 4)
    #expect(try fit.predict(rows) == fit.partition)
    let centers = try #require(fit.model as? KMeansModel).centers
    let space = metric == .spherical ? rows.l2Normalized() : rows
    // The centers are returned with as many digits as the rows have.
    let precision = space.remainder == nil ? 1e-7 : 1e-13
    let stored = (0..<centers.rows).map { centers.exactRow($0) }
    let longest = stored.reduce(0) { max($0, length($1)) }
    for row in 0..<space.rows {
      let point = space.exactRow(row)
      let own = distance(point, stored[Int(fit.partition.labels[row])])
      #expect(own <= nearestCenter(to: point, stored).square.squareRoot() + precision * longest)
    }
  }

  @Test(arguments: 0..<10)
  func sphericalRowsInANarrowConeHaveTheLabelsOfDoubles(seed: UInt64) throws {
    let near = blobs(rows: 400, columns: 6, clusters: 5, spread: 3, seed: Seed(seed))
    let directions = Matrix((0..<400).map { near.row($0).map { 1 + $0 * 1e-5 } }).l2Normalized()
    let fit = try KMeans(clusters: 5, restarts: 1, tolerance: 0, metric: .spherical).cluster(
      directions, seed: Seed(seed))
    let rows = directions.l2Normalized()
    let centers = (0..<5).map { cluster in
      let members = (0..<400).filter { fit.partition.labels[$0] == cluster }
      let sum = (0..<6).map { column in members.reduce(0) { $0 + Double(rows[$1, column]) } }
      return sum.map { $0 / length(sum) }
    }
    #expect(fit.converged == true)
    for row in 0..<400 {
      #expect(nearestCenter(to: rows.exactRow(row), centers).cluster == fit.partition.labels[row])
    }
  }

  @Test(arguments: 0..<10)
  func farFromTheOriginTheFirstCentersAreTheSame(seed: UInt64) throws {
    let some = blobs(rows: 600, columns: 5, clusters: 30, spread: 6, seed: Seed(seed))
    let near = Matrix((0..<600).map { some.row($0).map { ($0 * 10).rounded() } })
    let far = Matrix((0..<600).map { near.row($0).map { $0 + 8_000_000 } })
    let kmeans = KMeans(clusters: 30, restarts: 1, maximumIterations: 1)
    #expect(far.isPlain)
    #expect(try kmeans.cluster(far, seed: Seed(seed)).partition == kmeans.cluster(near, seed: Seed(seed)).partition)
  }

  @Test(arguments: [-300, -80, 80, 300])
  func aPowerOfTwoChangesNothingButTheUnit(exponent: Int) throws {
    let rows = blobs(rows: 300, columns: 4, clusters: 7, seed: 2)
    let factor = Double(sign: .plus, exponent: exponent, significand: 1)
    let scaled = Matrix(exactly: (0..<300).map { row in rows.exactRow(row).map { $0 * factor } })
    let (plain, fit) = (
      try KMeans(clusters: 7).cluster(rows, seed: 1), try KMeans(clusters: 7).cluster(scaled, seed: 1)
    )
    #expect(fit.partition == plain.partition)
    #expect(abs(fit.objectiveValue / factor / factor / plain.objectiveValue - 1) < 1e-6)
    let (centers, plainCenters) = (
      try #require(fit.model as? KMeansModel).centers, try #require(plain.model as? KMeansModel).centers
    )
    for cluster in 0..<7 {
      for (found, wanted) in zip(centers.trueRow(cluster), plainCenters.trueRow(cluster)) {
        #expect(abs(found / factor - wanted) <= 1e-5 * abs(wanted))
      }
    }
  }

  @Test func theModelReadsRowsInAnyFrame() throws {
    let near = blobs(rows: 200, columns: 2, clusters: 4, spread: 6, seed: 3)
    let values = (0..<200).map { row in near.exactRow(row).map { 1.7e9 + $0 } }
    let rows = Matrix(exactly: values)
    #expect(!rows.isPlain)
    let fit = try KMeans(clusters: 4).cluster(rows, seed: 0)
    // Some rows alone have a frame of their own.
    for part in [0..<9, 50..<200] {
      let some = Matrix(exactly: Array(values[part]))
      #expect(try fit.predict(some).labels == Array(fit.partition.labels[part]))
    }
    let centers = try #require(fit.model as? KMeansModel).centers
    #expect(abs(centers.trueRow(0)[0] - 1.7e9) < 100)
  }

  @Test func rowsThatDifferInTheirLowOrderDigitsAreDistinct() throws {
    let values = (0..<30).map { row -> [Double] in
      let place = Double(row % 2) * 1e9
      return [place, place + Double(row % 3) * 0.001]
    }
    let rows = Matrix(exactly: values)
    try KMeans(clusters: 6).check(rows)
    #expect(throws: ClusteringError(.tooFewDistinctRows(clusters: 7, distinct: 6))) {
      try KMeans(clusters: 7).check(rows)
    }
  }
}

private func length(_ point: [Double]) -> Double { point.reduce(0) { $0 + $1 * $1 }.squareRoot() }

private func distance(_ one: [Double], _ other: [Double]) -> Double { length(zip(one, other).map { $0 - $1 }) }

/// Sets of rows on which products lose the differences.
extension ExactKMeansTests {
  private static func points(_ rows: Int, _ columns: Int, _ clusters: Int, spread: Double, seed: Seed) -> [[Double]] {
    var stream = seed.stream("points")
    let centers = (0..<clusters).map { _ in (0..<columns).map { _ in spread * stream.gaussian() } }
    return (0..<rows).map { row in centers[row % clusters].map { $0 + stream.gaussian() } }
  }

  private static func spaced(_ count: Int, of rows: Int) -> [Int] { (0..<count).map { $0 * rows / count } }

  /// Narrow blobs around two places far from each other.
  private static func twoScales(clusters: Int, columns: Int) -> Case {
    var points = points(1200, columns, 12, spread: 2, seed: 1)
    for row in stride(from: 0, to: 1200, by: 2) { points[row][0] += 1e5 }
    return Case(
      testDescription: "two scales, \(clusters) clusters, \(columns) columns", points: points,
      start: spaced(clusters, of: 1193))
  }

  /// Blobs and a few rows that hold one value, as some programs write a missing one.
  private static func sentinels(count: Int, value: Double, clusters: Int, columns: Int) -> Case {
    var points = points(900, columns, 9, spread: 3, seed: 2)
    points += [[Double]](repeating: [Double](repeating: value, count: columns), count: count)
    return Case(
      testDescription: "\(count) rows of \(value), \(clusters) clusters", points: points,
      start: spaced(clusters - 1, of: 900) + [900])
  }

  /// Clumps of width 1 whose places are a large distance apart.
  private static func clumps(distance: Double, clusters: Int, columns: Int) -> Case {
    var points = points(960, columns, 8, spread: 1, seed: 3)
    for row in 0..<960 {
      let place = distance * Double(row % 3)
      points[row] = points[row].map { $0 + place }
    }
    return Case(
      testDescription: "clumps \(distance) apart, \(clusters) clusters", points: points,
      start: spaced(clusters, of: 953))
  }

  /// Rows of which most entries are zero, and one far from the others.
  private static func zeros(clusters: Int) -> Case {
    let some = mostlyZeros(rows: 800, columns: 70, clusters: 6, seed: 4)
    var points = (0..<800).map { some.exactRow($0) }
    points[5][1] = 4e8
    return Case(
      testDescription: "zeros and an outlier, \(clusters) clusters", points: points,
      start: spaced(clusters - 1, of: 800) + [5])
  }

  /// Points of a grid, many of them exactly between two centers.
  private static func grid(side: Int, clusters: Int) -> Case {
    let points = (0..<side * side).map { [Double($0 % side), Double($0 / side)] }
    return Case(
      testDescription: "a grid of \(side) × \(side), \(clusters) clusters", points: points,
      start: spaced(clusters, of: side * side))
  }

  /// Every row twenty times.
  private static func repeated(clusters: Int) -> Case {
    let points = (0..<800).map { [Double($0 % 40 % 7), Double($0 % 40 / 7), 1000] }
    return Case(
      testDescription: "repeated rows, \(clusters) clusters", points: points, start: spaced(clusters, of: 40))
  }

  /// Blobs, and rows that lie a tiny distance from the middle between two of the first centers.
  private static func onBisectors(clusters: Int, columns: Int, gap: Double) -> Case {
    var points = points(800, columns, 10, spread: 1, seed: 5)
    for row in 0..<400 {
      let (one, other) = (points[400 + row % clusters], points[400 + (row + 1) % clusters])
      let share = 0.5 + gap * Double(row % 5 - 2)
      points[row] = zip(one, other).map { $0 * share + $1 * (1 - share) }
    }
    return Case(
      testDescription: "rows near bisectors, \(clusters) clusters, \(columns) columns", points: points,
      start: (0..<clusters).map { 400 + $0 })
  }

  /// Rows far out in all directions around centers near to each other.
  private static func lonely(clusters: Int) -> Case {
    var points = points(700, 3, 5, spread: 0.1, seed: 6)
    for row in 0..<100 { points[row] = points[row].map { $0 * 1e6 } }
    return Case(
      testDescription: "rows far out, \(clusters) clusters", points: points,
      start: (0..<clusters).map { 100 + $0 * 29 })
  }
}
