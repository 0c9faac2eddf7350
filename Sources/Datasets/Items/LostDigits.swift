import Core

/// Whole numbers of ten digits and more that a program has rounded, as floating-point numbers and spreadsheets do.
enum LostDigits {
  /// The largest difference that rounding explains; nil for texts that are no such numbers.
  private static func uncertainty(of text: String) -> Double? {
    guard let value = Double(text), value.isFinite, abs(value) >= 1e9 else { return nil }
    let exact = abs(value) > 0x1p53 ? value.ulp : 0
    guard let mark = text.utf8.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }),
      let exponent = Int(text[text.index(after: mark)...].drop { $0 == "+" })
    else { return exact }
    let decimals = text[..<mark].split(separator: ".").dropFirst().first?.count ?? 0
    guard exponent >= decimals, exponent < 300 else { return exact }
    return max(exact, (0..<exponent - decimals).reduce(0.5) { unit, _ in unit * 10 } * 1.01)
  }

  /// True where rounding alone explains the difference of two numbers.
  static func areSame(_ one: String, _ other: String) -> Bool {
    guard let first = uncertainty(of: one), let second = uncertainty(of: other), let value = Double(one),
      let another = Double(other)
    else { return false }
    return abs(value - another) <= max(first, second)
  }

  /// True where all ids are numbers that a program may have rounded.
  private static func areRounded(_ ids: [String]) -> Bool {
    ids.allSatisfy { id in
      guard let value = Double(id), value >= 1e9 else { return false }
      if id.utf8.contains(where: { $0 | 0x20 == UInt8(ascii: "e") }) { return true }
      return value > 0x1p53 && Int(id).map { Double($0) == value && Int(exactly: value) == $0 } == true
    }
  }

  /// The first of some ids that is a number beyond 2^53 written with a point or an exponent, so that numbers beside it have
  /// become equal to it; nil for whole numbers with all their digits, and for words.
  static func firstRounded(among ids: [String]) -> String? {
    guard
      let first = ids.first(where: { id in
        id.utf8.contains { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") }
          && Double(id).map { $0.isFinite && abs($0) > 0x1p53 } == true
      })
    else { return nil }
    return IDValues.areNumbers(ids) ? first : nil
  }

  /// Throws where rows would be matched by ids of which one file has rounded ones.
  static func requireAllDigits(_ sides: [ItemSide]) throws(ItemError) {
    guard sides.count(where: { $0.ids != nil }) > 1, sides[0].ids != nil else { return }
    for side in sides {
      guard let first = side.ids.flatMap(firstRounded) else { continue }
      throw ItemError(.roundedIDs(ItemError.Count(side), first: first))
    }
  }

  /// Tells which of two lists holds the rounded numbers of the other one; nil where neither does.
  static func areInItems(_ items: [String], _ others: [String]) -> Bool? {
    let (own, rest) = (items.filter { !$0.isEmpty }, others.filter { !$0.isEmpty })
    let (first, second) = (areRounded(own), areRounded(rest))
    guard first != second, !own.isEmpty, !rest.isEmpty else { return nil }
    let (rounded, exact) = first ? (own, rest) : (rest, own)
    let values = exact.compactMap { Double($0) }.sorted()
    let explained = rounded.count { text in
      guard let value = Double(text), let most = uncertainty(of: text) else { return false }
      let place = values.partitioningIndex { $0 >= value - most }
      return place < values.count && values[place] <= value + most
    }
    return 2 * explained >= rounded.count ? first : nil
  }
}

extension [Double] {
  /// The first position whose element fulfills a condition that all later ones fulfill, too.
  fileprivate func partitioningIndex(where fulfills: (Double) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if fulfills(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
