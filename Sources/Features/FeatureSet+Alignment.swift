import Datasets
import Matrices

/// What happens to rows of a feature file that belong to no item of the dataset.
public enum ExtraRows: String, Sendable, CaseIterable {
  /// They are an error: the files may not belong together.
  case error
  /// They are left out and counted in a notice: the dataset is meant to be a subset.
  case leaveOut
}

extension FeatureSet {
  /// The feature set with its rows in the order of a dataset's items.
  ///
  /// Where both sides have ids the rows are matched by them, else by position, which needs equal counts. Rows that
  /// were dropped while reading stay dropped: ``keptRows`` then says which items the rows belong to.
  ///
  /// - Parameters:
  ///   - ids: one id an item, or nil when the dataset has none.
  ///   - count: the number of items.
  ///   - dataset: what messages call the dataset.
  /// - Throws: ``FeatureError`` for unequal counts, missing, repeated or extra ids.
  /// - Complexity: O(rows · columns).
  public func aligned(
    to ids: [String]?, count: Int, of dataset: String, extraRows: ExtraRows = .error
  ) throws -> FeatureSet {
    precondition(ids == nil || ids?.count == count, "\(ids?.count ?? 0) ids for \(count) items")
    guard let items = ids, let rowIDs = self.ids else {
      guard rowCount == count else { throw error(.rowCount(rows: rowCount, items: count, dataset: dataset)) }
      return self
    }
    let rows = try positions(of: rowIDs, in: name)
    _ = try positions(of: items, in: dataset)
    let alsoDropped = rowIDs.filter(droppedIDs.contains)
    guard alsoDropped.isEmpty else {
      throw error(.duplicateIDs(count: alsoDropped.count, first: first(alsoDropped), source: name))
    }
    let missing = items.filter { rows[$0] == nil && !droppedIDs.contains($0) }
    guard missing.isEmpty else { throw error(.missingIDs(count: missing.count, first: first(missing), dataset)) }
    let wanted = Set(items)
    let extra = rowIDs.filter { !wanted.contains($0) } + droppedIDs.filter { !wanted.contains($0) }.sorted()
    guard extra.isEmpty || extraRows == .leaveOut else {
      throw error(.extraIDs(count: extra.count, first: first(extra), dataset))
    }
    let kept = items.indices.filter { rows[items[$0]] != nil }
    guard !kept.isEmpty else { throw error(.everyRowDropped(rows: count)) }
    let notice = Notice(
      kind: "rows-without-item",
      message: "\(name): \(counted(extra.count, "row")) without an item in \(dataset) left out")
    return FeatureSet(
      name: name, matrix: matrix.selecting(rows: kept.compactMap { rows[items[$0]] }), ids: kept.map { items[$0] },
      keptRows: kept, rowCount: count, audit: audit, notices: extra.isEmpty ? notices : notices + [notice],
      droppedIDs: droppedIDs.intersection(wanted))
  }

  /// The rows of some items, in their order.
  ///
  /// - Throws: ``FeatureError`` when an item has no row.
  public func selecting(items: [Int]) throws -> FeatureSet {
    let rows = Dictionary(zip(keptRows, 0...)) { first, _ in first }
    let found = items.compactMap { rows[$0] }
    guard found.count == items.count, !found.isEmpty else {
      throw error(.rowCount(rows: found.count, items: items.count, dataset: "the selection"))
    }
    return FeatureSet(
      name: name, matrix: matrix.selecting(rows: found), ids: ids.map { ids in found.map { ids[$0] } },
      keptRows: items, rowCount: rowCount, audit: audit, notices: notices, droppedIDs: droppedIDs)
  }

  /// The feature sets cut to the items that all of them have, when rows were dropped from some.
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

  private func positions(of ids: [String], in source: String) throws -> [String: Int] {
    var positions: [String: Int] = [:]
    var repeated: [String] = []
    for (position, id) in ids.enumerated() where positions.updateValue(position, forKey: id) != nil {
      repeated.append(id)
    }
    guard repeated.isEmpty else {
      throw error(.duplicateIDs(count: repeated.count, first: first(repeated), source: source))
    }
    return positions
  }

  private func first(_ ids: [String]) -> [String] { Array(ids.prefix(3)) }

  private func error(_ reason: FeatureError.Reason) -> FeatureError { FeatureError(path: name, reason: reason) }
}
