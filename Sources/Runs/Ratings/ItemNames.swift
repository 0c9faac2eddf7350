import Core
import Results

/// The names of a run's items in files for raters: their ids where all differ, else their positions from 0.
struct ItemNames {
  /// The kind of the names, as the column `by` of `pairs.csv` has it.
  enum Kind: String, CaseIterable {
    case id, position
  }

  let kind: Kind
  private let ids: [String]?
  private let count: Int
  private let positions: [String: Int]

  /// - Parameter kind: that of the names; nil takes ids where the run has some that differ.
  /// - Throws: `ResultsError` when the ids are not those of the run.
  init(of run: StoredRun, by kind: Kind? = nil) throws {
    let stored = try run.ids ?? []
    let positions = Dictionary(stored.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let areDistinct = !stored.isEmpty && positions.count == stored.count && !stored.contains("")
    self.kind = kind ?? (areDistinct ? .id : .position)
    count = run.itemCount
    ids = areDistinct ? stored : nil
    self.positions = areDistinct ? positions : [:]
  }

  /// True where each item of the run has an id of its own.
  var haveIDs: Bool { ids != nil }

  func name(of item: Int) -> String { kind == .id ? ids?[item] ?? String(item) : String(item) }

  /// The position of the item with a name; nil where there is none.
  func item(_ name: String) -> Int? {
    switch kind {
    case .id: positions[name]
    case .position: Int(name).flatMap { (0..<count).contains($0) ? $0 : nil }
    }
  }
}

/// The items of a run as `pairs.csv` has them in the column `items`: their number and, where they have captions, a checksum of these,
/// as in `240` and `240-89ab…`.
struct ItemsMark: Equatable {
  let count: Int
  let captions: String?

  /// - Throws: `ResultsError` when the captions are not those of the run.
  init(of run: StoredRun) throws {
    count = run.itemCount
    captions = try run.captions.map(ItemOrderRecord.checksum(of:))
  }

  /// Nil for another text.
  init?(_ text: String) {
    let parts = text.split(separator: "-", maxSplits: 1)
    guard let first = parts.first, let count = Int(first) else { return nil }
    self.count = count
    captions = parts.count > 1 ? String(parts[1]) : nil
  }

  var text: String { "\(count)" + (captions.map { "-\($0)" } ?? "") }

  /// True where the items of two runs could be the same in the same order.
  func couldBe(_ other: ItemsMark) -> Bool {
    count == other.count && (captions == nil || other.captions == nil || captions == other.captions)
  }
}
