import Core
import Datasets
import Features
import Testing

/// The ways out that errors on ids print can be followed as they stand.
@Suite struct IDHintTests {
  typealias Table = TablePair.Table
  private let items = Array(0..<30)
  private var shuffled: [Int] { items.shuffled(seed: 6) }

  private func number(_ item: Int) -> String { "\(107 + item * 7 % 30 * 4)" }

  @Test func datesWithTheYearFirstKeepDaysAndMonths() throws {
    func table(_ name: String, _ rows: [Int], _ separator: String, _ label: String) -> Table {
      Table(name, "id,\(label)", rows, labels: label) { item in
        "\(["\(1990 + item)", "0\(item % 9 + 1)", "0\(item % 7 + 1)"].joined(separator: separator)),\(item % 3)"
      }
    }
    let error = try #require(
      try TablePair.match(table("t.csv", items, "/", "class"), table("c.csv", shuffled, "-", "cluster")).error)
    #expect(error.cause.contains("without the form of dates 30 of 30") && !error.hint.contains("dayfirst"))
    #expect(error.hint.contains("the ids of t.csv anew, in pandas: df[\"id\"]"))
  }

  @Test func eachFileHasItsOwnOption() throws {
    let features = try FeatureSet(
      reading: file("f.csv", text: items.map { "\(number($0)),\($0 % 7).5,\($0 % 5).5\n" }.joined()))
    let labels = try Table("l.csv", "label,patient", shuffled, labels: "label") { "\($0 % 3),\(number($0))" }.side()
    let error = #expect(throws: ItemError.self) { try ItemMatching([features.side(of: "f.csv"), labels]) }
    #expect(error?.hint.contains("--id-column '#0' --id-column patient, or id-column: \"#0\" in an") == true)
  }

  @Test func pandasNamesTheFirstColumnInItsOwnWay() throws {
    func match(_ names: [String]) throws -> ItemError? {
      let truth = Table("t.csv", "\(names[0]),class", items, labels: "class") { "p\($0),\($0 % 3)" }
      let other = Table("c.csv", "\(names[1]),cluster", shuffled, labels: "cluster") { "P\($0),\($0 % 3)" }
      return try TablePair.match(truth, other).error
    }
    #expect(try match(["id", ""])?.hint.contains("df[\"Unnamed: 0\"] = df[\"Unnamed: 0\"].astype(str)") == true)
    // A JSON object has no columns.
    let path = try file("l.json", text: "{" + shuffled.map { "\"P\($0)\": \($0 % 3)" }.joined(separator: ",") + "}")
    let truth = try Table("t.csv", "id,class", items, labels: "class") { "p\($0),\($0 % 3)" }.side()
    let error = try #require(throws: ItemError.self) {
      try ItemMatching([truth, LabelSet.reading(path).side(of: "l.json")])
    }
    #expect(error.hint.hasPrefix("write the ids of l.json as t.csv has them") && !error.hint.contains("df["))
  }

  @Test func theFormsOfSeveralColumnsAreNamed() throws {
    let truth = Table("t.csv", "subject,trial,class", items, labels: "class") { "0\($0 / 6),\($0 % 6),\($0 % 3)" }
    let other = Table("c.csv", "subject,trial,cluster", shuffled, labels: "cluster") {
      "\($0 / 6).0,\($0 % 6),\($0 % 3)"
    }
    let error = try #require(try TablePair.match(truth, other).error)
    #expect(error.cause.contains("30 ids without the .0 of whole numbers, leading zeros"), "\(error.cause)")
    #expect(error.hint.contains("df[\"subject\"].astype(str).str.replace("), "\(error.hint)")
  }

  @Test func countsThatDifferNameTheColumnsInCommon() throws {
    let truth = Table("t.csv", "patient,visit,class", items, labels: "class") { "\($0 / 6),\($0 % 6),\($0 % 3)" }
    let other = Table("c.csv", "patient,visit,cluster", Array(items.dropLast(5)), labels: "cluster") {
      "\($0 / 6),\($0 % 6),\($0 % 3)"
    }
    #expect(try TablePair.match(truth, other).error?.hint.contains("write the columns patient, visit, if they") == true)
  }

  @Test func rowsWithoutAnIdAreNotCalledMissing() throws {
    let truth = Table("t.csv", "id,class", items, labels: "class") { "\($0 == 4 ? "" : "p\($0)"),\($0 % 3)" }
    let other = Table("c.csv", "id,cluster", shuffled, labels: "cluster") { "\($0 == 4 ? "" : "p\($0)"),\($0 % 3)" }
    #expect(
      try TablePair.match(truth, other, missing: .drop).notes == [
        "1 of 30 items of t.csv left out: 1 without an id", "1 of 30 rows of c.csv left out: 1 without an id",
      ])
  }

  /// An `.npy` of `float32`, version 1.0 of the format.
  private func array(_ rows: [[Float]]) throws -> String {
    var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(rows.count), \(rows[0].count)), }"
    header += String(repeating: " ", count: 117 - header.utf8.count) + "\n"
    let numbers = rows.joined().flatMap { number in withUnsafeBytes(of: number.bitPattern.littleEndian) { Array($0) } }
    return try file("f.npy", [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(header.utf8) + numbers)
  }

  @Test func idsInTheFirstColumnOfAnArrayAreNoted() throws {
    func side(_ id: (Int) -> Int) throws -> FeatureSet {
      try FeatureSet(reading: array(items.map { [Float(id($0)), Float($0 % 7) + 0.5, 1.5] }))
    }
    let labels = { (rows: [Int]) in
      try Table("l.csv", "id,label", rows, labels: "label") { "\(number($0)),\($0 % 3)" }.side()
    }
    let ids = try side { Int(number($0)) ?? 0 }
    let error = #expect(throws: ItemError.self) { try ItemMatching([ids.side(of: "f.npy"), labels(shuffled)]) }
    #expect(error?.cause.contains("column #0 of") == true && error?.hint.contains("ids=array[:, 0]") == true)
    let aligned = try ItemMatching([ids.side(of: "f.npy"), labels(items)])
    #expect(
      aligned.notices.contains { $0.message.contains("share 30 of 30 values") && $0.message.contains("numpy.savez") })
    #expect(try side { $0 }.notices.contains { $0.message.contains("column #0 holds each number from 0 to 29 once") })
    #expect(try side { $0 % 29 }.notices.isEmpty)
  }

  @Test func indicesBesideAnArrayAreJudgedLikeThoseOfTables() {
    let counted = items.map(String.init)
    #expect(IDColumn(values: counted, name: "index").kind == .counter)
    #expect(IDColumn(values: counted.reversed(), name: "index").kind == .index)
    #expect(IDColumn(values: counted.map { $0 + ".5" }, name: "index").kind == .clue)
    #expect(IDColumn(values: counted, name: "rank").kind == .value)
  }
}
