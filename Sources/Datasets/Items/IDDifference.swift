import Foundation
import Matrices

/// A difference in writing between ids that mean the same.
package enum IDDifference: Sendable, CaseIterable {
  case blanks, folder, ending, fraction, capitals, zeros

  var words: String {
    switch self {
    case .blanks: "blanks around them"
    case .folder: "the folder"
    case .ending: "the file extension"
    case .fraction: "the .0 of whole numbers"
    case .capitals: "upper and lower case"
    case .zeros: "leading zeros"
    }
  }

  /// The step that takes the difference away in pandas.
  var pandas: String {
    switch self {
    case .blanks: #".str.strip()"#
    case .folder: #".str.replace(r"^.*[/\\]", "", regex=True)"#
    case .ending: #".str.replace(r"\.[A-Za-z]\w*$", "", regex=True)"#
    case .fraction: #".str.removesuffix(".0")"#
    case .capitals: ".str.lower()"
    case .zeros: #".str.replace(r"^0+(?=\d)", "", regex=True)"#
    }
  }

  /// An id without the difference.
  func removed(from id: String) -> String {
    switch self {
    case .blanks: return id.trimmingCharacters(in: .whitespacesAndNewlines)
    case .folder: return id.lastIndex { $0 == "/" || $0 == "\\" }.map { String(id[id.index(after: $0)...]) } ?? id
    case .ending:
      guard let dot = id.lastIndex(of: "."), let first = id[dot...].dropFirst().first, first.isASCII, first.isLetter,
        id[dot...].dropFirst().allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" })
      else { return id }
      return String(id[..<dot])
    case .fraction: return id.hasSuffix(".0") ? String(id.dropLast(2)) : id
    case .capitals: return id.lowercased()
    case .zeros:
      let rest = id.drop { $0 == "0" }
      guard rest.count < id.count else { return id }
      return rest.first.map(\.isNumber) == true ? String(rest) : "0" + rest
    }
  }

  /// The differences without which the most ids of the items would be among others, and how many.
  package struct Found: Sendable, Equatable {
    package let kinds: [IDDifference]
    package let equal: Int
    /// True where ids of the items, and of the other side, have any of the differences.
    package var isInItems = false
    package var isInOthers = false
  }

  /// Finds the fewest differences without which the most ids are equal; nil where none helps.
  package static func found(_ items: [String], _ others: [String]) -> Found? {
    let before = equalCount(items, others, [])
    let singles = allCases.map { Found(kinds: [$0], equal: equalCount(items, others, [$0])) }
    var all = Found(kinds: allCases, equal: equalCount(items, others, allCases))
    for kind in allCases {
      let fewer = all.kinds.filter { $0 != kind }
      let equal = equalCount(items, others, fewer)
      if equal >= all.equal { all = Found(kinds: fewer, equal: equal) }
    }
    let best = (singles + [all]).max { ($0.equal, $1.kinds.count) < ($1.equal, $0.kinds.count) }
    guard var best, best.equal > before else { return nil }
    func isIn(_ ids: [String]) -> Bool { ids.contains { id in best.kinds.contains { $0.removed(from: id) != id } } }
    (best.isInItems, best.isInOthers) = (isIn(items), isIn(others))
    return best
  }

  /// The number of items that have a partner of their own without some differences.
  private static func equalCount(_ items: [String], _ others: [String], _ kinds: [IDDifference]) -> Int {
    func plain(_ id: String) -> String { kinds.reduce(id) { $1.removed(from: $0) } }
    let known = Dictionary(others.map { (plain($0), 1) }, uniquingKeysWith: +)
    let own = Dictionary(items.map { (plain($0), 1) }, uniquingKeysWith: +)
    return own.count { $0.value == 1 && known[$0.key] == 1 }
  }
}
