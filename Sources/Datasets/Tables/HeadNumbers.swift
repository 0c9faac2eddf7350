/// The numbers of a first record, judged as names of the columns below them.
///
/// They are names where they are different and one of these holds:
/// - they count the columns from 0, as pandas writes columns without names;
/// - they are whole, and only fractions or words stand below, or they are fractions, and only whole numbers stand below;
/// - they stand in quotes, and the numbers below do not, as R writes them;
/// - they stand beside the blank name of an index, or the name of a column of ids;
/// - one stands alone, whole and far from at least eight whole numbers that repeat, as codes of classes do;
/// - at least eight rows follow, and the numbers, such as years, ascend and lie far from all below, or have equal steps as
///   no row has and as chance makes in one row of 10,000, or in fewer beyond all below.
///
/// The first record is a row with a note where the numbers only resemble names.
struct HeadNumbers {
  private let heads: [ColumnHead]
  private let all: [ColumnHead]
  private let values: [Double]
  private let sequence: RowSequence
  private let rows: RowSequences
  private let isBlankSeparated: Bool

  /// - Parameters:
  ///   - numbered: the columns with a number in the first record, and numbers or words below.
  ///   - heads: all columns.
  ///   - sequences: how the numbers of each row follow each other.
  init(
    _ numbered: [ColumnHead], among heads: [ColumnHead], _ sequences: RowSequences, isBlankSeparated: Bool
  ) {
    self.heads = numbered
    all = heads
    values = numbered.compactMap(\.kind.value)
    sequence = values.reduce(into: RowSequence()) { $0.take($1) }
    rows = sequences
    self.isBlankSeparated = isBlankSeparated
  }

  /// True where the first record names the columns.
  var areNames: Bool { mayBeNames && !areSaved }

  /// True where the decision could be wrong either way, so that it needs a note.
  var areAmbiguous: Bool {
    guard areDifferent, !all.contains(where: { $0.kind == .idName && !isBareWord($0) }) else { return false }
    guard words == 0 else { return areNames }
    return mayBeNames || resembleNames
  }

  private var areDifferent: Bool { Set(values).count == values.count }

  private var words: Int { all.count { $0.kind == .word } }

  /// True between blanks, where numpy.savetxt writes no names.
  private var areSaved: Bool {
    isBlankSeparated && (words == 0 || !areUnlike)
      && !all.contains {
        $0.kind == .empty || $0.isQuotedAlone || ($0.kind == .idName && (areUnlike || areBesideNames))
          || ($0.kind.isNumber && $0.holdsOnlyWords)
      }
  }

  private var mayBeNames: Bool {
    guard areDifferent else { return false }
    // A word above numbers is what a broken cell looks like, unless it can be the name of an index.
    let odd = all.filter { $0.kind == .word && $0.isNumeric }
    let isOddAlone = odd.count == 1 && all.first?.kind == .word && all.first?.isNumeric == true
    guard odd.isEmpty || (isOddAlone && all[0].hasLetter && values.count > 1) else { return false }
    if !odd.isEmpty { return counts || areUnlike || isSequence || sequence.ascends }
    return counts || areUnlike || areQuotedAlone || areBesideNames || isSequence || areFar || isAboveCodes
  }

  private var counts: Bool {
    values == (0..<values.count).map(Double.init) && (words == 0 || values.count > 1)
      && (heads.allSatisfy(\.kind.isWhole) || rows.count >= 3)
  }

  /// Whole numbers above fractions or words only, or fractions above whole numbers.
  private var areUnlike: Bool {
    let areAboveWords = heads.allSatisfy(\.holdsOnlyWords)
    guard heads.count > 1 || (areAboveWords && (words > 0 || all.contains(where: \.isAboveIndex))) else { return false }
    return heads.allSatisfy {
      $0.holdsOnlyWords || ($0.kind.isWhole && $0.holdsOnlyFractions)
        || ($0.isWholeValue && $0.holdsNoWholeValue && rows.count >= 3)
        || ($0.isFractionAboveWholes && rows.count >= HeadNumbers.fewestRows)
    }
  }

  private var areQuotedAlone: Bool { heads.allSatisfy(\.isQuotedAlone) }

  private var areBesideNames: Bool {
    if all.count > 1, all[0].isAboveIndex { return true }
    let ids = all.filter { $0.kind == .idName }
    if ids.contains(where: \.isNumeric) { return true }
    guard !ids.isEmpty else { return false }
    return !isBlankSeparated || heads.allSatisfy(\.kind.isWhole) || !ids.contains(where: isBareWord)
  }

  /// True for a word that could be the first of vectors of words.
  private func isBareWord(_ head: ColumnHead) -> Bool {
    head.holdsOnlyWords && !head.isQuoted && head.hasBareWordsBelow && !counts && !areUnlike
  }

  /// Equal steps, which no row has and which chance hardly makes.
  private var isSequence: Bool {
    guard rows.count >= HeadNumbers.fewestRows, sequence.isEven, rows.even == 0 else { return false }
    let isBeyond = heads.allSatisfy { $0.holdsOnlyWords || $0.isOutsideItsColumn }
    // Any two numbers have equal steps; each further one has one value of all those in its column.
    return heads.dropFirst(2).reduce(1) { $0 * $1.possibleValues } >= (isBeyond ? 2 : 10_000)
  }

  /// Ascending numbers, each far from the numbers of its column.
  private var areFar: Bool {
    rows.count >= HeadNumbers.fewestRows && values.count > 1 && sequence.ascends
      && heads.allSatisfy { $0.holdsOnlyWords || $0.isFarFromItsColumn }
  }

  /// A number alone above codes of classes.
  private var isAboveCodes: Bool {
    heads.count == 1 && words == 0 && heads[0].isFarFromCodes && heads[0].numbers >= HeadNumbers.fewestRows
  }

  private var resembleNames: Bool {
    let isFar = heads.contains(where: \.isNumeric) && heads.allSatisfy { $0.holdsOnlyWords || $0.isFarFromItsColumn }
    if isFar, heads.allSatisfy({ $0.numbers >= HeadNumbers.fewestRows }) { return true }
    guard values.count > 1 else { return false }
    if sequence.ascends, heads.allSatisfy(\.isYear) { return true }
    let isOrdered =
      sequence.ascends && 2 * rows.ascending < rows.count && (values.count > 2 || abs(values[1] - values[0]) == 1)
    return isOrdered || (rows.count >= 3 && heads.allSatisfy(\.isShorterThanItsColumn))
  }

  /// The fewest rows that tell what a row looks like.
  static let fewestRows = 8
}

extension ColumnHead {
  /// True for a number without a fraction, however it is written.
  fileprivate var isWholeValue: Bool { kind.value.map { $0.rounded() == $0 } ?? false }

  /// True for a fraction above numbers of digits alone, as no program writes the numbers of one column.
  fileprivate var isFractionAboveWholes: Bool { numbers > 0 && !isWholeValue && !holdsFractions }

  /// True for a number like a year above others than years.
  fileprivate var isYear: Bool {
    guard kind.isWhole, let value = kind.value, Self.years.contains(value) else { return false }
    return !isAboveNumbers(in: Self.years)
  }

  private static let years = 1800.0...2100.0
}

/// The order of the numbers of one record.
struct RowSequence {
  private var first: Double?
  private var last = 0.0
  private var step = 0.0
  private var length = 0
  private var hasEqualSteps = true
  private var rises = true
  private var falls = true

  /// Takes the next number; nil for a field without one, which ends every order.
  mutating func take(_ number: Double?) {
    guard let number, number.isFinite else {
      (hasEqualSteps, rises, falls) = (false, false, false)
      return
    }
    if first != nil {
      let next = number - last
      if length == 1 { step = next }
      let tolerance = 1e-9 * max(abs(number), abs(last))
      if abs(next - step) > tolerance { hasEqualSteps = false }
      if next <= 0 { rises = false }
      if next >= 0 { falls = false }
    } else {
      first = number
    }
    last = number
    length += 1
  }

  /// True where each number is greater than the one before, or each is less.
  var ascends: Bool { length > 1 && (rises || falls) }

  /// True where they ascend by equal steps.
  var isEven: Bool { ascends && hasEqualSteps }
}

/// The numbers of rows in which numbers follow each other in order.
struct RowSequences {
  private(set) var count = 0
  private(set) var ascending = 0
  private(set) var even = 0

  mutating func count(_ row: RowSequence) {
    count += 1
    if row.ascends { ascending += 1 }
    if row.isEven { even += 1 }
  }
}
