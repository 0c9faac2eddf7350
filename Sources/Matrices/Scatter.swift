import Core

/// Scatter matrices of stored values: what covariances are made of.
extension Matrix {
  /// The scatter matrix Σ (xᵢ − c)(xᵢ − c)ᵀ around `center`, columns × columns, row-major, symmetric.
  ///
  /// Products are in `Double` where that takes a fraction of a second, since a nearly singular covariance shows in its
  /// last digits, and where there is a remainder; else blocks of rows are multiplied in `Float` and their sums added in
  /// `Double`.
  /// - Complexity: O(rows · columns²).
  package func scatter(around center: [Double]) -> [Double] {
    scatters(of: [Scattered(center: center, rows: (0..<rows).map { Int32($0) }, weights: nil)])[0]
  }

  /// The scatter matrices Σ wᵢ (xᵢ − c)(xᵢ − c)ᵀ of several weightings of the rows, each around a centre of its own.
  ///
  /// Rows whose weight is zero cost nothing: a mixture in many columns gives nearly every row to one component.
  /// - Parameters:
  ///   - weights: non-negative, a row of weights for each centre, from the row `first` on.
  ///   - inDouble: products in `Double`, however long they take.
  /// - Complexity: O(non-zero weights · columns²).
  package func scatters(
    around centers: ArraySlice<[Double]>, weights: Matrix, from first: Int, inDouble: Bool = false
  ) -> [[Double]] {
    precondition(weights.columns == rows && first + centers.count <= weights.rows)
    return weights.withRows { weights in
      let scattered = Parallel.mapChunks(of: centers.count, size: 1) { position, _ in
        let weights = weights.pointer(toRow: first + position)
        return Scattered(
          center: centers[centers.startIndex + position],
          rows: (0..<Int32(rows)).filter { weights[Int($0)] > 0 }, weights: weights)
      }
      return scatters(of: scattered, inDouble: inDouble)
    }
  }

  /// Returns the number of scatter matrices that are worth summing at once: their memory is bounded, not their number.
  package static func scattersAtOnce(columns: Int) -> Int { max(1, (128 << 20) / max(columns * columns * 8, 1)) }

  /// The rows that one scatter is made of.
  private struct Scattered {
    let center: [Double]
    let rows: [Int32]
    /// By row; nil weighs every row 1.
    let weights: UnsafePointer<Float>?
  }

  /// Multiply-adds up to which the products are in `Double`: 0.1 s on one core.
  private static var exactWork: Int { 1 << 32 }

  /// True where the products of scatter matrices are in `Double` anyway.
  package var scattersInDouble: Bool { remainder != nil || rows * columns * columns <= Self.exactWork }

  private func scatters(of all: [Scattered], inDouble: Bool = false) -> [[Double]] {
    let exact = inDouble || scattersInDouble
    // About sixteen parts in all, that sixteen threads have work; fewer where their sums would take much memory.
    let parts = max(1, min((15 + all.count) / all.count, Self.scattersAtOnce(columns: columns) / all.count))
    return withExactRows { block in
      let sums = Parallel.mapChunks(of: all.count * parts, size: 1) { task, _ in
        let (scattered, part) = (all[task / parts], task % parts)
        let size = (scattered.rows.count + parts - 1) / parts
        let range = min(part * size, scattered.rows.count)..<min((part + 1) * size, scattered.rows.count)
        return exact
          ? exactScatter(block, scattered, scattered.rows[range])
          : withoutSubnormals { fastScatter(block.high, scattered, scattered.rows[range]) }
      }
      return Parallel.mapChunks(of: all.count, size: 1) { index, _ in
        symmetric(sumOf: sums[index * parts..<(index + 1) * parts])
      }
    }
  }

  /// The sum of upper triangles, mirrored.
  private func symmetric(sumOf parts: ArraySlice<[Double]>) -> [Double] {
    let order = columns
    var total = parts[parts.startIndex]
    total.withUnsafeMutableBufferPointer { total in
      let total = total.baseAddress!
      Parallel.forEachChunk(of: order, size: 32) { _, rows in
        for part in parts.dropFirst() {
          part.withUnsafeBufferPointer { part in
            for row in rows {
              for index in row * order + row..<(row + 1) * order { total[index] += part[index] }
            }
          }
        }
      }
      for row in 0..<order {
        for column in 0..<row { total[row * order + column] = total[column * order + row] }
      }
    }
    return total
  }

  /// The upper triangle of the scatter of some rows, in `Double` throughout.
  private func exactScatter(_ block: ExactRows, _ scattered: Scattered, _ rows: ArraySlice<Int32>) -> [Double] {
    let (order, capacity) = (columns, 512)
    var total = [Double](repeating: 0, count: order * order)
    let gathered = Buffer<Double>(count: capacity * order)
    let product = Buffer<Double>(count: order * order)
    var rest = rows
    while !rest.isEmpty {
      let taken = rest.prefix(capacity)
      rest = rest.dropFirst(capacity)
      for (position, row) in taken.enumerated() {
        let factor = Double(scattered.weights?[Int(row)] ?? 1).squareRoot()
        let (from, to) = (block.high.pointer(toRow: Int(row)), gathered + position * order)
        guard let rest = block.low?.pointer(toRow: Int(row)) else {
          for column in 0..<order { to[column] = (Double(from[column]) - scattered.center[column]) * factor }
          continue
        }
        for column in 0..<order {
          to[column] = ((Double(from[column]) - scattered.center[column]) + Double(rest[column])) * factor
        }
      }
      LinearAlgebra.gram(gathered.base, rows: taken.count, columns: order, into: product.base)
      total.withUnsafeMutableBufferPointer { total in
        for row in 0..<order {
          for index in row * order + row..<(row + 1) * order { total[index] += product[index] }
        }
      }
    }
    return total
  }

  /// The same with products in `Float`.
  private func fastScatter(_ block: RowBlock, _ scattered: Scattered, _ rows: ArraySlice<Int32>) -> [Double] {
    let sums = GramSums(columns: columns)
    let center = scattered.center.map { Float($0) }
    var rest = rows
    while !rest.isEmpty {
      for row in rest.prefix(GramSums.capacity) {
        sums.append(
          block.pointer(toRow: Int(row)), less: center, times: (scattered.weights?[Int(row)] ?? 1).squareRoot())
      }
      sums.flush()
      rest = rest.dropFirst(GramSums.capacity)
    }
    return sums.upperTriangle()
  }
}
