import Core
import Matrices

/// The sums over all rows and their responsibilities that a maximisation step needs, in `Double`: for each component Σ
/// r, Σ r·(x − origin) and, where the variances along the axes are asked for, Σ r·(x − origin)².
///
/// The origins are near the means (those of the iteration before), so nothing is lost when the new means are taken out
/// of the squares afterwards, and one pass over the rows is enough: that of the expectation step, while a tile of them
/// is still in the cache.
struct MixtureSums: Sendable {
  /// components × columns.
  let origins: Matrix
  private(set) var masses: [Double]
  /// components × columns.
  private(set) var first: [Double]
  /// components × columns, or empty.
  private(set) var second: [Double]

  init(origins: Matrix, squares: Bool) {
    self.origins = origins
    masses = [Double](repeating: 0, count: origins.rows)
    first = [Double](repeating: 0, count: origins.rows * origins.columns)
    second = [Double](repeating: 0, count: squares ? first.count : 0)
  }

  /// The sums of given responsibilities, components × rows.
  init(_ rows: MixtureRows, responsibilities: Matrix, origins: Matrix, squares: Bool) {
    self = rows.withTiles { tileOf in
      responsibilities.withRows { responsibilities in
        let parts = Parallel.mapChunks(of: rows.count, size: Self.chunk(of: rows.count)) { _, range in
          var sums = MixtureSums(origins: origins, squares: squares)
          for start in Swift.stride(from: range.lowerBound, to: range.upperBound, by: 128) {
            let tile = tileOf(start..<min(start + 128, range.upperBound))
            sums.add(tile, weights: responsibilities.base + start, stride: rows.count)
          }
          return sums
        }
        return parts.dropFirst().reduce(into: parts[0]) { $0.add($1) }
      }
    }
  }

  /// Rows that are summed before the sums of chunks are added: at most 64 chunks, so that their memory is bounded.
  static func chunk(of rows: Int) -> Int { max(1, (rows + 64 * 256 - 1) / (64 * 256)) * 256 }

  mutating func add(_ other: MixtureSums) {
    for index in masses.indices { masses[index] += other.masses[index] }
    for index in first.indices { first[index] += other.first[index] }
    for index in second.indices { second[index] += other.second[index] }
  }

  /// Adds a tile of rows; the responsibilities of component `c` begin at `weights + c * stride`.
  mutating func add(_ tile: RowTile, weights: UnsafePointer<Float>, stride: Int) {
    if let sparse = tile.sparse { add(sparse, tile.range, weights, stride) }
    add(tile.block, tile.whole, weights, stride)
  }

  /// Adds the entries that are not zero, around zero.
  private mutating func add(_ rows: SparseRows, _ range: Range<Int>, _ weights: UnsafePointer<Float>, _ stride: Int) {
    let columns = origins.columns
    first.withUnsafeMutableBufferPointer { first in
      second.withUnsafeMutableBufferPointer { second in
        for component in masses.indices {
          let weights = weights + component * stride
          let first = first.baseAddress! + component * columns
          let second = second.isEmpty ? nil : second.baseAddress! + component * columns
          for (place, row) in range.enumerated() where weights[place] > 0 {
            rows.entries(of: row).addMoments(to: first, second, times: Double(weights[place]))
          }
        }
      }
    }
  }

  /// Adds rows to the masses and, in some columns, to the sums.
  private mutating func add(
    _ rows: RowBlock, _ columns: Range<Int>, _ weights: UnsafePointer<Float>, _ stride: Int
  ) {
    withUnsafeTemporaryAllocation(of: UnsafePointer<Float>.self, capacity: rows.rows) { pointers in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: rows.rows) { shares in
        for component in masses.indices {
          let weights = weights + component * stride
          var count = 0
          for row in 0..<rows.rows where weights[row] > 0 {
            pointers[count] = rows.pointer(toRow: row) + columns.lowerBound
            shares[count] = Double(weights[row])
            masses[component] += shares[count]
            count += 1
          }
          guard count > 0 else { continue }
          let list = WeightedRows(pointers: pointers.baseAddress!, weights: shares.baseAddress!, count: count)
          let at = component * rows.columns + columns.lowerBound
          origins.withRows { origins in
            first.withUnsafeMutableBufferPointer { first in
              second.withUnsafeMutableBufferPointer { second in
                list.addMoments(
                  around: origins.pointer(toRow: component) + columns.lowerBound, columns.count,
                  first.baseAddress! + at,
                  second.isEmpty ? nil : second.baseAddress! + at)
              }
            }
          }
        }
      }
    }
  }
}

/// Some rows and their weights.
private struct WeightedRows {
  let pointers: UnsafePointer<UnsafePointer<Float>>
  let weights: UnsafePointer<Double>
  let count: Int

  /// Adds Σ w·(x − origin) to `first` and Σ w·(x − origin)² to `second`: sixteen columns at a time, whose sums stay in
  /// registers for all rows.
  func addMoments(
    around origin: UnsafePointer<Float>, _ columns: Int, _ first: UnsafeMutablePointer<Double>,
    _ second: UnsafeMutablePointer<Double>?
  ) {
    var column = 0
    while column + 16 <= columns {
      let center = sixteen(origin + column)
      let (c, d) = (SIMD8<Double>(center.lowHalf), SIMD8<Double>(center.highHalf))
      var (s, t, u, v) = (SIMD8<Double>.zero, SIMD8<Double>.zero, SIMD8<Double>.zero, SIMD8<Double>.zero)
      for row in 0..<count {
        let entries = sixteen(pointers[row] + column)
        let weight = SIMD8(repeating: weights[row])
        let (x, y) = (SIMD8<Double>(entries.lowHalf) - c, SIMD8<Double>(entries.highHalf) - d)
        let (p, q) = (weight * x, weight * y)
        s += p
        t += q
        u.addProduct(p, x)
        v.addProduct(q, y)
      }
      add(s, to: first + column)
      add(t, to: first + column + 8)
      if let second {
        add(u, to: second + column)
        add(v, to: second + column + 8)
      }
      column += 16
    }
    while column < columns {
      for row in 0..<count {
        let difference = Double(pointers[row][column]) - Double(origin[column])
        first[column] += weights[row] * difference
        if let second { second[column] += weights[row] * difference * difference }
      }
      column += 1
    }
  }

  @inline(__always)
  private func add(_ part: SIMD8<Double>, to sums: UnsafeMutablePointer<Double>) {
    let target = UnsafeMutableRawPointer(sums)
    target.storeBytes(of: target.loadUnaligned(as: SIMD8<Double>.self) + part, as: SIMD8<Double>.self)
  }
}
