import Core

/// A column of one name in two files that seems to name their rows and holds other values in most of them.
///
/// No list of spellings is complete: where rows are matched by their positions, or by numbers that only count, a column
/// that names them in both files must say the same in a form that is known, or one value must hold the other one.
struct DifferingColumn {
  let one: IDKey
  let two: IDKey
  /// The number of rows with a value in both files.
  let rows: Int
  /// The rows whose values differ.
  let differing: Int

  /// - Parameter places: for each item its rows in both files.
  /// - Returns: nil for columns that name no rows, and for values that agree in most of them.
  init?(_ one: ComparedColumns.Column, _ two: ComparedColumns.Column, _ places: [(Int, Int)]) {
    guard !one.isData, !two.isData, !(one.key.isFeature && two.key.isFeature), one.isNearlyDistinct,
      two.isNearlyDistinct
    else { return nil }
    let (first, second) = (one.key.written(like: two.key), two.key.written(like: one.key))
    guard Self.nameRows(first), Self.nameRows(second), Self.mayNameRows(first, second) else { return nil }
    let both = places.filter { !first.ids[$0.0].isEmpty && !second.ids[$0.1].isEmpty }
    guard both.count > 1, 2 * both.count >= places.count else { return nil }
    let values = both.map { (RowValue(first, $0.0), RowValue(second, $0.1)) }
    func alike(shiftedBy shift: Int) -> Int {
      values.indices.count { values[$0].0.mayBe(values[($0 + shift) % values.count].1) }
    }
    // Values that hold those of other rows as well say nothing.
    guard 2 * alike(shiftedBy: 0) < both.count || 2 * alike(shiftedBy: 1) >= both.count else { return nil }
    let different = values.count { $0.plain != $1.plain }
    guard different > 0 else { return nil }
    (self.one, self.two) = (one.key, two.key)
    rows = both.count
    differing = different
  }

  /// True where nearly all values differ and all are words or whole numbers, no lists.
  private static func nameRows(_ key: IDKey) -> Bool {
    key.tellsRowsApart && !key.sample.contains { $0.hasPrefix("[") } && key.ids.allSatisfy(IDValues.isWordOrWhole)
  }

  /// True unless both hold numbers that may measure or count something: such numbers name rows where their columns are
  /// called like ids, where they have ten digits or more, or follow one another.
  private static func mayNameRows(_ one: IDKey, _ two: IDKey) -> Bool {
    guard one.holdsNumbers, two.holdsNumbers else { return true }
    guard !(one.counts && two.counts) else { return false }
    func areLarge(_ key: IDKey) -> Bool { key.ids.allSatisfy { $0.isEmpty || Double($0).map { $0 >= 1e9 } == true } }
    func areConsecutive(_ key: IDKey) -> Bool {
      key.ids.count >= IDValues.fewestNumbers && IDValues.consecutiveRange(key.plain) != nil
    }
    return one.names.allSatisfy { RowNames.endsLikeIDs($0) || RowNames.isIDName($0) }
      || areLarge(one) && areLarge(two) || areConsecutive(one) && areConsecutive(two)
  }

  func message(_ side: String, _ other: String, isByID: Bool) -> String {
    "column \(list(one.names)) of \(side) and of \(other) hold different values in \(differing.grouped) of "
      + "\(counted(rows, "row")): rows are matched by \(isByID ? "ids that only count" : "position"); where they name the "
      + "items, write them alike, or name them: \(ItemError.options(one.names + two.names)); if they name none: "
      + "--id-column none"
  }
}

/// A value of a key in one row, in the forms in which it is compared.
private struct RowValue {
  let plain: String
  private let text: String
  /// The letters and digits alone.
  private let letters: String

  init(_ key: IDKey, _ row: Int) {
    text = key.ids[row]
    plain = key.plain[row]
    letters = String(plain.lowercased().filter { $0.isLetter || $0.isNumber })
  }

  /// True where one of two values begins or ends with the other one, or is its rounded number.
  func mayBe(_ other: RowValue) -> Bool {
    guard plain != other.plain else { return true }
    let (short, long) =
      letters.utf8.count <= other.letters.utf8.count ? (letters, other.letters) : (other.letters, letters)
    return !short.isEmpty && (long.hasPrefix(short) || long.hasSuffix(short)) || LostDigits.areSame(text, other.text)
  }
}
