import Core
import Datasets
import Features
import Testing

/// Columns that two files have in common show whether their rows have one order, wherever they stand and however often
/// they repeat their values.
@Suite struct CommonColumnTests {
  typealias Table = TablePair.Table

  private static func point(_ item: Int) -> String { "\(9 * (item % 3)).\(item),\(5 * (item % 3)).25,\(item % 7).5" }

  /// Rows of two columns that name a row only together.
  struct Compound: Sendable, CustomTestStringConvertible {
    let name: String
    let rows: Int
    let id: @Sendable (Int) -> String
    var testDescription: String { name }
  }

  private static let compounds = [
    Compound(name: "6 × 10", rows: 60) { "\($0 / 10),\($0 % 10)" },
    Compound(name: "3 × 4", rows: 12) { "s\($0 / 4),\($0 % 4)" },
    Compound(name: "3 × 100", rows: 300) { "v\($0 / 100),\($0 % 100)" },
    Compound(name: "of different lengths", rows: 420) { item in
      let part = [0, 150, 290].last { $0 <= item } ?? 0
      return "\([0: "a", 150: "b"][part] ?? "c"),\(item - part + 1)"
    },
    Compound(name: "a long block", rows: 5000) { "\($0 / 100 + 40),\($0 % 100)" },
  ]

  @Test(arguments: compounds) func twoColumnsTogetherAreIds(compound: Compound) throws {
    let (items, id) = (Array(0..<compound.rows), compound.id)
    let shuffled = items.shuffled(seed: 3)
    for one in [items, items.shuffled(seed: 5)] {
      let truth = Table("t.csv", "video,frame,class", one, labels: "class") { "\(id($0)),\($0 % 3)" }
      let other = Table("c.csv", "video,frame,cluster", shuffled, labels: "cluster") { "\(id($0)),\($0 % 3)" }
      let error = try #require(try TablePair.match(truth, other).error)
      #expect(error.cause.contains("columns video, frame of t.csv and columns video, frame of c.csv hold the same"))
      // Keys behind features, of which there are several.
      let features = Table("f.csv", "a,b,c,video,frame", one) { "\(Self.point($0)),\(id($0))" }
      if !id(0).contains(where: \.isLetter) {
        let cause = try #require(try TablePair.match(features, other).error).cause
        #expect(cause.hasSuffix("; video, frame are read as features"), "\(cause)")
        let others = Table("g.csv", "p,q,r,video,frame", shuffled) { "\(Self.point($0)),\(id($0))" }
        #expect(try TablePair.match(features, others).error?.cause.hasSuffix("are read as features") == true)
      }
    }
    // In the same order nothing is to be said.
    let truth = Table("t.csv", "video,frame,class", shuffled, labels: "class") { "\(id($0)),\($0 % 3)" }
    let other = Table("c.csv", "video,frame,cluster", shuffled, labels: "cluster") { "\(id($0)),\($0 % 3)" }
    #expect(try TablePair.match(truth, other).isSilent)
  }

  @Test(arguments: ["%,fold", "fold,%", "%,fold,split"]) func aColumnThatDiffersHidesNothing(form: String) throws {
    let items = Array(0..<60)
    func row(_ item: Int, _ file: Int) -> String {
      var text = form.replacing("%", with: "\(item / 10),\(item % 10)")
      text = text.replacing("fold", with: "\((item * (2 * file + 3) + item / 7) % 5)")
      return text.replacing("split", with: ["a", "b", "c"][(item * (file + 1) + item / 11) % 3])
    }
    let header = form.replacing("%", with: "patient,visit")
    let truth = Table("t.csv", "\(header),class", items, labels: "class") { "\(row($0, 0)),\($0 % 3)" }
    let other = Table("c.csv", "\(header),cluster", items.shuffled(seed: 4), labels: "cluster") {
      "\(row($0, 1)),\($0 % 3)"
    }
    let cause = try #require(try TablePair.match(truth, other).error).cause
    #expect(cause.contains("columns patient, visit of t.csv"), "\(cause)")
  }

  @Test func columnsUnderOtherNamesOrWithoutNamesAreCompared() throws {
    let items = Array(0..<60)
    func table(_ name: String, _ header: String, _ rows: [Int], labels: String) -> Table {
      Table(name, "\(header),\(labels)", rows, labels: labels) { "\($0 / 10),\($0 % 10),\($0 % 3)" }
    }
    let truth = table("t.csv", "subj,tr", items, labels: "class")
    let others = try TablePair.match(truth, table("c.csv", "patient,visit", items.shuffled(seed: 1), labels: "cluster"))
    #expect(
      others.notes.contains { $0.contains("columns subj, tr of t.csv and columns patient, visit of c.csv share 60") })
    let nameless = try TablePair.match(
      table("t.csv", ",", items, labels: "class"), table("c.csv", ",", items.shuffled(seed: 1), labels: "cluster"))
    #expect(nameless.error?.cause.contains("columns #0, #1 of t.csv") == true, "\(nameless)")
    #expect(nameless.error?.hint.contains("df[\"Unnamed: 0\"].astype(str)") == true)
    let features = Table("f.csv", ",,a,b,c", items) { "\($0 / 10),\($0 % 10),\(Self.point($0))" }
    let run = try TablePair.match(features, table("c.csv", ",", items.shuffled(seed: 1), labels: "cluster"))
    #expect(run.error?.cause.contains("columns #0, #1") == true)
  }

  @Test(arguments: ["patient", "subject"]) func idsThatRepeatOrLackInBothFilesGetANote(name: String) throws {
    let kinds: [@Sendable (Int) -> String] = [
      { "\(100 + $0 % 50)" }, { $0 < 10 ? "" : "p\($0)" }, { $0 < 10 ? "nan" : "\($0 * 3 + 100)" }, { "w\($0 % 45)" },
    ]
    for (kind, id) in kinds.enumerated() {
      let items = Array(0..<60)
      let truth = Table("t.csv", "patient,class", items, labels: "class") { "\(id($0)),\($0 % 3)" }
      let other = Table("c.csv", "\(name),cluster", items.shuffled(seed: 9), labels: "cluster") {
        "\(id($0)),\($0 % 3)"
      }
      let notes = try TablePair.match(truth, other).notes
      #expect(notes.contains { $0.contains("column \(name) of c.csv share") }, "\(kind): \(notes)")
    }
  }

  @Test(arguments: [6, 12, 60, 500]) func fractionsAreCompared(rows: Int) throws {
    let (items, shuffled) = (Array(0..<rows), Array(0..<rows).shuffled(seed: 2))
    let features = Table("f.csv", "t,a,b,c", items) { "\(Double($0) * 0.25 + 0.1),\(Self.point($0))" }
    let labels = Table("l.csv", "t,label", shuffled, labels: "label") { "\(Double($0) * 0.25 + 0.1),\($0 % 3)" }
    let notes = try TablePair.match(features, labels).notes
    #expect(notes.contains { $0.contains("column t of") && $0.contains("share \(rows.grouped) of") }, "\(notes)")
    // Labels in a copy of the whole table.
    let plain = Table("f.csv", "a,b,c", items, Self.point)
    let copy = Table("l.csv", "a,b,c,label", shuffled, labels: "label") { "\(Self.point($0)),\($0 % 3)" }
    #expect(try TablePair.match(plain, copy).error?.cause.contains("hold the same \(rows.grouped) ids") == true)
  }

  @Test func columnsThatAreDroppedAreCompared() throws {
    let items = Array(0..<60)
    var features = Table("f.csv", "subject,trial,a,b,c", items) { "s\($0 / 10),\($0 % 10),\(Self.point($0))" }
    features.dropped = ["subject"]
    let labels = Table("l.csv", "subject,trial,label", items.shuffled(seed: 2), labels: "label") {
      "s\($0 / 10),\($0 % 10),\($0 % 3)"
    }
    #expect(try TablePair.match(features, labels).error?.cause.contains("subject, trial") == true)
    // Counting numbers as well.
    var counted = Table("f.csv", "n,a,b,c", items) { "\($0),\(Self.point($0))" }
    counted.dropped = ["n"]
    let other = Table("l.csv", "n,label", items.shuffled(seed: 2), labels: "label") { "\($0),\($0 % 3)" }
    #expect(try TablePair.match(counted, other).notes.contains { $0.contains("column n of") })
  }
}
