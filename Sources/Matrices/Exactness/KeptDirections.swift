/// The directions of rows of which some are so much shorter than others that no common unit holds both: rows of 1e200, 1 and
/// 1e-200 in one file. Their lengths are zero beside the others, but their angles are not.
package final class KeptDirections: Sendable {
  /// The rows divided by their lengths; a row of zeros stays as it is.
  package let units: Matrix
  /// The length of each row, in true units; 0 for zeros alone.
  package let lengths: [Double]

  private init(units: Matrix, lengths: [Double]) {
    self.units = units
    self.lengths = lengths
  }

  fileprivate convenience init(of values: ExactValues) {
    let columns = values.columns
    let lengths = values.mapChunks { range, entries in
      (0..<range.count).map { length(entries + $0 * columns, columns) }
    }.flatMap(\.self)
    let units = Matrix.storing(rows: values.rows, columns: columns) { range, target in
      values.read(range, target)
      for row in 0..<range.count {
        divideByCommonFactor(target + row * columns, columns)
        divideByLength(target + row * columns, columns)
      }
    }
    self.init(units: units, lengths: lengths)
  }

  func selecting(rows: [Int]) -> KeptDirections {
    KeptDirections(units: units.selecting(rows: rows), lengths: rows.map { lengths[$0] })
  }
}

extension Matrix {
  /// Returns for each row whether its true values are all zero.
  package func zeroRows() -> [Bool] { (keptDirections?.lengths ?? squaredTrueNorms()).map { $0 == 0 } }

  /// Returns a row of true values divided by its length, in `Double`: the same for each multiple of the row. A row of zeros stays
  /// as it is.
  ///
  /// - Precondition: `row` is a row.
  /// - Complexity: O(columns).
  package func direction(_ row: Int) -> [Double] {
    var values = keptDirections?.units.trueRow(row) ?? trueRow(row)
    values.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      divideByCommonFactor(start, columns)
      divideByLength(start, columns)
    }
    return values
  }

  /// The same matrix, with directions of its rows where it stores some of the numbers in too few digits for them.
  ///
  /// - Parameter values: the numbers of which the matrix was made.
  /// - Complexity: O(rows · columns), and little of the numbers is read where no row is short.
  package func keepingDirections(of values: ExactValues) -> Matrix {
    let short = squaredTrueNorms().enumerated().filter { $0.element < Self.shortest }.map(\.offset)
    let isLost = short.contains { row in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: max(columns, 1)) { buffer in
        // A buffer of at least one number has an address.
        values.read(row..<row + 1, buffer.baseAddress!)
        return buffer.prefix(columns).contains { $0 != 0 }
      }
    }
    return isLost ? with(KeptDirections(of: values)) : self
  }

  /// The square of the shortest length, in stored units, whose entries are normal `Float` numbers as far as they matter.
  private static let shortest = 0x1p-240
}

/// Divides numbers by their Euclidean length, whatever their magnitude; zeros stay.
package func divideByLength(_ values: UnsafeMutablePointer<Double>, _ count: Int) {
  let largest = (0..<count).reduce(0.0) { max($0, abs(values[$1])) }
  guard largest > 0, largest.isFinite else { return }
  // In units of the largest no square leaves the range.
  let exponent = Int(largest.exponent)
  var square = 0.0
  for index in 0..<count {
    values[index] = values[index].scaled(byPowerOfTwo: -exponent)
    square += values[index] * values[index]
  }
  let length = square.squareRoot()
  for index in 0..<count { values[index] /= length }
}

/// Returns the Euclidean length of numbers, whatever their magnitude; the largest number where it is beyond all.
package func length(_ values: UnsafePointer<Double>, _ count: Int) -> Double {
  let largest = (0..<count).reduce(0.0) { max($0, abs(values[$1])) }
  guard largest > 0, largest.isFinite else { return largest }
  let exponent = Int(largest.exponent)
  let square = (0..<count).reduce(0.0) { sum, index in
    let value = values[index].scaled(byPowerOfTwo: -exponent)
    return sum + value * value
  }
  return min(square.squareRoot().scaled(byPowerOfTwo: exponent), .greatestFiniteMagnitude)
}
