import Core
import Datasets
import Matrices

extension FeatureSet {
  /// The feature set as a side of an ``ItemMatching``: all rows of the file, dropped ones included.
  ///
  /// - Parameter file: the file's path, which messages name beside the set.
  package func side(of file: String? = nil) -> ItemSide {
    let title = file.map { "\(name) (\($0))" } ?? name
    var side = ItemSide(
      name: title, count: rowCount, ids: rowIDs, columns: idColumns, hasAssumedHeader: hasAssumedHeader)
    side.couldHaveHeader = couldHaveHeader
    side.file = file
    side.source = path
    side.table = table
    side.argument = file.map { "\(name)=\($0)" }
    return side
  }

  /// Returns the feature set with its rows in the order of items.
  ///
  /// Rows that were dropped while reading stay dropped: ``keptRows`` then holds the items that have a row.
  ///
  /// - Parameter rows: for each item its row among ``rowCount``, from 0; nil where it has none.
  /// - Throws: ``FeatureError`` when no item has a row that was kept.
  /// - Precondition: the rows are different rows of the file.
  /// - Complexity: O(rows · columns).
  public func arranged(by rows: [Int?]) throws -> FeatureSet {
    if keptRows.count == rowCount, rows.count == rowCount, zip(rows, 0...).allSatisfy({ $0 == $1 }) { return self }
    var position = [Int?](repeating: nil, count: rowCount)
    for (index, row) in keptRows.enumerated() { position[row] = index }
    let kept = rows.indices.filter { item in rows[item].map { position[$0] != nil } ?? false }
    guard !kept.isEmpty else { throw error(.everyRowDropped(rows: rows.count)) }
    return FeatureSet(
      name: name, matrix: matrix.selecting(rows: kept.compactMap { item in rows[item].flatMap { position[$0] } }),
      rowIDs: rowIDs.map { ids in rows.map { $0.map { ids[$0] } ?? "" } }, keptRows: kept, rowCount: rows.count,
      audit: audit, mergedRows: mergedRows, notices: notices)
  }

  /// Returns the rows of some items, in their order.
  ///
  /// - Throws: ``FeatureError`` when an item has no row.
  public func selecting(items: [Int]) throws -> FeatureSet {
    let rows = Dictionary(zip(keptRows, 0...)) { first, _ in first }
    let found = items.compactMap { rows[$0] }
    guard found.count == items.count, !found.isEmpty else {
      throw error(.rowCount(rows: found.count, items: items.count, dataset: "the selection"))
    }
    return FeatureSet(
      name: name, matrix: matrix.selecting(rows: found), rowIDs: rowIDs, keptRows: items, rowCount: rowCount,
      audit: audit, mergedRows: mergedRows, notices: notices)
  }

  /// Returns the feature sets cut to the items that all of them have, when rows were dropped from some.
  ///
  /// - Throws: ``FeatureError`` when they count different items or have none in common.
  public static func inCommon(_ sets: [FeatureSet]) throws -> [FeatureSet] {
    guard let first = sets.first else { return [] }
    for other in sets where other.rowCount != first.rowCount {
      throw other.error(.rowCount(rows: other.rowCount, items: first.rowCount, dataset: first.name))
    }
    let common = sets.dropFirst().reduce(Set(first.keptRows)) { $0.intersection($1.keptRows) }.sorted()
    guard !common.isEmpty else { throw first.error(.everyRowDropped(rows: first.rowCount)) }
    return try sets.map { $0.keptRows == common ? $0 : try $0.selecting(items: common) }
  }

  private func error(_ reason: FeatureError.Reason) -> FeatureError { FeatureError(path: name, reason: reason) }
}
