extension Matrix {
  /// The squared Euclidean length of each row, summed in `Double`.
  package func squaredRowNorms() -> [Double] {
    withRows { block in
      [Double](unsafeUninitializedCapacity: rows) { norms, count in
        let norms = norms.baseAddress
        Parallel.forEachChunk(of: rows, size: 1024) { _, range in
          for row in range { (norms! + row).initialize(to: squaredNorm(block.pointer(toRow: row), block.columns)) }
        }
        count = rows
      }
    }
  }

  /// Each row divided by its Euclidean length; a row of zeros stays as it is.
  ///
  /// - Complexity: O(rows · columns).
  public func l2Normalized() -> Matrix {
    withRows { source in
      Matrix(rows: rows, columns: columns) { target in
        Parallel.forEachChunk(of: rows, size: 1024) { _, range in
          for row in range {
            let from = source.pointer(toRow: row)
            let norm = squaredNorm(from, columns).squareRoot()
            let to = target.pointer(toRow: row)
            let factor = norm > 0 ? Float(1 / norm) : 1
            for column in 0..<columns { to[column] = from[column] * factor }
          }
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
