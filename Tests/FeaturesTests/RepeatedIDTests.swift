import Core
import Datasets
import Features
import Testing

/// Ids that repeat are an error where they decide which row belongs to which item, and nowhere else.
@Suite struct RepeatedIDTests {
  typealias Table = TablePair.Table
  private let items = Array(0..<30)

  private func features(_ name: String, _ rows: [Int], _ id: (Int) -> String) -> Table {
    Table("f.csv", "\(name),a,b", rows) { "\(id($0)),\($0).5,\($0 % 7).25" }
  }

  private func labels(_ name: String, _ rows: [Int], _ id: (Int) -> String) -> Table {
    Table("l.csv", "\(name),label", rows, labels: "label") { "\(id($0)),\($0 % 3)" }
  }

  private static let ids: [@Sendable (Int) -> String] = [
    { "\($0 / 2)" }, { "p\($0 % 10)" }, { "\(100 + $0 / 3 * 7)" }, { $0 == 4 ? "" : "p\($0 / 2)" },
  ]

  @Test(arguments: ids.indices, ["id", "image_id"]) func idsThatAgreeRowByRowMayRepeat(kind: Int, name: String) throws {
    let id = Self.ids[kind]
    for missing in MissingItems.allCases {
      let outcome = try TablePair.match(features(name, items, id), labels(name, items, id), missing: missing)
      #expect(outcome.isSilent && outcome.rows[1] == items.map(Optional.some), "\(outcome)")
      let turned = items.shuffled(seed: 3)
      let error = try TablePair.match(features(name, items, id), labels(name, turned, id), missing: missing).error
      #expect(error?.cause.contains("repeated id") == true)
      // Another file that has each of them once is no witness.
      let whole = try TablePair.match(features(name, items) { "p\($0)" }, labels(name, items, id), missing: missing)
      #expect(whole.error?.cause.contains("repeated id") == true)
    }
  }

  @Test(arguments: ids.indices) func idsThatNoOtherFileHasMayRepeat(kind: Int) throws {
    let id = Self.ids[kind]
    let alone = try TablePair.match(features("id", items, id))
    #expect(alone.notes.count == 1 && alone.notes[0].hasSuffix("(column id) repeat and are not used"), "\(alone.notes)")
    let plain = Table("f.csv", "a,b", items) { "\($0).5,\($0 % 7).25" }
    let beside = try TablePair.match(plain, labels("id", items, id))
    #expect(beside.notes == ["the ids of l.csv (column id) repeat and are not used: its rows are matched by position"])
    // A column of the same name, or one that is called like ids, makes them decide.
    var dropped = features("id", items, id)
    dropped.dropped = ["id"]
    for other in [dropped, features("filename", items) { "x\($0)" }, features("", items) { "\($0)" }] {
      #expect(try TablePair.match(other, labels("id", items, id)).error?.cause.contains("repeated id") == true)
    }
  }

  /// Ids of a list, which has no columns, beside a dropped column that holds most of them in another order.
  @Test func idsThatAreNotUsedAreComparedAllTheSame() throws {
    let ids = ItemSide(name: "ids", count: 30, ids: items.map { "p\($0 == 4 ? 3 : $0)" })
    for (rows, isInOrder) in [(items, true), (items.shuffled(seed: 5), false)] {
      var table = features("id", rows) { "p\($0)" }
      table.dropped = ["id"]
      let notes = try ItemMatching([ids, table.side()]).notices
      #expect(notes.contains { $0.kind == "repeated-ids" }, "\(notes)")
      #expect(notes.contains { $0.message.contains("are not used as ids") } == !isInOrder, "\(notes)")
    }
  }

  @Test func rowsWithoutAnIdAreCountedInAFileAlone() throws {
    let outcome = try TablePair.match(features("id", items) { $0 == 4 ? "" : "p\($0)" })
    #expect(outcome.notes.count == 1 && outcome.notes[0].hasPrefix("1 of 30 rows of ") && outcome.isMatchedByID)
    #expect(try TablePair.match(features("id", items) { "p\($0)" }).notes.isEmpty)
  }
}
