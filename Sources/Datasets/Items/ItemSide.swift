import Matrices

/// One file with a row for each item: features, labels, captions, images or ids.
public struct ItemSide: Sendable, Equatable {
  /// The name in messages, such as `visual (clip.npy)`.
  public let name: String
  /// The number of rows.
  public let count: Int
  /// One id a row; nil where the file has none.
  public let ids: [String]?
  /// True where the file's first line was taken for a header and could be a row.
  public let hasAssumedHeader: Bool
  /// True where the file's first line was taken for a row and could be a header.
  public let couldHaveHeader: Bool

  /// - Precondition: as many ids as rows.
  public init(
    name: String, count: Int, ids: [String]? = nil, hasAssumedHeader: Bool = false, couldHaveHeader: Bool = false
  ) {
    precondition(ids.map { $0.count == count } ?? true, "\(ids?.count ?? 0) ids for \(count) rows of \(name)")
    self.name = name
    self.count = count
    self.ids = ids
    self.hasAssumedHeader = hasAssumedHeader
    self.couldHaveHeader = couldHaveHeader
  }

  /// The row of each id.
  ///
  /// - Throws: ``ItemError`` for a repeated id.
  func rowsByID() throws(ItemError) -> [String: Int] {
    var rows: [String: Int] = [:]
    rows.reserveCapacity(count)
    var repeated: [String] = []
    for (row, id) in (ids ?? []).enumerated() where rows.updateValue(row, forKey: id) != nil { repeated.append(id) }
    guard repeated.isEmpty else {
      throw ItemError(.repeatedIDs(side: name, rows: count, repeats: repeated.count, first: Array(repeated.prefix(3))))
    }
    return rows
  }
}
