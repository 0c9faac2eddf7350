import Core
import Foundation
import Matrices

/// The numbers of a feature file as a matrix that keeps the digits that matter, and notes on what is unusual about them.
struct StoredNumbers {
  private(set) var matrix: Matrix
  /// The audit of ``matrix``, and its rows that hold NaN or infinity.
  private(set) var measured: (audit: FeatureAudit, nonFiniteRows: [Int])
  /// The least and the largest number of each column of the file; nil for a column without a finite one.
  private let extremes: [ClosedRange<Double>?]
  /// Rows that differ in the file and are equal in ``matrix``.
  private(set) var mergedRows = 0

  /// - Complexity: O(rows · columns), by all threads; numbers in `Double` are read again only where `Float` may not do.
  init(_ imported: ImportedFeatures) {
    let stored = imported.matrix.extremes()
    let frame = imported.matrix.frame
    measured = FeatureAudit.measure(imported.matrix, storedType: imported.storedType)
    guard let exact = imported.exact,
      !measured.nonFiniteRows.isEmpty || imported.matrix.mayHaveLostDigits(extremes: stored)
    else {
      extremes = stored.enumerated().map { column, range in
        range.map { frame.trueValue(of: $0.lowerBound, column)...frame.trueValue(of: $0.upperBound, column) }
      }
      matrix = imported.matrix.scaledIntoRange(extremes: stored)
      // A scale that large numbers need may leave no room for small ones.
      let isScaled = matrix.frame != frame
      if isScaled { measure() }
      if let exact = imported.exact ?? (isScaled ? ExactValues(storedIn: imported.matrix) : nil) { keepApart(exact) }
      return
    }
    matrix = .storing(exact, rounded: imported.matrix)
    extremes = exact.extremes()
    if !matrix.isPlain { measure() }
    keepApart(exact)
  }

  private mutating func measure(distinctRows: Int? = nil) {
    measured = FeatureAudit.measure(matrix, storedType: measured.audit.storedType, distinctRows: distinctRows)
  }

  /// Keeps what tells rows of the file apart, and the directions of rows that are short beside others.
  private mutating func keepApart(_ exact: ExactValues) {
    let former = (distinct: measured.audit.distinctRows, digits: matrix.remainder != nil)
    let distinct = keepRowsApart(exact)
    matrix = matrix.keepingDirections(of: exact)
    guard matrix.keptDirections != nil || distinct != former.distinct || (matrix.remainder != nil) != former.digits
    else {
      return
    }
    measure(distinctRows: distinct)
  }

  /// Keeps every digit where rows that differ in the file would be equal otherwise, and counts those that stay so.
  ///
  /// - Returns: the number of different rows of the file.
  private mutating func keepRowsApart(_ exact: ExactValues) -> Int {
    let stored = measured.audit.distinctRows
    guard stored < matrix.rows else { return stored }
    // Rows without an equal one are different in the file too.
    let groups = RowGroups(of: matrix)
    let equal = (0..<matrix.rows).filter { groups.sizes[Int(groups.groups[$0])] > 1 }
    let distinct = matrix.rows - equal.count + Set(exact.hashes(ofRows: equal)).count
    guard distinct > stored else { return stored }
    let finer = Matrix.storing(exact, keepsEveryDigit: true)
    let kept = RowGroups(of: finer).sizes.count
    if kept > stored { matrix = finer }
    mergedRows = max(0, distinct - max(kept, stored))
    return distinct
  }
}

extension StoredNumbers {
  /// The reason why the numbers cannot be clustered: a column whose range, or a row whose length, is beyond the largest number
  /// in `Double`; nil where there is none.
  var overflow: FeatureError.Reason? {
    for (column, range) in zip(0..., extremes) {
      guard let range, !(range.upperBound - range.lowerBound).isFinite else { continue }
      return .wideColumn(column, least: range.lowerBound, most: range.upperBound)
    }
    let isLong = measured.audit.norms.maximum >= .greatestFiniteMagnitude
    return isLong ? .longRow(largest: extremes.largestMagnitude, columns: matrix.columns) : nil
  }
}

// MARK: - Notes

extension StoredNumbers {
  /// At most three notes: on how unusual numbers are kept, on digits that are lost, and on entries far from all others.
  func notes(_ name: String, columnNames: [String]?) -> [Notice] {
    let described = [origins(columnNames), scale, remainders(columnNames)].compactMap(\.self)
    var notes: [Notice] = []
    if !described.isEmpty {
      notes.append(
        Notice(kind: "unusual-numbers", message: "\(name): \(described.joined(separator: "; "))"))
    }
    let lost = [coarseColumns(columnNames), merged].compactMap(\.self)
    if !lost.isEmpty {
      notes.append(Notice(kind: "digits-lost", message: "\(name): \(lost.joined(separator: "; "))"))
    }
    let far = FarEntries.found(in: matrix, extremes: extremes)
    if let first = far.first {
      notes.append(FarEntries.notice(name, far, first, title(far.map(\.column), columnNames)))
    }
    return notes
  }

  private func origins(_ names: [String]?) -> String? {
    guard let origin = matrix.frame.origin else { return nil }
    let columns = origin.indices.filter { origin[$0] != 0 }
    guard let first = columns.first, let range = extremes[first] else { return nil }
    guard columns.count > 1 else {
      let spread = range.upperBound - range.lowerBound
      guard spread > 0 else {
        let digits = mergedRows > 0 ? "the same in the digits of 64 bits, about \(short(origin[first]))" : nil
        return
          "\(title(columns, names)) is \(digits ?? "\(short(origin[first])) throughout"): stored as differences from it"
      }
      return
        "\(title(columns, names)) spans \(short(spread)) around \(short(origin[first])): stored as differences from it"
    }
    return
      "\(title(columns, names)) have a small spread far from zero: stored as differences from their midpoints"
  }

  private var scale: String? {
    guard matrix.frame.exponent != 0 else { return nil }
    return "magnitudes up to \(short(extremes.largestMagnitude)): stored in units of 2^\(matrix.frame.exponent)"
  }

  private func remainders(_ names: [String]?) -> String? {
    guard let low = matrix.remainder else { return nil }
    let columns = low.withRows { block in
      (0..<block.columns).filter { column in (0..<block.rows).contains { block[$0, column] != 0 } }
    }
    guard !columns.isEmpty else { return nil }
    return
      "\(title(columns, names)) \(columns.count == 1 ? "has" : "have") differences below the precision of 32 bits: "
      + "kept in twice as many"
  }

  /// Columns whose spread is stored in few steps.
  private func coarseColumns(_ names: [String]?) -> String? {
    let coarse = extremes.indices.compactMap { column in
      bits(of: column).map { (column: column, bits: $0) }
    }
    .filter { $0.bits < Self.fewestBits }
    guard let first = coarse.first else { return nil }
    guard coarse.count > 1 else {
      return
        "\(title([first.column], names)) keeps \(String(format: "%.1f", first.bits)) bits of its spread; "
        + remedy(for: first.column)
    }
    return
      "\(counted(coarse.count, "column", verbs: "keeps", "keep")) fewer than \(Int(Self.fewestBits)) bits of the spread: "
      + "\(title(coarse.map(\.column), names)); \(remedy(for: first.column))"
  }

  /// More digits in the file help only where it has few, and the column is not too small for the unit of all.
  private func remedy(for column: Int) -> String {
    let farthest = extremes[column].map { max(abs($0.lowerBound), abs($0.upperBound)) } ?? 0
    let isTiny = farthest.scaled(byPowerOfTwo: -matrix.frame.exponent) < 0x1p-126
    let isShort = ["float16", "bfloat16", "float32"].contains(measured.audit.storedType)
    return isShort && !isTiny && matrix.frame.exponent == 0
      ? "save the file in double precision" : "other columns are far larger, so standardize them before saving"
  }

  private var merged: String? {
    guard mergedRows > 0 else { return nil }
    return
      "\(counted(mergedRows, "row")) \(mergedRows == 1 ? "differs" : "differ") from another one in the file and "
      + "\(mergedRows == 1 ? "equals" : "equal") it as stored; save large numbers, such as times, as differences from "
      + "their first one"
  }

  /// A column that keeps fewer is noted.
  static let fewestBits = 10.0

  /// The binary logarithm of a column's range over the spacing of stored numbers in it; nil for a column that has none.
  private func bits(of column: Int) -> Double? {
    guard let range = extremes[column], range.lowerBound < range.upperBound else { return nil }
    let frame = matrix.frame
    let origin = frame.origin?[column] ?? 0
    let farthest = Float(
      max(abs(range.lowerBound - origin), abs(range.upperBound - origin)).scaled(
        byPowerOfTwo: -frame.exponent))
    let hasRemainder =
      matrix.remainder.map { low in (0..<low.rows).contains { low[$0, column] != 0 } } ?? false
    let spacing =
      hasRemainder ? max(Double(farthest.ulp) * 0x1p-24, 0x1p-149) : Double(farthest.ulp)
    let width =
      range.upperBound.scaled(byPowerOfTwo: -frame.exponent)
      - range.lowerBound.scaled(byPowerOfTwo: -frame.exponent)
    return max(0, log2(width / spacing))
  }

  /// `column x`, or `columns 0–3, 9 (from 0)` where they have no names.
  private func title(_ columns: [Int], _ names: [String]?) -> String {
    guard let names else {
      let text = list(columns.map(String.init), limit: 4)
      return columns.count == 1 ? "column \(text) (from 0)" : "columns \(text) (from 0)"
    }
    return (columns.count == 1 ? "column " : "columns ") + list(columns.map { names[$0] }, limit: 4)
  }

  /// Four digits, as `1.7e+09`.
  private func short(_ value: Double) -> String { String(format: "%.4g", value) }
}
