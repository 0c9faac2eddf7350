import Core
import Foundation
import Fusion
import Matrices
import Stages
import Testing

/// Values by the definition in float64, from `Fixtures/make_counterpart.py`.
struct CounterpartFixture: Decodable {
  let cases: [Case]
  let adaptive: [Weights]

  struct Case: Decodable, CustomTestStringConvertible {
    let name: String
    let rows: [[Float]]
    let nouns: [[Float]]
    let centers: Int
    let select: String
    let assign: String
    let perCenter: Int
    let scale: Double
    let kept: [Int]
    /// rows × kept nouns, each row summing to 1.
    let shares: [[Double]]
    let counterparts: [[Double]]

    var testDescription: String { name }

    var names: [String] { nouns.indices.map { "noun \($0)" } }

    func fusion() throws -> Counterpart {
      var fusion = Counterpart()
      fusion.vocabulary = "nouns"
      (fusion.centers, fusion.perCenter) = (centers, perCenter)
      (fusion.temperature, fusion.epsilon) = (scale, scale)
      try fusion.set("select", to: .text(select))
      try fusion.set("assign", to: .text(assign))
      return fusion
    }
  }

  struct Weights: Decodable {
    let temperature: Double
    let inputs: [[[Float]]]
    let weights: [[Double]]
    let sums: [[Double]]
  }

  static let shared: CounterpartFixture? = {
    guard let url = Bundle.module.url(forResource: "counterpart", withExtension: "json", subdirectory: "Fixtures"),
      let data = try? Data(contentsOf: url)
    else { return nil }
    return try? JSONDecoder().decode(CounterpartFixture.self, from: data)
  }()

  static let cases = shared?.cases ?? []
  static let adaptive = shared?.adaptive ?? []
}

@Suite struct CounterpartTests {
  private func context(
    _ nouns: Matrix, names: [String]? = nil, seed: UInt64 = 1, fitRows: [Matrix]? = nil
  ) -> StageContext {
    StageContext(
      seed: Seed(seed),
      references: ["nouns": Reference(rows: nouns, names: names ?? (0..<nouns.rows).map { "noun \($0)" })],
      fitRows: fitRows)
  }

  /// Images and nouns in two cones.
  private func cones(_ rows: Int, _ nouns: Int, _ columns: Int, seed: Seed) -> (Matrix, Matrix) {
    var random = seed.stream("cones")
    let axes = (0..<2).map { _ in (0..<columns).map { _ in 1.5 * random.gaussian() } }
    let groups = (0..<6).map { _ in (0..<columns).map { _ in 1.2 * random.gaussian() } }
    func cone(_ count: Int, _ axis: [Double], _ spread: Double) -> Matrix {
      Matrix(
        (0..<count).map { row in
          (0..<columns).map { Float(axis[$0] + groups[row % 6][$0] + spread * random.gaussian()) }
        })
    }
    return (cone(rows, axes[0], 0.3), cone(nouns, axes[1], 0.8))
  }

  private func fusion(_ change: (inout Counterpart) -> Void = { _ in }) -> Counterpart {
    var fusion = Counterpart()
    fusion.vocabulary = "nouns"
    change(&fusion)
    return fusion
  }

  @Test func theFixtureIsThere() {
    #expect(CounterpartFixture.cases.count == 5 && CounterpartFixture.adaptive.count == 4)
  }

  @Test(arguments: CounterpartFixture.cases)
  func nounsAndCounterpartsAreThoseOfTheDefinition(example: CounterpartFixture.Case) throws {
    let rows = Matrix(example.rows)
    let space = try example.fusion().make([rows], context(Matrix(example.nouns)))
    let named = try #require(space.namedWeights)
    #expect(named.names == example.kept.map { "noun \($0)" })
    let unit = rows.l2Normalized()
    for row in 0..<rows.rows {
      for column in 0..<rows.columns {
        #expect(abs(space.rows[row, column] - unit[row, column]) < 1e-6)
        let found = Double(space.rows[row, rows.columns + column])
        #expect(abs(found - example.counterparts[row][column]) < 2e-5)
      }
      let expected = example.shares[row].sorted(by: >)
      for (place, entry) in named.largest(of: row).enumerated() {
        #expect(abs(Double(entry.weight) - expected[place]) < 1e-4)
      }
    }
  }

  @Test func theNumberOfCentersFollowsTheRuleOfThePaper() {
    // Train rows and classes of CIFAR-10, CIFAR-20, STL-10, ImageNet-10, -Dogs, DTD, UCF-101 and ImageNet-1K.
    let published = [
      (50_000, 10, 167), (50_000, 20, 167), (5_000, 10, 17), (13_000, 10, 43), (19_500, 15, 65), (3_760, 47, 141),
      (9_537, 101, 303), (1_281_167, 1_000, 4_271),
    ]
    for (rows, classes, centers) in published {
      #expect(fusion { $0.clusters = classes }.centerCount(rows: rows) == centers, "\(rows), \(classes)")
    }
    #expect(fusion { $0.clusters = 10 }.centerCount(rows: 20) == 20)
    #expect(fusion { $0.centers = 7 }.centerCount(rows: 20) == 7)
  }

  @Test func withoutClassesANoteTellsWhatWasAssumed() throws {
    let (rows, nouns) = cones(200, 60, 8, seed: 2)
    #expect(try fusion().make([rows], context(nouns)).notices.map(\.kind) == ["k-assumed", "nouns-kept"])
    let told = try fusion { $0.clusters = 6 }.make([rows], context(nouns))
    #expect(told.notices.map(\.kind) == ["nouns-kept"])
    #expect(told.notices[0].message.contains("of 60 rows of nouns are kept, chosen by 18 centres"))
  }

  @Test(arguments: Counterpart.Assignment.allCases, Counterpart.Selection.allCases)
  func theBitsDoNotDependOnTheThreads(assign: Counterpart.Assignment, select: Counterpart.Selection) throws {
    let (rows, nouns) = cones(1_500, 90, 12, seed: 3)
    let fusion = fusion { ($0.assign, $0.select, $0.restarts) = (assign, select, 2) }
    let one = try Threads.$count.withValue(1) { try fusion.make([rows], context(nouns)) }
    for threads in [2, 4] {
      let other = try Threads.$count.withValue(threads) { try fusion.make([rows], context(nouns)) }
      #expect(other.rows == one.rows && other.namedWeights == one.namedWeights)
    }
  }

  /// With all nouns kept the centers do not matter.
  @Test(arguments: Counterpart.Assignment.allCases)
  func rowsInAnotherOrderHaveTheirCounterparts(assign: Counterpart.Assignment) throws {
    let (rows, nouns) = cones(300, 20, 9, seed: 4)
    var stream = Seed(1).stream("order")
    let order = stream.sample(300, of: 300)
    let fusion = fusion { ($0.assign, $0.select, $0.perCenter, $0.epsilon) = (assign, .nearest, 20, 0.1) }
    let straight = try fusion.make([rows], context(nouns)).rows
    let turned = try fusion.make([rows.selecting(rows: order)], context(nouns)).rows
    for (position, row) in order.enumerated() {
      for column in 0..<18 { #expect(abs(turned[position, column] - straight[row, column]) < 1e-5) }
    }
  }

  @Test(arguments: Counterpart.Assignment.allCases, Counterpart.Selection.allCases)
  func aShuffledVocabularyChangesNamesAlone(assign: Counterpart.Assignment, select: Counterpart.Selection) throws {
    let (rows, nouns) = cones(400, 80, 10, seed: 5)
    var stream = Seed(2).stream("order")
    let order = stream.sample(80, of: 80)
    let fusion = fusion { ($0.assign, $0.select, $0.epsilon) = (assign, select, 0.1) }
    let straight = try fusion.make([rows], context(nouns))
    let shuffled = try fusion.make(
      [rows], context(nouns.selecting(rows: order), names: order.map { "noun \($0)" }))
    let (one, other) = (try #require(straight.namedWeights), try #require(shuffled.namedWeights))
    #expect(Set(one.names) == Set(other.names) && one.names.count == other.names.count)
    for row in 0..<400 {
      for column in 0..<20 { #expect(abs(straight.rows[row, column] - shuffled.rows[row, column]) < 1e-5) }
      #expect(one.largest(of: row)[0].name == other.largest(of: row)[0].name)
    }
  }

  /// Householder's reflection is orthogonal: cosines stay.
  @Test(arguments: Counterpart.Assignment.allCases)
  func aRotationOfBothSidesKeepsTheWeights(assign: Counterpart.Assignment) throws {
    let (rows, nouns) = cones(240, 30, 8, seed: 6)
    var stream = Seed(3).stream("axis")
    let axis = (0..<8).map { _ in stream.gaussian() }
    let square = axis.reduce(0) { $0 + $1 * $1 }
    func turned(_ matrix: Matrix) -> Matrix {
      Matrix(
        (0..<matrix.rows).map { row in
          let values = matrix.row(row).map { Double($0) }
          let share = 2 * zip(values, axis).reduce(0) { $0 + $1.0 * $1.1 } / square
          return zip(values, axis).map { Float($0 - share * $1) }
        })
    }
    let fusion = fusion {
      ($0.assign, $0.select, $0.perCenter, $0.temperature, $0.epsilon) = (assign, .nearest, 30, 0.05, 0.1)
    }
    let straight = try #require(try fusion.make([rows], context(nouns)).namedWeights)
    let other = try #require(try fusion.make([turned(rows)], context(turned(nouns))).namedWeights)
    for row in 0..<240 {
      for (one, two) in zip(straight.largest(of: row), other.largest(of: row)) {
        #expect(abs(one.weight - two.weight) < 1e-4)
      }
    }
  }

  @Test(arguments: Counterpart.Combination.allCases, Counterpart.Assignment.allCases)
  func newRowsFindTheirWay(combine: Counterpart.Combination, assign: Counterpart.Assignment) throws {
    let (rows, nouns) = cones(200, 40, 7, seed: 7)
    let fusion = fusion { ($0.combine, $0.assign, $0.restarts, $0.epsilon) = (combine, assign, 1, 0.1) }
    let space = try fusion.make([rows], context(nouns))
    #expect(space.rows.columns == (combine == .concatenate ? 14 : 7))
    let transform = try #require(space.transform)
    let again = try #require(try fusion.transform(of: transform.stored))
    #expect(try transform.transform([rows]) == space.rows)
    #expect(try again.transform([rows]) == space.rows && again.stored == transform.stored)
    #expect(throws: StageError.self) { try again.transform([Matrix([[1, 2]])]) }
  }

  /// Other rows that are not fitted change nothing.
  @Test func onlyTheRowsOfTheFitChooseNouns() throws {
    let (rows, nouns) = cones(200, 60, 8, seed: 8)
    let fitted = Array(stride(from: 0, to: 200, by: 2))
    let all = try fusion().make([rows], context(nouns, fitRows: [rows.selecting(rows: fitted)]))
    let alone = try fusion().make([rows.selecting(rows: fitted)], context(nouns))
    #expect(all.namedWeights?.names == alone.namedWeights?.names)
    for (position, row) in fitted.enumerated() { #expect(all.rows.row(row) == alone.rows.row(position)) }
  }

  @Test func aTransportThatDoesNotConvergeIsToldWithItsError() throws {
    let (rows, nouns) = cones(120, 40, 8, seed: 9)
    let space = try fusion { ($0.assign, $0.epsilon, $0.restarts) = (.transport, 1e-4, 1) }.make([rows], context(nouns))
    let note = try #require(space.notices.first { $0.kind == "not-converged" })
    #expect(note.message.contains("1,000 iterations") && note.message.contains("a larger epsilon than 0.0001"))
    #expect(space.rows.firstNonFinite() == nil)
  }

  @Test func badInputIsAnErrorWithBothNumbers() {
    let (rows, nouns) = cones(30, 20, 6, seed: 10)
    func error(_ fusion: Counterpart, _ rows: Matrix, _ nouns: Matrix) -> StageError? {
      do {
        _ = try fusion.make([rows], context(nouns))
        return nil
      } catch { return error as? StageError }
    }
    let other = Matrix(rows: 5, columns: 4, repeating: 1)
    #expect(error(fusion(), rows, other)?.cause == "nouns has 4 columns, and the rows have 6")
    #expect(error(fusion(), rows, nouns.selecting(rows: [0]))?.cause.contains("1 row") == true)
    #expect(error(fusion { $0.perCenter = 21 }, rows, nouns)?.cause == "per-center is 21, and nouns has 20 rows")
    #expect(error(fusion { $0.centers = 31 }, rows, nouns)?.cause == "centers is 31, found 30 rows")
    let zeros = Matrix([[Float](repeating: 0, count: 6), [Float](repeating: 1, count: 6)])
    #expect(error(fusion(), zeros, nouns)?.cause.hasPrefix("1 of 2 rows") == true)
    #expect(
      error(fusion { $0.perCenter = 1 }, rows, zeros)?.cause == "1 of 2 rows of nouns is all zero and has no direction")
    let broken = Matrix([[Float](repeating: .infinity, count: 6), [Float](repeating: 1, count: 6)])
    #expect(error(fusion(), broken, nouns)?.cause.contains("row 0, column 0") == true)
    let equal = Matrix(rows: 40, columns: 6, repeating: 1)
    #expect(error(fusion(), equal, nouns)?.cause == "30 centres need as many distinct rows, found 1")
    #expect(error(Counterpart(), rows, nouns)?.reason == .parameterNeeded("vocabulary"))
  }
}
