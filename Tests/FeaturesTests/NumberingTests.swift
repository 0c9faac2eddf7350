import Core
import Datasets
import Features
import Testing

/// Numbers that only count match no neighbors, and a table that was saved twice keeps its older index.
@Suite struct NumberingTests {
  typealias Table = TablePair.Table
  private let items = Array(0..<60)

  private func truth(_ name: String, _ rows: [Int], _ number: (Int) -> Int) -> Table {
    Table("t.csv", "\(name),class", rows, labels: "class") { "\(number($0)),\($0 % 3)" }
  }

  private func other(_ name: String, _ rows: [Int], _ number: (Int) -> Int) -> Table {
    Table("c.csv", "\(name),cluster", rows, labels: "cluster") { "\(number($0)),\($0 % 3)" }
  }

  @Test(arguments: ["id", "image_id"], [nil, 2] as [UInt64?])
  func idsThatCountFromZeroAndFromOneAreAnError(name: String, seed: UInt64?) throws {
    for missing in MissingItems.allCases {
      try expectShifted(name, seed.map(items.shuffled(seed:)) ?? items, missing)
    }
  }

  private func expectShifted(_ name: String, _ order: [Int], _ missing: MissingItems) throws {
    let one = truth(name, items) { $0 + 1 }
    for (first, second) in [(one, other(name, order) { $0 }), (other(name, order) { $0 }, one)] {
      let error = try #require(try TablePair.match(first, second, missing: missing).error)
      #expect(error.cause.hasSuffix("one counts from 0, the other from 1"), "\(error.cause)")
      #expect(error.hint.contains("add 1 to the ids of c.csv, in pandas: df[\"\(name)\"] = df[\"\(name)\"] + 1"))
      #expect(error.hint.contains("--id-column \(name) --missing drop"))
    }
    #expect(try TablePair.match(one, other(name, order) { $0 + 1 }, missing: missing).error == nil)
    // Some of the rows of a file have numbers of that file.
    let some = try TablePair.match(truth(name, items) { $0 }, other(name, Array(1..<50)) { $0 }, missing: missing)
    #expect((some.error == nil) == (missing == .drop) && some.error?.cause.contains("counts from") != true)
  }

  @Test(arguments: ["", "index", "Unnamed: 0"]) func anIndexOfOtherRowsIsAnError(name: String) throws {
    let column = name.isEmpty ? "#0" : name
    for number in [{ $0 + 10 }, { $0 + 50 }, { ($0 * 7 + 3) % 60 + 10 }] as [(Int) -> Int] {
      for (one, two) in [
        (truth(name, items) { $0 }, other(name, items, number)),
        (other(name, items, number), truth(name, items) { $0 }),
      ] {
        let error = try #require(try TablePair.match(one, two).error)
        #expect(error.cause.contains("column \(column) of "), "\(error.cause)")
        #expect(error.cause.contains("t.csv holds the numbers 0 to 59") || error.cause.hasSuffix("numbers 0 to 59"))
        #expect(error.hint.contains("--missing drop") && error.hint.contains("--id-column none"), "\(error.hint)")
      }
    }
    let shifted = try TablePair.match(truth(name, items) { $0 + 1 }, other(name, items.shuffled(seed: 1)) { $0 })
    #expect(shifted.error?.cause.hasSuffix("one counts from 0, the other from 1") == true)
    // Numbers with gaps may be those of rows that were left out before the other file was written.
    let gaps = try TablePair.match(truth(name, items) { $0 }, other(name, items) { $0 * 3 + 2 })
    #expect(
      gaps.notes.contains { $0.contains("because the column \(column) of t.csv only counts its rows") }, "\(gaps)")
    #expect(gaps.notes.contains { $0.hasSuffix("--id-column \(name.isEmpty ? "'#0'" : shellWord(name))") }, "\(gaps)")
    #expect(try TablePair.match(truth(name, items) { $0 }, other(name, items) { $0 }).isSilent)
    let turned = other(name, items.shuffled(seed: 5)) { $0 }
    #expect(try TablePair.match(truth(name, items) { $0 }, turned).isMatchedByID)
  }

  @Test(arguments: [",Unnamed: 0", ",index", "level_0,index", "Unnamed: 0,Unnamed: 0.1"], [true, false])
  func aTableSavedTwiceKeepsItsOlderIndex(header: String, isInOrder: Bool) throws {
    let (one, two) = (isInOrder ? items : items.shuffled(seed: 4), items.shuffled(seed: 6))
    func table(_ name: String, _ rows: [Int], labels: String) -> Table {
      let place = Dictionary(uniqueKeysWithValues: zip(rows, 0...))
      return Table(name, "\(header),\(labels)", rows, labels: labels) { "\(place[$0] ?? 0),\($0),\($0 % 3)" }
    }
    let outcome = try TablePair.match(table("t.csv", one, labels: "class"), table("c.csv", two, labels: "cluster"))
    #expect(outcome.error == nil && outcome.isMatchedByID, "\(outcome)")
    #expect(outcome.rows.last?.compactMap { $0.map { two[$0] } } == one)
  }

  /// A row without an id does not hide that a feature holds the ids of the others.
  @Test func anEmptyIDHidesNoIDsAmongFeatures() throws {
    let one = Table("a.csv", "Unnamed: 0,x,y", items) { "\($0 == 3 ? "" : "\(100 + 9 * $0)"),\($0).5,\($0 % 3).5" }
    let two = Table("b.csv", "name,u,v", items.shuffled(seed: 3)) { "\(100 + 9 * $0),\($0).5,\($0 % 3).5" }
    let error = try TablePair.match(one, two, missing: .drop).error
    #expect(error?.cause.contains("is read as a feature and holds the ids of") == true, "\(error?.cause ?? "")")
    // Where every row is kept, ids that one row lacks decide nothing.
    let kept = try TablePair.match(one, two)
    #expect(kept.error == nil && !kept.isMatchedByID)
    #expect(kept.notes.contains { $0.contains("share 59 of 60 values and are not used as ids") }, "\(kept.notes)")
  }

  @Test func hintsNameTheColumnThatNamesTheRows() throws {
    func table(_ name: String, _ rows: [Int], labels: String) -> Table {
      let place = Dictionary(uniqueKeysWithValues: zip(rows, 0...))
      return Table(name, "id,name,\(labels)", rows, labels: labels) { "\(place[$0] ?? 0),p\($0),\($0 % 3)" }
    }
    let truth = table("t.csv", items, labels: "class")
    let fewer = table("c.csv", Array(items.shuffled(seed: 7).prefix(50)), labels: "cluster")
    let hint = try #require(try TablePair.match(truth, fewer).error).hint
    #expect(hint.hasPrefix("the ids of both only count; if name holds them: --id-column name; else"), "\(hint)")
    let dropped = try TablePair.match(truth, fewer, missing: .drop).error
    #expect(dropped?.cause == "2 columns may hold them and differ: id, name")
    // Two indices that count fewer rows and more.
    let counters = try TablePair.match(self.truth("", items) { $0 }, other("", Array(0..<50)) { $0 }, missing: .drop)
    let way = "if equal numbers name the same row: --id-column '#0' --missing drop"
    #expect(counters.error?.hint.hasSuffix(way) == true)
  }
}
