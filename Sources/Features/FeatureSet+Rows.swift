import Matrices

extension FeatureSet {
  /// The feature set of some neighboring items alone, which are then all that there are.
  ///
  /// - Throws: ``FeatureError`` when none of them has a row.
  /// - Precondition: `rows` lie in `0..<rowCount`.
  public func cut(to rows: Range<Int>) throws -> FeatureSet {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= rowCount, "\(rows) are not all among \(rowCount) rows")
    let found = keptRows.indices.filter { rows.contains(keptRows[$0]) }
    guard !found.isEmpty else { throw FeatureError(path: name, reason: .everyRowDropped(rows: rows.count)) }
    return FeatureSet(
      name: name, matrix: matrix.selecting(rows: found), ids: ids.map { ids in found.map { ids[$0] } },
      keptRows: found.map { keptRows[$0] - rows.lowerBound }, rowCount: rows.count, audit: audit, notices: notices,
      droppedIDs: droppedIDs)
  }
}
