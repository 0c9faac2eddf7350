import Core
import Datasets
import Features
import Foundation
import Testing

/// Tables that pandas wrote in every way, read as pandas reads them with the arguments of the writer.
@Suite struct TableTrialTests {
  private struct Trial: Decodable {
    let tables: [Table]
  }

  private struct Table: Decodable {
    let name: String
    let text: String
    let ids: [String]?
    let column: String?
    let labels: [String?]?
    let numbers: [[Double?]]?
    /// The user's word on the first line, true for names, where nobody else can know.
    let header: Bool?
    /// True where the first line could be names as well as a row.
    let mayAsk: Bool?

    enum CodingKeys: String, CodingKey {
      case name, text, ids, column, labels, numbers, header
      case mayAsk = "may_ask"
    }

    var heading: TableHeader { header.map { $0 ? .present : .absent } ?? .automatic }
  }

  /// The tables of the fixture, or those of a file that `make table-trial` made.
  private static func tables() throws -> [Table] {
    let path = try ProcessInfo.processInfo.environment["FUSEBENCH_TABLE_TRIAL"] ?? fixture("table-trial.json")
    return try JSONDecoder().decode(Trial.self, from: Data(contentsOf: URL(fileURLWithPath: path))).tables
  }

  @Test func everyTableIsReadAsPandasReadsIt() throws {
    let tables = try Self.tables()
    var (wrong, asked) = (0, 0)
    for table in tables {
      let path = try file(table.name, text: table.text)
      if (try? isRead(table, at: path, table.heading)) == true { continue }
      if table.mayAsk == true, let other = try Self.askedHeading(path), try isRead(table, at: path, other) {
        asked += 1
      } else {
        wrong += 1
        Issue.record("\(table.name): \(table.text.prefix(200))")
      }
    }
    print(
      "\(tables.count - wrong - asked) of \(tables.count) tables are read as pandas reads them, \(asked) after the "
        + "question that a note asks")
    #expect(tables.count >= 60 && 25 * asked < tables.count)
  }

  /// The role of the first line that a note on it offers; nil without such a note.
  private static func askedHeading(_ path: String) throws -> TableHeader? {
    let kinds = try DelimitedTable(mapping: path).notices.map(\.kind)
    return kinds.contains("numbers-as-row") ? .present : kinds.contains("numbers-as-header") ? .absent : nil
  }

  private func isRead(_ table: Table, at path: String, _ heading: TableHeader) throws -> Bool {
    try table.labels.map { try readsLabels($0, of: table, at: path, heading) }
      ?? readsNumbers(of: table, at: path, heading)
  }

  private func readsLabels(
    _ expected: [String?], of table: Table, at path: String, _ heading: TableHeader
  ) throws -> Bool {
    let column = try LabelSet.reading(path, LabelOptions(column: table.column, header: heading))
    let found = column.labels.values.map { $0 < 0 ? nil : column.labels.classes[Int($0)] }
    return found == expected && column.ids == table.ids
  }

  private func readsNumbers(of table: Table, at path: String, _ heading: TableHeader) throws -> Bool {
    let rows = try #require(table.numbers)
    let kept = rows.indices.filter { !rows[$0].contains(nil) }
    let set = try FeatureSet(reading: path, FeatureOptions(nonFinite: .drop, header: heading))
    let expected = kept.map { rows[$0].compactMap(\.self) }
    return set.rowCount == rows.count && set.keptRows == kept && largestError(set.matrix, expected) < 1e-6
      && set.ids == table.ids.map { ids in kept.map { ids[$0] } }
  }
}
