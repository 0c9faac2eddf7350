import Core
import Datasets
import Features
import Foundation
import Matrices
import Testing

@Suite struct FeatureSetTests {
  private let values = Matrix([[0, 1], [.nan, 1], [2, 1], [3, -.infinity], [4, 1]])
  private let ids = ["a", "b", "c", "d", "e"]

  private func set(
    _ rows: [Float], _ ids: [String]? = nil, name: String = "visual", nonFinite: NonFinitePolicy = .error
  ) throws -> FeatureSet {
    try FeatureSet(name: name, matrix: Matrix(rows.map { [$0] }), ids: ids, nonFinite: nonFinite)
  }

  private func reason(_ body: () throws -> FeatureSet) -> FeatureError.Reason? {
    #expect(throws: FeatureError.self) { try body() }?.reason
  }

  // MARK: NaN and infinity

  @Test func saysWhereTheFirstNaNIs() throws {
    let error = #expect(throws: FeatureError.self) { try FeatureSet(name: "visual", matrix: values) }
    #expect(error?.reason == .notFinite(rows: 2, total: 5, firstRow: 1, firstColumn: 0, value: "nan"))
    #expect(error?.hint.contains("nan: drop") == true)
  }

  @Test func dropsRowsAndRemembersTheirPlaces() throws {
    let set = try FeatureSet(name: "visual", matrix: values, ids: ids, nonFinite: .drop)
    #expect(set.matrix == Matrix([[0, 1], [2, 1], [4, 1]]) && set.ids == ["a", "c", "e"])
    #expect(set.keptRows == [0, 2, 4] && set.rowCount == 5 && set.audit.rows == 5 && set.audit.nonFiniteRows == 2)
    #expect(set.notices.map(\.kind) == ["rows-dropped"] && set.notices[0].message.contains("2 of 5"))
    #expect(set.restoringPositions(of: [7, 8, 9], filler: -1) == [7, -1, 8, -1, 9])
    #expect(reason { try self.set([.nan, .nan], nonFinite: .drop) } == .everyRowDropped(rows: 2))
  }

  @Test(arguments: 0..<50) func restoringUndoesDropping(seed: UInt64) throws {
    var stream = Seed(seed).stream("drop")
    let rows = (0..<30).map { $0 == 0 || stream.uniform() < 0.7 ? Float($0) : .nan }
    let set = try set(rows, nonFinite: .drop)
    let restored = set.restoringPositions(of: (0..<set.matrix.rows).map { set.matrix[$0, 0] }, filler: .nan)
    #expect(zip(restored, rows).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN } && restored.count == 30)
  }

  @Test func refusesIDsOfAnotherCount() {
    #expect(reason { try self.set([1, 2], ["a"]) } == .idCount(ids: 1, rows: 2))
    #expect(reason { try FeatureSet(name: "v", matrix: Matrix(rows: 0, columns: 3)) } == .noValues([0, 3]))
  }

  // MARK: Matching rows to items

  @Test(arguments: 0..<30) func takesTheOrderOfItems(seed: UInt64) throws {
    var stream = Seed(seed).stream("ids")
    let order = stream.sample(40, of: 40)
    let set = try set(order.map(Float.init), order.map { "item\($0)" })
    var rows = [Int?](repeating: nil, count: 40)
    for (row, item) in order.enumerated() { rows[item] = row }
    let arranged = try set.arranged(by: rows)
    #expect((0..<40).allSatisfy { arranged.matrix[$0, 0] == Float($0) } && arranged.keptRows == Array(0..<40))
    #expect(arranged.ids == (0..<40).map { "item\($0)" })
  }

  @Test func itemsWithoutARowAreNotKept() throws {
    let arranged = try set([1, 2, 3], ["a", "b", "c"]).arranged(by: [2, nil, 0, nil])
    #expect(arranged.matrix == Matrix([[3], [1]]) && arranged.keptRows == [0, 2] && arranged.rowCount == 4)
    #expect(reason { try self.set([1]).arranged(by: [nil, nil]) } == .everyRowDropped(rows: 2))
  }

  @Test func droppedRowsStayDroppedInAnotherOrder() throws {
    let set = try set([1, .nan, 3], ["a", "b", "c"], nonFinite: .drop)
    let side = set.side(of: "v.csv")
    #expect(side.name == "visual (v.csv)" && side.ids == ["a", "b", "c"] && side.argument == "visual=v.csv")
    let arranged = try set.arranged(by: [2, 1, 0])
    #expect(arranged.matrix == Matrix([[3], [1]]) && arranged.keptRows == [0, 2] && arranged.rowCount == 3)
    #expect(arranged.ids == ["c", "a"] && arranged.rowIDs == ["c", "b", "a"])
    #expect(try set.arranged(by: [0, 1, 2]).keptRows == [0, 2])
  }

  @Test func cutsSeveralToTheItemsThatAllHave() throws {
    let visual = try set([1, .nan, 3, 4], nonFinite: .drop)
    let text = try set([5, 6, 7, .nan], name: "text", nonFinite: .drop)
    let common = try FeatureSet.inCommon([visual, text])
    #expect(common.map(\.keptRows) == [[0, 2], [0, 2]])
    #expect(common.map(\.matrix) == [Matrix([[1], [3]]), Matrix([[5], [7]])])
    #expect(throws: FeatureError.self) { try FeatureSet.inCommon([visual, self.set([1])]) }
    let none = try [set([1, .nan], nonFinite: .drop), set([.nan, 1], nonFinite: .drop)]
    #expect(throws: FeatureError.self) { try FeatureSet.inCommon(none) }
  }
}
