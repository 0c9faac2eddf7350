import Core

/// Sums over rows that decide something: column means, variances and scatter matrices of stored values, accumulated in
/// `Double`.
extension Matrix {
  /// The mean of the stored values of each column.
  ///
  /// - Complexity: O(rows · columns).
  package func columnMeans() -> [Double] {
    let total = Double(max(rows, 1))
    return sumOverChunks(width: columns) { block, range, sums in
      for row in range { add(block.high.pointer(toRow: row), to: sums, columns) }
      guard let low = block.low else { return }
      for row in range { add(low.pointer(toRow: row), to: sums, columns) }
    }.map { $0 / total }
  }

  /// The variance of the stored values of each column around `means`, divided by the number of rows.
  package func columnVariances(around means: [Double]) -> [Double] {
    precondition(means.count == columns)
    let total = Double(max(rows, 1))
    return means.withUnsafeBufferPointer { means in
      let center = means.baseAddress!
      return sumOverChunks(width: columns) { block, range, sums in
        guard let low = block.low else {
          for row in range { addSquares(of: block.high.pointer(toRow: row), around: center, to: sums, columns) }
          return
        }
        for row in range {
          let (values, rest) = (block.high.pointer(toRow: row), low.pointer(toRow: row))
          for column in 0..<columns {
            let difference = (Double(values[column]) - center[column]) + Double(rest[column])
            sums[column] += difference * difference
          }
        }
      }
    }.map { $0 / total }
  }

  /// Adds up what `body` adds to `width` sums for each chunk of rows, in the order of the chunks.
  private func sumOverChunks(
    width: Int, _ body: (_ block: ExactRows, _ range: Range<Int>, _ sums: UnsafeMutablePointer<Double>) -> Void
  ) -> [Double] {
    guard width > 0 else { return [] }
    return withExactRows { block in
      let parts = Parallel.mapChunks(of: rows, size: 2048) { _, range in
        var sums = [Double](repeating: 0, count: width)
        sums.withUnsafeMutableBufferPointer { body(block, range, $0.baseAddress!) }
        return sums
      }
      var total = [Double](repeating: 0, count: width)
      for part in parts {
        for index in 0..<width { total[index] += part[index] }
      }
      return total
    }
  }
}

extension Matrix {
  /// The first entry that is NaN or infinite, in row order; nil when every entry is finite.
  package func firstNonFinite() -> (row: Int, column: Int)? {
    withRows { block in
      let found = Parallel.mapChunks(of: rows, size: 4096) { _, range -> Int? in
        for row in range {
          let values = block.pointer(toRow: row)
          // x · 0 is 0 for a finite x and NaN otherwise, so one sum (in lanes) finds out for the whole row.
          var lanes = SIMD16<Float>.zero
          var column = 0
          while column + 16 <= columns {
            lanes += UnsafeRawPointer(values + column).loadUnaligned(as: SIMD16<Float>.self) * 0
            column += 16
          }
          var sum = lanes.sum()
          while column < columns {
            sum += values[column] * 0
            column += 1
          }
          if sum.isNaN { return row }
        }
        return nil
      }
      guard let row = found.compactMap(\.self).first else { return nil }
      let column = (0..<columns).first { !block[row, $0].isFinite } ?? 0
      return (row, column)
    }
  }
}

/// Adds `count` numbers to `sums`.
@inlinable
package func add(_ values: UnsafePointer<Float>, to sums: UnsafeMutablePointer<Double>, _ count: Int) {
  var index = 0
  while index + 8 <= count {
    let part = SIMD8<Double>(UnsafeRawPointer(values + index).loadUnaligned(as: SIMD8<Float>.self))
    let target = UnsafeMutableRawPointer(sums + index)
    target.storeBytes(of: target.loadUnaligned(as: SIMD8<Double>.self) + part, as: SIMD8<Double>.self)
    index += 8
  }
  while index < count {
    sums[index] += Double(values[index])
    index += 1
  }
}

/// Takes `count` numbers away from `sums`.
@inlinable
package func subtract(_ values: UnsafePointer<Float>, from sums: UnsafeMutablePointer<Double>, _ count: Int) {
  var index = 0
  while index + 8 <= count {
    let part = SIMD8<Double>(UnsafeRawPointer(values + index).loadUnaligned(as: SIMD8<Float>.self))
    let target = UnsafeMutableRawPointer(sums + index)
    target.storeBytes(of: target.loadUnaligned(as: SIMD8<Double>.self) - part, as: SIMD8<Double>.self)
    index += 8
  }
  while index < count {
    sums[index] -= Double(values[index])
    index += 1
  }
}

/// Adds the squares of `count` differences from `center` to `sums`.
@inlinable
package func addSquares(
  of values: UnsafePointer<Float>, around center: UnsafePointer<Double>, to sums: UnsafeMutablePointer<Double>,
  _ count: Int
) {
  for index in 0..<count {
    let difference = Double(values[index]) - center[index]
    sums[index] += difference * difference
  }
}

extension Matrix {
  /// This matrix's transpose times another of as many rows, in stored values: columns × columns of the other, row-major,
  /// in `Double`.
  ///
  /// - Complexity: O(rows · columns · columns of the other).
  package func crossProduct(with other: Matrix) -> [Double] {
    precondition(rows == other.rows)
    let (height, width) = (columns, other.columns)
    let parts = withExactRows { left in
      other.withExactRows { right in
        Parallel.mapChunks(of: rows, size: max(512, (rows + 15) / 16)) { _, range in
          var sums = [Double](repeating: 0, count: height * width)
          for row in range {
            for i in 0..<height {
              let factor = left[row, i]
              for j in 0..<width { sums[i * width + j] += factor * right[row, j] }
            }
          }
          return sums
        }
      }
    }
    var total = [Double](repeating: 0, count: height * width)
    for part in parts {
      for index in total.indices { total[index] += part[index] }
    }
    return total
  }
}
