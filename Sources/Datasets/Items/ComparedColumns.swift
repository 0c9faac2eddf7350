import Core

/// The columns of one side by which its rows are compared with those of another one; used by one thread.
final class ComparedColumns {
  /// A column of the file.
  struct Column {
    let key: IDKey
    /// The name that makes it the same as a column of another file.
    let sharedName: String?
    /// True for labels and captions.
    let isData: Bool
    /// The number of different values in a sample of its rows.
    let distinct: Int
    /// True for a feature with a fraction in the sample.
    let isFraction: Bool

    /// True where the sample has hardly any value twice.
    var isNearlyDistinct: Bool { !isFraction && RowsApart.tell(rows: key.sample.count, distinct: distinct) }
  }

  /// The most columns that are compared under other names.
  private static let mostOthers = 16
  /// The most columns that are compared under the same name.
  private static let mostShared = 32

  private let side: ItemSide
  /// All columns; none where the user names the one of the ids.
  private lazy var columns = readColumns()

  init(_ side: ItemSide) { self.side = side }

  private var asked: [IDColumn] { side.columns.filter { $0.kind == .asked } }

  /// The columns that may tell rows apart alone: the one that the user names, or all of them; ids that are given otherwise.
  private(set) lazy var keys: [IDKey] = {
    guard asked.isEmpty else { return asked.map { IDKey($0) } }
    guard side.table != nil else {
      guard side.columns.isEmpty else { return side.columns.map { IDKey($0) } }
      return (side.ids ?? side.givenIDs).map { [IDKey(IDColumn(name: "", kind: .asked, ids: $0))] } ?? []
    }
    let known = columns.filter { $0.key.kind != .clue && $0.key.kind != .dropped }
    let others = columns.filter { column in
      (column.key.kind == .clue || column.key.kind == .dropped) && !column.isData && !column.isFraction
        && 2 * column.distinct >= column.key.sample.count
    }.sorted { $0.distinct > $1.distinct }
    return (known + others.prefix(Self.mostOthers)).map(\.key)
  }()

  /// True for the column whose ids are used.
  func isUsed(_ column: Column) -> Bool { side.column.map { column.key.names == [$0] } ?? false }

  /// The columns of two sides that have the same names, with their places in the first one, those with the most different
  /// values first.
  ///
  /// - Parameter isByID: true where the ids that are used are no columns to compare.
  func inCommon(with other: ComparedColumns, isByID: Bool) -> [(one: Column, two: Column, place: Int)] {
    let named = Dictionary(other.columns.compactMap { column in column.sharedName.map { ($0, column) } }) { first, _ in
      first
    }
    let pairs = columns.enumerated().compactMap { place, column -> (one: Column, two: Column, place: Int)? in
      guard let name = column.sharedName, let same = named[name], same.key.kind != .counter, column.key.kind != .counter
      else { return nil }
      guard !isByID || !isUsed(column) && !other.isUsed(same) else { return nil }
      return (column, same, place)
    }
    let ordered = pairs.sorted {
      ($0.one.isFraction ? 1 : 0, $1.one.distinct, $0.place) < ($1.one.isFraction ? 1 : 0, $0.one.distinct, $1.place)
    }
    // Among many, the ones that tell most rows apart, and the ones that may do so together.
    let least = ordered.dropFirst(Self.mostShared / 2).filter { !$0.one.isFraction }.suffix(Self.mostShared / 2)
    return ordered.count <= Self.mostShared ? ordered : Array(ordered.prefix(Self.mostShared / 2) + least)
  }

  /// The columns of two sides that have different names, each with all of the other side; none of wide files.
  func underOtherNames(_ other: ComparedColumns) -> [(IDKey, [IDKey])] {
    func candidates(_ one: ComparedColumns, _ two: ComparedColumns) -> [IDKey] {
      let names = Set(two.columns.compactMap(\.sharedName))
      return one.columns.filter { column in
        !column.isData && !column.isFraction && column.distinct > 1 && column.key.kind != .counter
          && column.sharedName.map(names.contains) != true
      }.map(\.key)
    }
    let (own, others) = (candidates(self, other), candidates(other, self))
    guard own.count <= Self.mostOthers, others.count <= Self.mostOthers else { return [] }
    return own.map { ($0, others) }
  }

  private func readColumns() -> [Column] {
    guard asked.isEmpty else { return [] }
    guard let table = side.table else {
      return side.columns.filter { !$0.name.isEmpty && $0.name != IDColumn.keys }.map { column in
        Column(
          key: IDKey(column), sharedName: column.name.hasPrefix("#") ? nil : column.name.lowercased(), isData: false,
          distinct: Set(column.ids.prefix(100)).count, isFraction: false)
      }
    }
    let known = Dictionary(side.columns.map { ($0.name, $0) }) { first, _ in first }
    return zip(table.columns, table.samples()).compactMap { position, sample in
      guard let sample else { return nil }
      let (name, isFeature) = (table.name(of: position), table.features.contains(position))
      let key =
        known[name].map { IDKey($0) }
        ?? IDKey([name], table.dropped.contains(position) ? .dropped : .clue, isFeature: isFeature, sample: sample) {
          table.texts(of: position)
        }
      return Column(
        key: key, sharedName: table.sharedName(of: position), isData: position == table.data,
        distinct: Set(sample).count, isFraction: isFeature && !sample.allSatisfy(IDValues.isWordOrWhole))
    }
  }
}
