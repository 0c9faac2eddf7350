import Core
import Datasets
import Features
import Testing

/// Columns of words that name the rows of a file by a name that tells nothing, beside a file without ids.
@Suite struct UnusedNamesTests {
  typealias Table = TablePair.Table
  private static let items = Array(0..<60)
  private static let features = Table("f.csv", "a,b", items) { "\($0).5,\($0 % 7).25" }

  private func labels(
    _ header: String, _ rows: [Int] = items, labels: String = "label", _ name: (Int) -> String
  ) -> Table {
    Table("l.csv", "\(header),label", rows, labels: labels) { "\(name($0)),c\($0 % 3)" }
  }

  private static let names: [(header: String, name: @Sendable (Int) -> String)] = [
    ("image", { "img\($0).png" }), ("name", { "n\($0)" }), ("file", { "my photo \($0).jpeg" }),
    ("path", { "a/b/\($0).npy" }), ("sample_id", { "s-\($0)" }), ("word", { "w\(String(repeating: "x", count: $0))" }),
  ]

  @Test(arguments: names.indices) func theyGetTheNoteOnPositions(kind: Int) throws {
    let (header, name) = Self.names[kind]
    for rows in [Self.items, Self.items.shuffled(seed: 2)] {
      let labels = labels(header, rows, name)
      let outcome = try TablePair.match(Self.features, labels)
      #expect(outcome.error == nil && outcome.notes.count == 1, "\(outcome)")
      let note = outcome.notes.first ?? ""
      #expect(note.hasPrefix("the ids of l.csv (column \(header)) were not used, because "), "\(note)")
      #expect(note.contains("its rows are matched by position") && note.contains("--id-column \(header)"), "\(note)")
      #expect(try TablePair.match(labels, Self.features).notes.map { $0.hasPrefix("the ids of l.csv") } == [true])
    }
  }

  @Test func aFileOfThreeRowsIsEnough() throws {
    for rows in [2, 3] {
      let features = Table("f.csv", "a,b", Array(0..<rows)) { "\($0).5,\($0 % 7).25" }
      let outcome = try TablePair.match(features, labels("image", Array(0..<rows)) { "img\($0).png" })
      #expect(outcome.notes.count == (rows == 3 ? 1 : 0), "\(outcome.notes)")
    }
  }

  private static let others: [(header: String, value: @Sendable (Int) -> String)] = [
    ("caption", { "a dog on field \($0)" }), ("title", { "Vol. \($0) of it" }), ("split", { "s\($0 % 50)" }),
    ("age", { "\($0 * 7 % 61 + 20)" }), ("share", { "0.\($0 + 100)" }), ("note", { $0 == 5 ? "" : "n\($0)" }),
    ("box", { "\"[\($0),1]\"" }),
  ]

  @Test(arguments: others.indices) func valuesThatNameNoRowsAreSilent(kind: Int) throws {
    let (header, value) = Self.others[kind]
    #expect(try TablePair.match(Self.features, labels(header, Self.items, value)).isSilent)
  }

  @Test func theColumnOfLabelsIsNoName() throws {
    let table = labels("word", labels: "word") { "w\($0)" }
    #expect(try TablePair.match(Self.features, table).isSilent)
  }

  @Test func aFileWithIdsOrWithTheSameColumnNeedsNoNote() throws {
    let labels = labels("image") { "img\($0).png" }
    let items = Table("f.csv", "image_id,a", Self.items) { "img\($0).png,\($0).5" }
    #expect(try TablePair.match(items, labels).isMatchedByID)
    let other = Table("c.csv", "image,cluster", Self.items, labels: "cluster") { "img\($0).png,\($0 % 4)" }
    let notes = try TablePair.match(other, labels).notes
    #expect(!notes.contains { $0.contains("by position") }, "\(notes)")
  }

  @Test func aStatementThatThereAreNoIdsIsBelieved() throws {
    let path = try file("l.csv", text: "image,label\n" + Self.items.map { "img\($0).png,c\($0 % 3)\n" }.joined())
    let labels = try LabelSet.reading(path, LabelOptions(column: "label", idColumn: IDColumn.none)).side(of: "l.csv")
    #expect(try ItemMatching([Self.features.side(), labels]).notices.isEmpty)
  }
}
