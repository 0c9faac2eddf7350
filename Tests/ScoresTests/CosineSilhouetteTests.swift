import Core
import Matrices
import Scores
import Testing

/// The score against its definition on all pairs.
@Suite struct CosineSilhouetteTests {
  static let score = CosineSilhouette()

  /// Directions in groups, with lengths that must not matter.
  static func rows(_ count: Int, columns: Int, groups: Int, seed: UInt64) -> (rows: [[Float]], labels: [Int32]) {
    var stream = Seed(seed).stream("cosine-silhouette")
    let labels = (0..<count).map { Int32($0 % groups) }
    let centers = (0..<groups).map { _ in (0..<columns).map { _ in stream.gaussian() } }
    let rows = labels.map { label in
      let length = 0.01 + 100 * stream.uniform()
      return centers[Int(label)].map { Float(length * ($0 + 0.4 * stream.gaussian())) }
    }
    return (rows, labels)
  }

  static func definition(_ rows: [[Float]], _ labels: [Int32]) -> Double {
    let kept = labels.indices.filter { labels[$0] >= 0 }
    func length(_ row: Int) -> Double { rows[row].reduce(0) { $0 + Double($1) * Double($1) }.squareRoot() }
    func distance(_ left: Int, _ right: Int) -> Double {
      1 - zip(rows[left], rows[right]).reduce(0) { $0 + Double($1.0) * Double($1.1) } / (length(left) * length(right))
    }
    let values = kept.map { row -> Double in
      var means: [Int32: Double] = [:]
      for label in Set(kept.map { labels[$0] }) {
        let others = kept.filter { $0 != row && labels[$0] == label }
        if !others.isEmpty { means[label] = others.reduce(0) { $0 + distance(row, $1) } / Double(others.count) }
      }
      guard let inner = means.removeValue(forKey: labels[row]), let outer = means.values.min() else { return 0 }
      return max(outer, inner) < 1e-12 ? 0 : (outer - inner) / max(outer, inner)
    }
    return values.reduce(0, +) / Double(values.count)
  }

  @Test(arguments: [(40, 2, 2), (90, 5, 4), (150, 30, 7), (60, 1, 2)])
  func theValueIsThatOfTheDefinition(rows: Int, columns: Int, groups: Int) throws {
    var (values, labels) = Self.rows(rows, columns: columns, groups: groups, seed: 3)
    labels[0] = 20
    labels[1] = Partition.noise
    let found = try Self.score.score(Matrix(values), Partition(labels))
    #expect(abs(found.value - Self.definition(values, labels)) <= 1e-9)
    #expect(found.noise == 1 && found.rows == rows - 1 && found.notices.map(\.kind) == ["noise-left-out"])
  }

  @Test func lengthsDoNotMatter() throws {
    let (rows, labels) = Self.rows(60, columns: 6, groups: 3, seed: 5)
    let scaled = rows.enumerated().map { index, row in row.map { $0 * (index % 2 == 0 ? 1_024 : 0.5) } }
    #expect(
      try Self.score.score(Matrix(rows), Partition(labels)).value
        == Self.score.score(Matrix(scaled), Partition(labels)).value)
  }

  /// Multiples of one direction, which are as near to each other as to themselves.
  @Test func multiplesOfOneDirectionAreEquallyNear() throws {
    let line = (1...60).map { number in [1, 2, 3].map { Float(number) * $0 } }
    let halves = Partition((0..<60).map { Int32($0 / 30) })
    #expect(try Self.score.score(Matrix(line), halves).value == 0)
    let two = line.enumerated().map { $0.offset < 30 ? $0.element : [$0.element[2], $0.element[0], $0.element[1]] }
    #expect(try Self.score.score(Matrix(two), halves).value == 1)
  }

  /// Multiples of one direction that single precision rounds: all distances are 0 by the definition, so is the silhouette.
  @Test func theRoundingOfOneDirectionIsNoDistance() throws {
    let line = (1...60).map { number in [0.1, 0.2, 0.3].map { Float(Double(number) * $0) } }
    let rows = Matrix(line)
    // The clusters that rounding makes: equal directions together.
    let directions = (0..<60).map(rows.direction)
    let kinds = directions.reduce(into: [[Double]]()) { kinds, next in if !kinds.contains(next) { kinds.append(next) } }
    #expect(kinds.count > 2)
    let labels = directions.map { Int32(min(kinds.firstIndex(of: $0) ?? 0, 2)) }
    #expect(try Self.score.score(rows, Partition(labels)).value == 0)
    let two = line.enumerated().map { $0.offset < 30 ? $0.element : [$0.element[2], $0.element[0], $0.element[1]] }
    let halves = Partition((0..<60).map { Int32($0 / 30) })
    #expect(abs(try Self.score.score(Matrix(two), halves).value - 1) <= 1e-12)
  }

  /// Directions that differ in the seventh digit, where 1 − cos has none left.
  @Test func nearDirectionsLoseNoDigits() throws {
    let rows: [[Float]] = [[1, 0], [1, 0x1p-22], [1, 0x1p-20], [1, 0x1.4p-20]]
    let found = try Self.score.score(Matrix(rows), Partition([0, 0, 1, 1])).value
    // Cosine distances of small angles are half their squares.
    let angles = rows.map { Double($0[1]) }
    func mean(_ row: Int, _ others: [Int]) -> Double {
      others.reduce(0) { $0 + (angles[row] - angles[$1]) * (angles[row] - angles[$1]) } / Double(others.count)
    }
    let expected = [(0, [1], [2, 3]), (1, [0], [2, 3]), (2, [3], [0, 1]), (3, [2], [0, 1])].map { row, own, other in
      1 - mean(row, own) / mean(row, other)
    }
    #expect(abs(found - expected.reduce(0, +) / 4) <= 1e-6)
  }

  @Test func theBitsDoNotDependOnThreads() throws {
    let (rows, labels) = Self.rows(200, columns: 9, groups: 5, seed: 7)
    let values = try [1, 2, 4].map { threads in
      try Threads.$count.withValue(threads) { try Self.score.score(Matrix(rows), Partition(labels)).value }
    }
    #expect(Set(values).count == 1)
  }

  @Test func rowsWithoutDirectionAreAnError() {
    #expect(throws: ScoreError.self) {
      try Self.score.score(Matrix([[1, 0], [0, 0], [0, 1], [1, 1]]), Partition([0, 0, 1, 1]))
    }
  }

  @Test func theNameIsKnownAndNoDefault() throws {
    #expect(try ScoreCatalog.named("cosine-silhouette").title == Self.score.title)
    #expect(!InternalScores.all.contains { $0.name == "cosine-silhouette" })
  }
}
