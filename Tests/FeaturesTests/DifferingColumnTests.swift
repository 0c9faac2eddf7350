import Core
import Datasets
import Features
import Testing

/// Columns of one name that seem to name the rows of two files: what they contradict is never silent, in whatever way they
/// are written.
@Suite struct DifferingColumnTests {
  typealias Table = TablePair.Table
  private static let items = Array(0..<60)
  private static let shuffled = items.shuffled(seed: 8)

  /// Two ways to write the id of an item.
  struct Form: Sendable, CustomTestStringConvertible {
    let column: String
    let one: @Sendable (Int) -> String
    let two: @Sendable (Int) -> String
    /// True where the same order is seen all the same.
    var isKnown = true
    var testDescription: String { "\(column): \(one(12)) and \(two(12))" }
  }

  private static func long(_ item: Int) -> Int { 1_234_567_890_123_456_789 + item * 100_000_000_000_000 }

  private static let forms = [
    Form(column: "key", one: { "TCGA-\($0 + 10)-A" }, two: { "TCGA.\($0 + 10).A" }),
    Form(column: "cell", one: { "AAAC\($0 + 10)-1" }, two: { "AAAC\($0 + 10)" }),
    Form(column: "gene", one: { "ENSG\($0 + 100).6" }, two: { "ENSG\($0 + 100)" }),
    Form(column: "key", one: { "a b \($0 + 10)" }, two: { "a.b.\($0 + 10)" }),
    Form(column: "file", one: { "img_\($0 + 10).png" }, two: { "img_\($0 + 10)_mask.png" }),
    Form(column: "key", one: { "a\($0 + 10)_emb" }, two: { "a\($0 + 10)" }),
    Form(column: "user", one: { "@u\($0 + 10)" }, two: { "u\($0 + 10)" }),
    Form(column: "key", one: { "\($0 + 10)%" }, two: { "\($0 + 10)" }),
    Form(column: "tweet_id", one: { "\(long($0))" }, two: { "\(Double(long($0)))" }),
    Form(column: "phone", one: { "\(31_612_345_678 + $0 * 1_000_000)" }, two: { "3.16\(12 + $0)E+10" }, isKnown: false),
    Form(column: "timestamp", one: { "\(1_600_000_000 + $0 * 3607)" }, two: { "\(1_600_000_000 + $0 * 3607)000" }),
    Form(
      column: "timestamp", one: { "\(1_600_000_000 + $0 * 60)" }, two: { "2020-09-13 12:\($0 + 10):40" },
      isKnown: false),
    Form(column: "name", one: { "person \($0)" }, two: { "somebody else \($0 * 7)" }, isKnown: false),
    Form(column: "year", one: { "\(1900 + $0)" }, two: { "\(1930 + $0)" }, isKnown: false),
  ]

  private func match(_ form: Form, _ order: [Int], names: (String, String)? = nil) throws -> TablePair.Outcome {
    let names = names ?? (form.column, form.column)
    return try TablePair.match(
      Table("t.csv", "\(names.0),class", Self.items, labels: "class") { "\(form.one($0)),\($0 % 3)" },
      Table("c.csv", "\(names.1),cluster", order, labels: "cluster") { "\(form.two($0)),\($0 % 3)" })
  }

  @Test(arguments: forms) func whatIsWrittenOtherwiseIsNoted(form: Form) throws {
    let notes = try match(form, Self.shuffled).notes
    let column = form.column
    #expect(
      notes.contains {
        $0.hasPrefix("column \(column) of t.csv and of c.csv hold different values in ")
          || $0.contains("share") && column == "year"
      }, "\(notes)")
    // In the same order a form that is known says nothing.
    if form.isKnown { #expect(try match(form, Self.items).isSilent) }
    // Columns of other names need not say the same.
    if column != "year", column != "phone" {
      #expect(try match(form, Self.shuffled, names: ("\(column)1", "\(column)2")).isSilent)
    }
  }

  @Test func theNoteNamesTheWayOut() throws {
    let notes = try match(Self.forms[0], Self.shuffled).notes
    #expect(notes.count == 1 && notes[0].contains("hold different values in "))
    #expect(notes[0].contains(" of 60 rows: rows are matched by position"))
    #expect(notes[0].hasSuffix("or name them: --id-column key; if they name none: --id-column none"), "\(notes)")
  }

  /// Words before the numbers of another file, of which the numbers alone might be ranks.
  @Test(arguments: ["sub-%", "P00%", "S%", "sub-0%"], ["participant_id", "participant", "subject"])
  func wordsBeforeCountingNumbersAreIds(form: String, name: String) throws {
    for (start, rows) in [(1, 6), (1, 60), (0, 30)] {
      let items = Array(0..<rows)
      func match(_ order: [Int]) throws -> TablePair.Outcome {
        try TablePair.match(
          Table("t.csv", "\(name),class", items, labels: "class") {
            "\(form.replacing("%", with: "\($0 + start)")),\($0 % 3)"
          }, Table("c.csv", "\(name),cluster", order, labels: "cluster") { "\($0 + start),\($0 % 3)" })
      }
      let error = try match(items.shuffled(seed: 3)).error
      #expect(error?.cause.contains("hold the same \(rows) ids without") == true, "\(error?.cause ?? "")")
      #expect(try match(items).isSilent)
    }
  }

  private static let keys: [(header: String, row: @Sendable (Int) -> String)] = [
    ("name", { "p\($0)" }), ("filename", { "p\($0).png" }), ("serial", { "\($0 * 17 + 5000)" }),
    ("video,frame", { "v\($0 / 10),\($0 % 10)" }),
  ]

  /// Ids that each file counts anew match everything.
  @Test(arguments: keys.indices, [12, 60]) func runningIdsAreHeldAgainstOtherColumns(key: Int, rows: Int) throws {
    let (header, row) = Self.keys[key]
    let items = Array(0..<rows)
    let order = items.shuffled(seed: 4)
    func table(_ name: String, _ order: [Int], isAnew: Bool, labels: String) -> Table {
      let place = Dictionary(uniqueKeysWithValues: zip(order, 0...))
      return Table(name, "id,\(header),\(labels)", order, labels: labels) {
        "\(isAnew ? place[$0] ?? 0 : $0),\(row($0)),\($0 % 3)"
      }
    }
    let truth = table("t.csv", items, isAnew: true, labels: "class")
    let error = try #require(try TablePair.match(truth, table("c.csv", order, isAnew: true, labels: "cluster")).error)
    if header.contains(",") {
      #expect(error.cause.contains("columns video, frame of t.csv") && error.hint.hasSuffix("not ids: --id-column id"))
    } else {
      #expect(error.cause == "2 columns may hold them and differ: id, \(header)")
      #expect(error.hint.contains("--id-column \(header)"))
    }
    // Ids that stay with their rows are right, and so are those of features.
    let kept = try TablePair.match(truth, table("c.csv", order, isAnew: false, labels: "cluster"))
    #expect(kept.isMatchedByID && kept.rows[1].compactMap { $0.map { order[$0] } } == items)
    #expect(kept.notes.allSatisfy { $0.hasPrefix("ids of") }, "\(kept.notes)")
    let features = Table("f.csv", "id,\(header.contains("video") ? "n" : "serial"),a", items) {
      "\($0),\($0 * 17 + 5000),\($0).5"
    }
    let labels = Table("l.csv", "id,serial,label", order, labels: "label") { "\($0),\($0 * 17 + 5000),\($0 % 3)" }
    #expect(try TablePair.match(features, labels).notes.isEmpty)
  }

  @Test func runningIdsBesideOtherWordsGetANote() throws {
    let truth = Table("t.csv", "id,comment,class", Self.items, labels: "class") { "\($0),good \($0),\($0 % 3)" }
    let other = Table("c.csv", "id,comment,cluster", Self.shuffled, labels: "cluster") { "\($0),bad \($0),\($0 % 3)" }
    let notes = try TablePair.match(truth, other).notes
    #expect(notes.count == 1 && notes[0].contains("rows are matched by ids that only count"), "\(notes)")
  }

  private static let honest: [(header: String, one: @Sendable (Int) -> String, two: @Sendable (Int) -> String)] = [
    ("score", { "\($0 * 37 % 101)" }, { "\($0 * 53 % 101)" }), ("conf", { "0.\($0 + 100)" }, { "0.\($0 + 300)" }),
    ("time", { "\($0 * 7919 % 6007)" }, { "\($0 * 104_729 % 6007)" }), ("n", { "\($0)" }, { "\($0 + 1)" }),
    ("rank", { "\($0)" }, { "\(($0 * 7 + 3) % 60 + 1)" }), ("emb", { "\"[\($0), 1]\"" }, { "\"[\($0), 2]\"" }),
    ("fold", { "f\($0 % 5)" }, { "f\($0 % 4)" }),
    ("patient", { "\($0 * 37 + 100)" }, { "\($0 == 9 ? 99_999 : $0 * 37 + 100)" }),
  ]

  @Test(arguments: honest.indices) func valuesThatNameNoRowAreSilent(kind: Int) throws {
    let (header, one, two) = Self.honest[kind]
    for rows in [6, 60] {
      let items = Array(0..<rows)
      let truth = Table("t.csv", "\(header),class", items, labels: "class") { "\(one($0)),\($0 % 3)" }
      let other = Table("c.csv", "\(header),cluster", items, labels: "cluster") { "\(two($0)),\($0 % 3)" }
      let outcome = try TablePair.match(truth, other)
      let differing = outcome.notes.filter { $0.contains("different values") }
      #expect(outcome.error == nil && differing.isEmpty, "\(outcome)")
    }
    // Features of two files.
    let first = Table("f.csv", "a,x,p0", Self.items) { "\($0 * 37 % 101),\($0).25,\($0 * 11 % 256)" }
    let second = Table("g.csv", "a,x,p0", Self.items) { "\($0 * 53 % 101),\($0).75,\($0 * 13 % 256)" }
    #expect(try TablePair.match(first, second).isSilent)
  }
}
