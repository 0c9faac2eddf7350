import Core

extension Matrix {
  /// The squared Euclidean length of each row of stored values, summed in `Double`.
  package func squaredRowNorms() -> [Double] {
    withExactRows { block in
      guard block.low == nil else { return squaredDistances(to: [Double](repeating: 0, count: columns)) }
      return mapRows { squaredNorm(block.high.pointer(toRow: $0), columns) }
    }
  }

  /// The squared Euclidean length of each row of true values, in units of 4^exponent: 0 for a row of zeros alone.
  package func squaredTrueNorms() -> [Double] {
    isPlain ? squaredRowNorms() : squaredDistances(to: frame.zero(columns: columns))
  }

  /// The squared Euclidean distance of each row from a stored point.
  package func squaredDistances(to point: [Double]) -> [Double] {
    precondition(point.count == columns)
    return withExactRows { block in
      point.withUnsafeBufferPointer { point in
        mapRows { row in point.baseAddress.map { block.squaredDistance(row, to: $0) } ?? 0 }
      }
    }
  }

  private func mapRows(_ body: (Int) -> Double) -> [Double] {
    [Double](unsafeUninitializedCapacity: rows) { values, count in
      let values = values.baseAddress
      Parallel.forEachChunk(of: rows, size: 1024) { _, range in
        for row in range { (values! + row).initialize(to: body(row)) }
      }
      count = rows
    }
  }

  /// The name of the scaling by ``l2Normalized()`` in experiments and records.
  package static let unitLengthScaling = "l2"

  /// Returns each row of true values divided by its Euclidean length; a row of zeros stays as it is.
  ///
  /// - Complexity: O(rows · columns).
  public func l2Normalized() -> Matrix {
    if let keptDirections { return keptDirections.units }
    guard isPlain else { return framedDirections(keepsEveryDigit: false) }
    return withRows { source in
      Matrix(rows: rows, columns: columns) { target in
        Parallel.forEachChunk(of: rows, size: 1024) { _, range in
          for row in range {
            let from = source.pointer(toRow: row)
            let norm = squaredNorm(from, columns).squareRoot()
            let to = target.pointer(toRow: row)
            guard norm > Self.shortestNorm, norm < Self.longestNorm else {
              // The factor would leave the range of `Float`.
              for column in 0..<columns { to[column] = norm > 0 ? Float(Double(from[column]) / norm) : from[column] }
              continue
            }
            let factor = Float(1 / norm)
            for column in 0..<columns { to[column] = from[column] * factor }
          }
        }
      }
    }
  }

  /// Lengths between which a factor of one over the length is a normal `Float`.
  private static let (shortestNorm, longestNorm) = (0x1p-120, 0x1p120)

  /// Returns each row of true values divided by its Euclidean length, with every digit that the matrix holds: nearly parallel
  /// rows need them, and rows of which one is a multiple of the other are equal. Directions that were kept apart have the digits with which they were stored.
  ///
  /// - Complexity: O(rows · columns).
  package func exactDirections() -> Matrix {
    if let keptDirections { return keptDirections.units }
    return framedDirections(keepsEveryDigit: true)
  }

  /// The directions of true values that may not be the stored ones.
  private func framedDirections(keepsEveryDigit: Bool) -> Matrix {
    withExactRows { source in
      Matrix.storing(rows: rows, columns: columns, keepsEveryDigit: keepsEveryDigit) { range, target in
        for row in range {
          let to = target + (row - range.lowerBound) * columns
          source.readTrueValues(row, into: to)
          if keepsEveryDigit { divideByCommonFactor(to, columns) }
          divideByLength(to, columns)
        }
      }
    }
  }
}

/// The squared Euclidean length of `count` numbers, in eight `Double` lanes so that the order of the sum is fixed.
@inlinable
package func squaredNorm(_ values: UnsafePointer<Float>, _ count: Int) -> Double {
  var lanes = SIMD8<Double>.zero
  var index = 0
  while index + 8 <= count {
    let part = SIMD8<Double>(UnsafeRawPointer(values + index).loadUnaligned(as: SIMD8<Float>.self))
    lanes.addProduct(part, part)
    index += 8
  }
  var sum = lanes.sum()
  while index < count {
    sum += Double(values[index]) * Double(values[index])
    index += 1
  }
  return sum
}

/// The squared Euclidean distance between two rows of `count` numbers: differences in `Float`, sums in `Double`.
@inlinable
package func squaredDistance(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, _ count: Int) -> Double {
  var lanes = SIMD8<Double>.zero
  var index = 0
  while index + 8 <= count {
    let difference =
      UnsafeRawPointer(left + index).loadUnaligned(as: SIMD8<Float>.self)
      - UnsafeRawPointer(right + index).loadUnaligned(as: SIMD8<Float>.self)
    let part = SIMD8<Double>(difference)
    lanes.addProduct(part, part)
    index += 8
  }
  var sum = lanes.sum()
  while index < count {
    let difference = Double(left[index] - right[index])
    sum += difference * difference
    index += 1
  }
  return sum
}

/// The squared Euclidean distance of a row of `count` numbers from a point in `Double`.
@inlinable
package func squaredDistance(_ values: UnsafePointer<Float>, to point: UnsafePointer<Double>, _ count: Int) -> Double {
  var lanes = SIMD8<Double>.zero
  var index = 0
  while index + 8 <= count {
    let entries = SIMD8<Double>(UnsafeRawPointer(values + index).loadUnaligned(as: SIMD8<Float>.self))
    let difference = entries - UnsafeRawPointer(point + index).loadUnaligned(as: SIMD8<Double>.self)
    lanes.addProduct(difference, difference)
    index += 8
  }
  var sum = lanes.sum()
  while index < count {
    let difference = Double(values[index]) - point[index]
    sum += difference * difference
    index += 1
  }
  return sum
}

/// Adds the difference of a row of `count` numbers from a point to `sums`, and returns its squared length, to the bit as
/// `squaredDistance` has it.
package func addDifference(
  _ values: UnsafePointer<Float>, from point: UnsafePointer<Double>, to sums: UnsafeMutablePointer<Double>,
  _ count: Int
) -> Double {
  var lanes = SIMD8<Double>.zero
  var index = 0
  while index + 8 <= count {
    let entries = SIMD8<Double>(UnsafeRawPointer(values + index).loadUnaligned(as: SIMD8<Float>.self))
    let difference = entries - UnsafeRawPointer(point + index).loadUnaligned(as: SIMD8<Double>.self)
    lanes.addProduct(difference, difference)
    let sum = UnsafeRawPointer(sums + index).loadUnaligned(as: SIMD8<Double>.self) + difference
    UnsafeMutableRawPointer(sums + index).storeBytes(of: sum, as: SIMD8<Double>.self)
    index += 8
  }
  var square = lanes.sum()
  while index < count {
    let difference = Double(values[index]) - point[index]
    square += difference * difference
    sums[index] += difference
    index += 1
  }
  return square
}

/// The squared Euclidean distance between two points.
///
/// - Precondition: the points have the same length.
package func squaredDistance(_ left: [Double], _ right: [Double]) -> Double {
  precondition(left.count == right.count)
  var sum = 0.0
  for index in left.indices {
    let difference = left[index] - right[index]
    sum += difference * difference
  }
  return sum
}
