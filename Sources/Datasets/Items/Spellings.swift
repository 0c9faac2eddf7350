import Core

/// An id that two rows have in different Unicode forms, such as é as one character and as e with an accent: one text, which
/// looks alike and has other bytes.
package struct Spellings: Sendable, Equatable {
  let id: String
  /// The texts with all but ASCII as `\u{E9}`, and their rows from 0.
  let first, second: (text: String, row: Int)

  /// - Returns: nil where both rows have the same bytes.
  init?(_ ids: [String], _ first: Int, _ second: Int) {
    guard !ids[first].utf8.elementsEqual(ids[second].utf8) else { return nil }
    id = ids[first]
    (self.first, self.second) = ((Self.escaped(ids[first]), first), (Self.escaped(ids[second]), second))
  }

  private static func escaped(_ id: String) -> String { id.unicodeScalars.map { $0.escaped(asASCII: true) }.joined() }

  package static func == (one: Self, other: Self) -> Bool { one.first == other.first && one.second == other.second }

  /// Such as `"café" is caf\u{E9} in row 3 and cafe\u{301} in row 7 (from 0), which are one text in two Unicode forms`.
  var words: String {
    "\"\(id)\" is \(first.text) in row \(first.row.grouped) and \(second.text) in row \(second.row.grouped) (from 0), "
      + "which are one text in two Unicode forms"
  }
}
