import Core
import Foundation
import Matrices
import Scores
import Testing

/// The score against its definition, from `Fixtures/make_dbcv.py`.
@Suite struct DBCVTests {
  struct Fixture: Decodable {
    let cases: [Case]

    struct Case: Decodable {
      let name: String
      let rows: [[Float]]
      let labels: [Int32]
      let dbcv: Double
    }

    static let shared: Fixture = {
      let url = Bundle.module.url(forResource: "dbcv", withExtension: "json", subdirectory: "Fixtures")!
      return try! JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url))
    }()
  }

  @Test func theValueIsThatOfTheDefinition() throws {
    for known in Fixture.shared.cases {
      let found = try DBCV().score(Matrix(known.rows), Partition(known.labels))
      #expect(abs(found.value - known.dbcv) <= 1e-6, "\(known.name)")
    }
  }

  @Test(arguments: [0.125, 1, 1_024] as [Float]) func theUnitDoesNotMatter(unit: Float) throws {
    let known = try #require(Fixture.shared.cases.first)
    let scaled = Matrix(known.rows.map { row in row.map { $0 * unit } })
    #expect(abs(try DBCV().score(scaled, Partition(known.labels)).value - known.dbcv) <= 1e-6)
  }

  /// Clusters of equal rows reach the largest value, whose shares sum to 1 but for rounding.
  @Test(arguments: [3, 7, 11, 49]) func theScoreStaysInItsRange(clusters: Int) throws {
    let labels = (0..<clusters).flatMap { [Int32](repeating: Int32($0), count: 2 + $0 % 5) }
    let value = try DBCV().score(Matrix(labels.map { [Float($0)] }), Partition(labels)).value
    #expect(value <= 1 && value > 0.999_999)
  }

  @Test func noiseLowersTheScoreInProportion() throws {
    let known = try #require(Fixture.shared.cases.first)
    let far = known.rows + (0..<known.rows.count).map { _ in known.rows[0].map { $0 + 500 } }
    let noise = [Int32](repeating: Partition.noise, count: known.rows.count)
    let found = try DBCV().score(Matrix(far), Partition(known.labels + noise))
    #expect(abs(found.value - known.dbcv / 2) <= 1e-6 && found.noise == known.rows.count)
  }

  @Test func theBitsDoNotDependOnThreads() throws {
    let known = Fixture.shared.cases[3]
    let values = try [1, 2, 4].map { threads in
      try Threads.$count.withValue(threads) { try DBCV().score(Matrix(known.rows), Partition(known.labels)).value }
    }
    #expect(Set(values).count == 1)
  }

  @Test func oneClusterHasNoScore() {
    #expect(throws: ScoreError.self) { try DBCV().score(Matrix([[1], [2], [3]]), Partition([0, 0, 0])) }
    #expect(throws: ScoreError.self) { try DBCV().score(Matrix([[1], [.nan], [3]]), Partition([0, 0, 1])) }
  }

  @Test func theNameIsKnownAndNoDefault() throws {
    #expect(try InternalScores.named("dbcv").name == "dbcv" && ScoreCatalog.named("dbcv").title == DBCV().title)
    #expect(!InternalScores.all.contains { $0.name == "dbcv" })
  }
}
