import Core
import Datasets
import Results

/// The names of the items in a table of pairs, read in one way only: as the columns `by` and `items` have it or, in tables without
/// them, as ids where the run has ids, else as positions.
struct PairNames {
  static let columns = ["by", "items"]

  let names: ItemNames
  /// Notes on items that are matched by position, and on runs of other items.
  private(set) var notices: [Notice] = []

  /// - Parameter texts: the names of the items.
  /// - Throws: ``RatingError`` where the names could be ids and positions, or are not those of the run's items; the importers'
  ///   errors.
  init(of table: DelimitedTable, _ texts: [String], run: StoredRun) throws {
    func values(_ column: String) throws -> [String] {
      guard table.columnNames?.contains(column) == true else { return [] }
      return try table.strings(column: table.position(of: column)).uniqued
    }
    let kinds = try values(Self.columns[0])
    guard !kinds.isEmpty else {
      names = try Self.guessed(texts, of: run, path: table.path)
      if names.kind == .position {
        notices = [
          Notice(
            kind: "pairs-by-position",
            message: "\(table.path) has no column by: a and b are read as positions of the run's items, from 0")
        ]
      }
      return
    }
    guard kinds.count == 1, let kind = ItemNames.Kind(rawValue: kinds[0]) else {
      throw RatingError(.invalidNaming(table.path, found: kinds))
    }
    names = try ItemNames(of: run, by: kind)
    guard kind == .position || names.haveIDs else {
      throw RatingError(.namedByID(table.path, run: run.folder.path, repeatedIDs: try run.ids != nil))
    }
    let marks = try values(Self.columns[1])
    guard let drawn = marks.first.flatMap({ ItemsMark($0) }) else { return }
    let items = try ItemsMark(of: run)
    if kind == .position {
      guard marks.count == 1, drawn.couldBe(items) else {
        throw RatingError(.otherItems(table.path, drawn: drawn.count, run: run.folder.path, items: items.count))
      }
      guard names.haveIDs else { return }
      notices = [
        Notice(
          kind: "pairs-by-position",
          message:
            "\(table.path) has positions, since the run of the draw has no ids: the items of \(run.folder.path), which "
            + "have ids, must be in the same order")
      ]
    } else if drawn.count != items.count {
      notices = [
        Notice(
          kind: "pairs-of-other-items",
          message:
            "the pairs were drawn from \(counted(drawn.count, "item")), and the run has \(items.count.grouped): the "
            + "quality is that of pairs of the former")
      ]
    }
  }

  /// - Throws: ``RatingError`` where all names are ids and positions of different items.
  private static func guessed(_ texts: [String], of run: StoredRun, path: String) throws -> ItemNames {
    let (names, positions) = (try ItemNames(of: run), try ItemNames(of: run, by: .position))
    guard names.kind == .id else { return names }
    let readings = texts.map { (id: names.item($0), position: positions.item($0)) }
    guard readings.allSatisfy({ $0.id != nil && $0.position != nil }),
      let row = readings.firstIndex(where: { $0.id != $0.position }), let id = readings[row].id
    else { return names }
    throw RatingError(.twoReadings(path, name: texts[row], position: id))
  }
}
