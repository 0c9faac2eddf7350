import Core
import Datasets
import Features
import Foundation

/// Two tables whose rows are brought into one order, as commands read them.
struct TablePair {
  /// A table of features or of labels.
  struct Table {
    let name: String
    let text: String
    /// The column of labels; nil for a table of features.
    var labels: String?
    var dropped: [String] = []

    /// - Parameter rows: the rows of the table, in their order.
    init(_ name: String, _ header: String, _ rows: [Int], labels: String? = nil, _ row: (Int) -> String) {
      self.name = name
      self.labels = labels
      text = "\(header)\n" + rows.map { row($0) + "\n" }.joined()
    }

    func side() throws -> ItemSide {
      let path = try file(name, text: text)
      guard let labels else {
        return try FeatureSet(reading: path, FeatureOptions(ignoredColumns: dropped)).side(of: path)
      }
      var side = try LabelSet.reading(path, LabelOptions(column: labels)).side(of: name)
      side.source = path
      return side
    }
  }

  /// The outcome of matching tables.
  struct Outcome {
    var isMatchedByID = false
    /// The notes on the order of rows.
    var notes: [String] = []
    var error: ItemError?
    var rows: [[Int?]] = []

    /// True where the rows are matched by position without a word.
    var isSilent: Bool { error == nil && notes.isEmpty && !isMatchedByID }
  }

  static func match(_ tables: Table..., missing: MissingItems = .error) throws -> Outcome {
    let sides = try tables.map { try $0.side() }
    do throws(ItemError) {
      let matching = try ItemMatching(sides, missing: missing)
      return Outcome(
        isMatchedByID: matching.sides.allSatisfy { $0.ids != nil }, notes: matching.notices.map(\.message),
        rows: matching.rows)
    } catch {
      return Outcome(error: error)
    }
  }
}

extension [Int] {
  /// The same numbers in an order that depends on a seed.
  func shuffled(seed: UInt64) -> [Int] {
    var stream = Seed(seed).stream("order")
    return stream.sample(count, of: count).map { self[$0] }
  }
}
