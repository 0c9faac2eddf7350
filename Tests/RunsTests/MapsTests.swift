import Core
import Experiments
import Matrices
import Reduction
import Results
import Runs
import Stages
import TestSupport
import Testing

@Suite struct MapsTests {
  private let rows = Matrix(Samples.groups(rows: 40, columns: 60, classes: 2))

  @Test func allRowsAreMappedUnlessALimitIsGiven() throws {
    let (record, points) = try Maps(.init(iterations: 20)).map(
      rows, space: "visual", items: Array(0..<40), itemCount: 40, seed: 1
    ) { _ in }
    #expect(points.rows == 40 && points.columns == 2)
    #expect(record.items == nil)
    #expect(record.objective?.name == "KL divergence")
    #expect(record.parameters["components"] == .integer(40))
  }

  /// The rows stand for the even items of a dataset of 80.
  @Test func aSampleIsDrawnInOrderAndCounted() throws {
    let items = (0..<40).map { $0 * 2 }
    func map(seed: UInt64) throws -> [Int]? {
      let (record, points) = try Maps(.init(perplexity: 5, iterations: 20, rows: 15)).map(
        rows, space: "visual", items: items, itemCount: 80, seed: seed
      ) { _ in }
      #expect(points.rows == 15)
      #expect(record.notices.first?.message == "the map shows 15 of 40 rows, drawn at random")
      return record.items
    }
    let chosen = try #require(try map(seed: 1))
    #expect(chosen == chosen.sorted() && Set(chosen).count == 15)
    #expect(chosen.allSatisfy(items.contains))
    #expect(try map(seed: 1) == chosen)
    #expect(try map(seed: 2) != chosen)
  }

  @Test func aLimitAboveTheRowsChangesNothing() throws {
    let (record, points) = try Maps(.init(iterations: 5, rows: 41)).map(
      rows, space: "visual", items: Array(0..<40), itemCount: 40, seed: 1
    ) { _ in }
    #expect(points.rows == 40 && record.items == nil)
    #expect(!record.notices.contains { $0.kind == "sampled" })
  }

  @Test func progressCountsEveryIteration() throws {
    nonisolated(unsafe) var seen: [Double] = []
    _ = try Maps(.init(iterations: 30)).map(
      rows, space: "visual", items: Array(0..<40), itemCount: 40, seed: 1
    ) { seen.append($0) }
    #expect(seen == (1...30).map { Double($0) / 30 })
  }

  @Test(arguments: Catalog.standard.maps.map { $0.name }) func everyMethodOfTheCatalogDrawsAMap(name: String) throws {
    let method = try #require(Catalog.standard.map(named: name))
    let (record, points) = try Maps(.init(iterations: 20), method: method).map(
      rows, space: "visual", items: Array(0..<40), itemCount: 40, seed: 1
    ) { _ in }
    #expect(record.method == name && record.title == method.title)
    #expect(points.rows == 40 && points.columns == 2 && points.firstNonFinite() == nil)
  }

  @Test func theTitlesAreThoseOfTheDeclarations() {
    #expect(Catalog.standard.maps.map { $0.title } == ["t-SNE", "PCA", "Whitening", "Random projection", "UMAP"])
    #expect(Experiment.Maps() == Experiment.Maps(method: TSNE.self))
  }

  @Test func principalComponentsShowTheirShareOfTheVariance() throws {
    let (record, points) = try Maps(.init(), method: PCA.self).map(
      Matrix([[0, 0], [2, 0], [0, 1], [2, 1]]), space: "s", items: Array(0..<4), itemCount: 4, seed: 1
    ) { _ in }
    #expect(record.objective?.name == "explained variance" && abs((record.objective?.value ?? 0) - 1) < 1e-6)
    #expect((0..<4).allSatisfy { abs(abs(points[$0, 0]) - 1) < 1e-6 && abs(abs(points[$0, 1]) - 0.5) < 1e-6 })
  }

  @Test func fewRowsLowerTheNeighborsOfUMAP() throws {
    func map(_ count: Int) throws -> EmbeddingRecord {
      try Maps(.init(), method: UMAP.self).map(
        rows.selecting(rows: Array(0..<count)), space: "s", items: Array(0..<count), itemCount: count, seed: 1
      ) { _ in }.0
    }
    #expect(try map(8).parameters["neighbors"] == .integer(7))
    #expect(try map(8).notices.map(\.kind) == ["neighbors-lowered"])
    #expect(try map(16).notices.isEmpty)
    #expect(throws: (any Error).self) { try map(3) }
  }
}
