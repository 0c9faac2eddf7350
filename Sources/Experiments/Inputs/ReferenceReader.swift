import Core
import Datasets
import Features
import Foundation
import Matrices
import Results
import Stages

/// Reads the files of one reference: the rows, and a name for each.
struct ReferenceReader {
  let source: Experiment.Reference
  let reader: InputReader

  /// - Throws: the importers' errors; `RunError` where rows and names do not belong together.
  func read() throws -> References.Entry {
    let set = try rows()
    let (all, notes) = try names(of: set)
    if let row = all.firstIndex(where: \.isEmpty) {
      throw RunError(
        .blankName(reference: source.name, file: source.names?.path ?? source.rows.file, row: row))
    }
    let names = set.keptRows.map { all[$0] }
    let rows = try source.rows.scale.maker?.make([set.matrix]).rows ?? set.matrix
    let record = ReferenceRecord(
      file: source.rows.file, namesFile: source.names?.path, rows: names.count, dimensions: rows.columns,
      distinctNames: Set(names).count, digest: try Digest.digits(of: rows, names: names),
      audit: try JSONValue(encoding: set.audit))
    return References.Entry(
      reference: Reference(rows: rows, names: names), record: record, audit: set.audit,
      notices: set.notices + notes + repeated(names) + zeros(set, names))
  }

  /// The rows as their file holds them.
  private func rows() throws -> FeatureSet {
    var feature = source.rows
    if source.names == nil, feature.idColumn == nil { feature.idColumn = usualNames }
    return try reader.featureSet(feature, idsAreNames: source.names == nil)
  }

  /// The column or array of the rows' file that is called like names.
  private var usualNames: String? {
    let path = reader.resolve(source.rows.file)
    guard FileSpecification(path).mayNameIDs,
      let holds = try? NamedColumns.holding(path, header: TableHeader(source.rows.header))
    else { return nil }
    let taken = [source.rows.column, source.rows.member]
    return ["name", "names", "Name", "Names"].first { holds($0) && !taken.contains($0) }
  }

  // MARK: - Names

  /// A name for each row of the file, those that were dropped included.
  private func names(of set: FeatureSet) throws -> (names: [String], notices: [Notice]) {
    guard let file = source.names else {
      if let names = set.rowIDs { return (names.map(\.trimmed), []) }
      let note = Notice(
        kind: References.namelessKind,
        message: "\(source.name): its rows have no names and get their positions from 0; names: sets names")
      return ((0..<set.rowCount).map(String.init), [note])
    }
    let column = try TextColumn(
      reading: reader.resolve(file.path), as: .names, column: file.column, idColumn: file.idColumn,
      header: TableHeader(file.header))
    let rows = set.side(of: source.rows.file)
    var others = column.side(of: "the names of \(source.name) (\(file.path))")
    others.source = reader.resolve(file.path)
    do {
      let matching = try ItemMatching([rows, others])
      let names = matching.rows[1].map { $0.map { column.texts[$0].trimmed } ?? "" }
      return (names, column.notices + matching.notices)
    } catch {
      guard case .counts(let rows, let others) = error.reason, let names = others.first else { throw error }
      throw RunError(
        .nameCount(
          reference: source.name,
          rows: .init(file: source.rows.file, count: rows.rows, hasAssumedHeader: rows.hasAssumedHeader),
          names: .init(file: file.path, count: names.rows, hasAssumedHeader: names.hasAssumedHeader)))
    }
  }

  // MARK: - Notes

  private func repeated(_ names: [String]) -> [Notice] {
    var counts: [String: Int] = [:]
    for name in names { counts[name, default: 0] += 1 }
    let repeated = names.uniqued.filter { counts[$0, default: 0] > 1 }
    guard let first = repeated.first else { return [] }
    return [
      Notice(
        kind: "repeated-names",
        message: "\(source.name): \(repeated.count.grouped) of \(counted(counts.count, "name")) "
          + "\(repeated.count == 1 ? "belongs" : "belong") to several rows, such as \"\(first)\" for "
          + "\((counts[first] ?? 0).grouped)")
    ]
  }

  private func zeros(_ set: FeatureSet, _ names: [String]) -> [Notice] {
    guard set.audit.zeroRows > 0 else { return [] }
    let zeros = names.indices.filter { row in set.matrix.trueRow(row).allSatisfy { $0 == 0 } }
    guard let first = zeros.first else { return [] }
    return [
      Notice(
        kind: "zero-references",
        message: "\(source.name): \(zeros.count.grouped) of \(counted(names.count, "row")) "
          + "\(zeros.count == 1 ? "has" : "have") only zeros, such as \"\(names[first])\"")
    ]
  }
}

extension String {
  /// The text without white space at its ends.
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespaces) }
}
