import Core
import Matrices

/// The weights of nouns for rows, and the sums of the nouns with them: softmax((cosine + potential) / temperature).
///
/// With potentials the weights are rows of a transport plan up to a factor, which lengths do not depend on.
struct NounWeights: Sendable {
  /// The nouns, of length 1.
  let nouns: Matrix
  /// The temperature of the softmax, or the epsilon of the transport.
  let temperature: Double
  /// The potential of each noun; nil for none.
  let potentials: [Double]?
  /// True where each weight counts times its cosine.
  let timesCosine: Bool

  /// The nouns that are kept for each row.
  static let most = 5

  /// Rows whose weights are computed together.
  private static let tile = 64

  /// The largest weights of rows.
  struct Largest {
    /// rows × ``count``: the nouns with the largest weights, the largest first.
    var positions: [Int32]
    /// rows × ``count``: their shares of all weights of the row.
    var shares: [Float]
    var count: Int
  }

  /// Writes the counterpart of each row, a vector of length 1, or of zeros where the weighted nouns cancel.
  ///
  /// - Parameters:
  ///   - rows: plain rows of length 1.
  ///   - target: rows of at least `column` + the nouns' columns.
  ///   - column: the first column to write.
  /// - Returns: the largest weights of each row.
  /// - Complexity: O(rows · nouns · columns).
  @discardableResult
  func write(_ rows: Matrix, into target: MutableRowBlock, at column: Int) -> Largest {
    let entries = ExponentialRows(rows, references: nouns, scale: temperature)
    if let potentials {
      for (index, potential) in potentials.enumerated() {
        entries.columnOffsets[index] = Float(potential / (temperature * 0.693_147_180_559_945_3))
      }
    }
    let turned = TurnedNouns(nouns, width: entries.width)
    let count = min(Self.most, nouns.rows)
    let parts = Parallel.mapChunks(of: rows.rows, size: 4 * Self.tile) { _, range in
      var part = Largest(positions: [], shares: [], count: count)
      let (width, columns) = (entries.width, nouns.columns)
      let weights = Buffer<Float>(count: Self.tile * width)
      let cosines = Buffer<Float>(count: timesCosine ? Self.tile * width : 0)
      let sums = Buffer<Float>(count: Self.tile * turned.width)
      for first in stride(from: range.lowerBound, to: range.upperBound, by: Self.tile) {
        let tile = first..<min(first + Self.tile, range.upperBound)
        entries.writeCosines(of: tile, to: weights.base)
        if timesCosine { cosines.base.update(from: weights.base, count: tile.count * width) }
        for position in 0..<tile.count {
          let row = weights + position * width
          entries.exponentiate(row, offset: -entries.peak(of: row))
          part.add(row, of: nouns.rows)
        }
        if timesCosine {
          for index in 0..<tile.count * width { weights[index] *= cosines[index] }
        }
        turned.products(with: RowBlock(base: weights.base, rows: tile.count, columns: width), into: sums.base)
        for (position, row) in tile.enumerated() {
          let sum = sums + position * turned.width
          let length = squaredNorm(sum, columns).squareRoot()
          let to = target.pointer(toRow: row) + column
          for index in 0..<columns { to[index] = length > 0 ? Float(Double(sum[index]) / length) : 0 }
        }
      }
      return part
    }
    return Largest(
      positions: parts.flatMap(\.positions), shares: parts.flatMap(\.shares), count: count)
  }
}

/// The columns of nouns as vectors, for products with rows of weights.
private final class TurnedNouns: Sendable {
  private let packed: PackedColumns
  var width: Int { packed.width }

  init(_ nouns: Matrix, width: Int) {
    packed = PackedColumns(count: nouns.columns, dimensions: width)
    nouns.withRows { block in
      var vector = [Float](repeating: 0, count: width)
      for column in 0..<block.columns {
        for row in 0..<block.rows { vector[row] = block[row, column] }
        packed.set(column, to: vector, offset: 0)
      }
    }
  }

  func products(with rows: RowBlock, into target: UnsafeMutablePointer<Float>) {
    packed.products(with: rows, into: target)
  }
}

extension NounWeights.Largest {
  /// Adds the largest of a row's weights, the first of equals first.
  fileprivate mutating func add(_ weights: UnsafePointer<Float>, of nouns: Int) {
    let start = positions.count
    var (sum, lanes) = (0.0, SIMD8<Double>.zero)
    var index = 0
    while index + 8 <= nouns {
      lanes += SIMD8<Double>(UnsafeRawPointer(weights + index).loadUnaligned(as: SIMD8<Float>.self))
      index += 8
    }
    sum = lanes.sum()
    while index < nouns {
      sum += Double(weights[index])
      index += 1
    }
    positions.append(contentsOf: repeatElement(-1, count: count))
    shares.append(contentsOf: repeatElement(-1, count: count))
    for noun in 0..<nouns where weights[noun] > shares[start + count - 1] {
      var place = start + count - 1
      while place > start, weights[noun] > shares[place - 1] {
        (shares[place], positions[place]) = (shares[place - 1], positions[place - 1])
        place -= 1
      }
      (shares[place], positions[place]) = (weights[noun], Int32(truncatingIfNeeded: noun))
    }
    for place in start..<start + count { shares[place] = Float(Double(shares[place]) / sum) }
  }
}
