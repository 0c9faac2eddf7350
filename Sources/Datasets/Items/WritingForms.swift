/// The form of a column of dates.
struct DateOrder {
  /// True where the day comes first, false where the month does or the form leaves no doubt; nil where no date tells.
  let dayFirst: Bool?
  /// True for dates without separators, such as 20261130.
  let areCompact: Bool

  /// - Parameter texts: some values of the column; none is empty.
  /// - Returns: nil unless all are dates.
  init?(_ texts: [String]) {
    guard let first = texts.first else { return nil }
    areCompact = WrittenDate(compact: first) != nil
    var (day, month) = (false, false)
    for text in texts {
      guard let date = areCompact ? WrittenDate(compact: text) : WrittenDate(text) else { return nil }
      switch date.tellsDayFirst {
      case true?: day = true
      case false?: month = true
      case nil: break
      }
    }
    dayFirst = day == month ? nil : day
  }

  private func date(_ text: String) -> WrittenDate? { areCompact ? WrittenDate(compact: text) : WrittenDate(text) }

  /// The one text of a date in either order of day and month.
  func plain(_ text: String) -> String { date(text)?.plain ?? IDDifference.plain(text) }

  /// The date with the year first; nil for a text that is none in that order.
  func text(_ text: String, dayFirst: Bool) -> String? { date(text)?.withTime(dayFirst: dayFirst) }
}

/// The ends of paths that tell files apart where names of files repeat in several folders.
enum PathDepth {
  /// The most parts of a path that are compared.
  private static let most = 4

  /// The number of parts at the ends of the paths of two keys by which the rows of both differ; nil where the names of the
  /// files do, and for other texts.
  static func telling(_ one: IDKey, _ other: IDKey) -> Int? {
    guard arePaths(one), arePaths(other), repeatsNames(one) || repeatsNames(other) else { return nil }
    let least = (one.sample + other.sample).map { parts($0).count }.min() ?? 0
    guard least > 1 else { return nil }
    return (2...min(least, most)).first { depth in
      [one, other].allSatisfy { key in Set(key.ids.map { end(of: $0, depth) }).count == Set(key.ids).count }
    }
  }

  private static func arePaths(_ key: IDKey) -> Bool {
    !key.sample.isEmpty && key.sample.allSatisfy { $0.contains(where: isSlash) }
  }

  private static func repeatsNames(_ key: IDKey) -> Bool { key.known.count < Set(key.ids).count }

  /// The last parts of a path, each in the one way of writing.
  static func end(of path: String, _ depth: Int) -> String {
    parts(path).suffix(depth).map { IDDifference.plain(String($0)) }.joined(separator: "/")
  }

  private static func parts(_ path: String) -> [Substring] { path.split(whereSeparator: isSlash).filter { $0 != "." } }

  private static func isSlash(_ character: Character) -> Bool { character == "/" || character == "\\" }
}
