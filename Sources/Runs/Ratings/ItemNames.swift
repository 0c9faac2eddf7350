import Core
import Results

/// The names of a run's items in files for raters: their ids where all differ, else their positions from 0.
struct ItemNames {
  private let ids: [String]?
  private let count: Int
  private let positions: [String: Int]

  /// - Throws: `ResultsError` when the ids are not those of the run.
  init(of run: StoredRun) throws {
    let stored = try run.ids ?? []
    let positions = Dictionary(stored.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let areDistinct = !stored.isEmpty && positions.count == stored.count && !stored.contains("")
    count = run.itemCount
    ids = areDistinct ? stored : nil
    self.positions = areDistinct ? positions : [:]
  }

  func name(of item: Int) -> String { ids?[item] ?? String(item) }

  /// The position of the item with a name; nil where there is none.
  func item(_ name: String) -> Int? {
    if ids != nil { return positions[name] }
    return Int(name).flatMap { (0..<count).contains($0) ? $0 : nil }
  }
}
