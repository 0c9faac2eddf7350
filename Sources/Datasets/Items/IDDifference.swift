import Core
import Foundation

/// A difference in writing between ids that mean the same; the cases are in the order in which they are taken away.
package enum IDDifference: Sendable, CaseIterable {
  case blanks, marks, timeMark, clock, monthName, shortYear, yearFirst, dayFirst, monthFirst
  case slashes, folder, root, ending, fraction, exponent, thousands, uuid, capitals, separators, zeros, word

  /// The differences that any id may have, without those of dates and of words before numbers.
  package static let ofTexts: [IDDifference] = [
    .blanks, .marks, .folder, .ending, .fraction, .exponent, .thousands, .uuid, .capitals, .separators, .zeros,
  ]

  var words: String {
    switch self {
    case .blanks: "blanks around them"
    case .marks: "quotes and marks around them"
    case .timeMark: "the T and Z of times"
    case .clock: "the time of day"
    case .monthName, .shortYear, .yearFirst, .dayFirst, .monthFirst: "the form of dates"
    case .slashes: "the slashes of paths"
    case .folder: "the folder"
    case .root: "the folders above the last one"
    case .ending: "the file extension"
    case .fraction: "the .0 of whole numbers"
    case .exponent: "the exponent"
    case .thousands: "commas between thousands"
    case .uuid: "the hyphens of UUIDs"
    case .word: "the word before the number"
    case .capitals: "upper and lower case"
    case .separators: "hyphens, blanks and underscores"
    case .zeros: "leading zeros"
    }
  }

  /// The step that takes the difference away in pandas.
  var pandas: String {
    func replacing(_ pattern: String, _ text: String = "\"\"") -> String {
      ".str.replace(r\"\(pattern)\", \(text), regex=True)"
    }
    let padded = replacing(#"-(\d)\b"#, #"r"-0\1""#)
    return switch self {
    case .blanks: ".str.strip()"
    case .marks: ".str.replace(r\"\"\"^(=|b)?['\\\"#]+|['\\\"]+$\"\"\", \"\", regex=True)"
    case .timeMark:
      replacing(#"(?<=\d)[Tt](?=\d\d:)"#, "\" \"") + replacing(#"(?<=:\d\d)(\.0+)?(Z|\+00:00)?$"#)
    case .clock: replacing(#"[ Tt]0?0:00(:00(\.0+)?)?(Z|\+00:00)?$"#)
    case .monthName: ".pipe(pandas.to_datetime).dt.strftime(\"%Y-%m-%d\")"
    case .shortYear: replacing(#"^(\d\d?[/.-]\d\d?[/.-])(\d\d)\b"#, #"r"\g<1>20\2""#)
    case .yearFirst: replacing(#"^(\d{4})[/.-]?(\d\d?)[/.-]?(\d\d?)\b"#, #"r"\1-\2-\3""#) + padded
    case .dayFirst: replacing(#"^(\d\d?)[/.-](\d\d?)[/.-](\d{4})\b"#, #"r"\3-\2-\1""#) + padded
    case .monthFirst: replacing(#"^(\d\d?)[/.-](\d\d?)[/.-](\d{4})\b"#, #"r"\3-\1-\2""#) + padded
    case .slashes: replacing(#"\\"#, "\"/\"") + replacing(#"^\./"#)
    case .folder: replacing(#"^.*[/\\]"#)
    case .root: replacing(#"^.*[/\\](?=[^/\\]+[/\\][^/\\]+$)"#)
    case .ending: replacing(#"(\.[A-Za-z]\w*)?(\.(gz|bz2|xz|zip))?$"#)
    case .fraction: replacing(#"\.0+$"#)
    case .exponent: replacing(#"^\d\.?\d*[eE]\+?\d+$"#, "lambda number: f\"{float(number[0]):.0f}\"")
    case .thousands: replacing(#"(?<=\d),(?=\d{3}\b)"#)
    case .uuid: replacing(#"^\{?(\w{8})-(\w{4})-(\w{4})-(\w{4})-(\w{12})\}?$"#, #"r"\1\2\3\4\5""#)
    case .capitals: ".str.lower()"
    case .separators: replacing(#"(?<=\w)[- ]+(?=\w)"#, "\"_\"")
    case .zeros: replacing(#"(?<![\d.,])0+(?=\d)"#)
    case .word: replacing(#"^[A-Za-z]+[-_ ]?(?=\d+$)"#)
    }
  }

  /// An id without the difference.
  package func removed(from id: String) -> String {
    switch self {
    case .blanks: id.trimmingCharacters(in: .whitespacesAndNewlines)
    case .capitals: id.lowercased()
    case .timeMark: WrittenDate.withoutTimeMark(id)
    case .clock, .monthName, .shortYear, .yearFirst, .dayFirst, .monthFirst: WrittenDate.without(self, id)
    case .marks, .slashes, .folder, .root, .ending, .fraction, .exponent, .thousands, .uuid, .word, .separators, .zeros:
      String(decoding: IDWriting.without(self, Array(id.utf8)[...]), as: UTF8.self)
    }
  }

  /// A text that equal ids share in whatever way they are written; few others share it.
  package static func plain(_ id: String) -> String {
    if IDWriting.isPlain(id.utf8) { return id }
    if let date = WrittenDate(blanks.removed(from: id)) { return date.plain }
    guard id.utf8.allSatisfy({ $0 < 0x80 }) else { return ofTexts.reduce(id) { $1.removed(from: $0) } }
    return String(decoding: IDWriting.plain(ascii: Array(id.utf8)[...]), as: UTF8.self)
  }

  /// The differences without which the most ids of the items would be among others, and how many.
  package struct Found: Sendable, Equatable {
    package let kinds: [IDDifference]
    package var equal: Int
    /// True where ids of the items, and of the other side, have any of the differences.
    package var isInItems = false
    package var isInOthers = false

    var words: String { list(kinds.map(\.words).uniqued) }

    /// The statement in pandas that takes the differences away from a column, such as `df["id"]`.
    func statement(_ column: String) -> String { "\(column) = \(column).astype(str)\(steps)" }

    /// The steps in pandas that take the differences away from texts.
    var steps: String { kinds.map(\.pandas).joined() }
  }

  /// The most ids by which the differences are found.
  private static let mostCompared = 2000

  /// Finds the fewest differences without which the most ids are equal; nil where none helps.
  package static func found(_ items: [String], _ others: [String]) -> Found? {
    let (some, someOthers) = sampled(items, others)
    let before = equalCount(some, someOthers, [])
    var candidates = allCases.map { [$0] }
    // Only one of the two orders of dates, and one of the two ends of paths, is meant.
    let pairs: [(IDDifference, IDDifference)] = [
      (.monthFirst, .root), (.dayFirst, .root), (.monthFirst, .folder), (.dayFirst, .folder),
    ]
    for excluded in pairs {
      var kinds = allCases.filter { $0 != excluded.0 && $0 != excluded.1 }
      var most = equalCount(some, someOthers, kinds)
      for kind in kinds.reversed() {
        let fewer = kinds.filter { $0 != kind }
        let equal = equalCount(some, someOthers, fewer)
        if equal >= most { (kinds, most) = (fewer, equal) }
      }
      candidates.append(kinds)
    }
    let counted = candidates.map { Found(kinds: $0, equal: equalCount(some, someOthers, $0)) }
    let best = counted.max { ($0.equal, $1.kinds.count) < ($1.equal, $0.kinds.count) }
    guard var best, best.equal > before else { return nil }
    best.equal = equalCount(items, others, best.kinds)
    func isIn(_ ids: [String]) -> Bool { ids.contains { id in best.kinds.contains { $0.removed(from: id) != id } } }
    (best.isInItems, best.isInOthers) = (isIn(items), isIn(others))
    return best
  }

  /// Some of the ids of both, the same ones however they are written.
  private static func sampled(_ items: [String], _ others: [String]) -> ([String], [String]) {
    let step = items.count / mostCompared
    guard step > 1 else { return (items, others) }
    func some(_ ids: [String]) -> [String] {
      ids.filter { id in plain(id).utf8.reduce(UInt(5381)) { $0 &* 33 &+ UInt($1) } % UInt(step) == 0 }
    }
    return (some(items), some(others))
  }

  /// The number of items that have a partner of their own without some differences.
  private static func equalCount(_ items: [String], _ others: [String], _ kinds: [IDDifference]) -> Int {
    func plain(_ id: String) -> String { kinds.reduce(id) { $1.removed(from: $0) } }
    let known = Dictionary(others.lazy.filter { !$0.isEmpty }.map { (plain($0), 1) }, uniquingKeysWith: +)
    let own = Dictionary(items.lazy.filter { !$0.isEmpty }.map { (plain($0), 1) }, uniquingKeysWith: +)
    return own.count { $0.value == 1 && known[$0.key] == 1 }
  }
}
