import Core
import Foundation
import Matrices

/// The strengths with which pairs of rows belong together: the symmetric probabilities pᵢⱼ of t-SNE, non-zero for
/// neighbours only.
///
/// Stored by rows with rising columns.
package struct Affinities: Sendable {
  /// The entries of row i lie at `offsets[i] ..< offsets[i + 1]`.
  package let offsets: [Int]
  /// The column of each entry.
  package let columns: [Int32]
  /// The probability of each entry; all of them add up to 1.
  package let values: [Float]
  /// Σ p·ln p, the part of the divergence that the embedding does not change.
  package let negativeEntropy: Double

  package var rows: Int { offsets.count - 1 }

  /// Calls `body` with each entry of a row.
  @inline(__always)
  func forEachEntry(ofRow row: Int, _ body: (_ column: Int32, _ value: Float) -> Void) {
    columns.withUnsafeBufferPointer { columns in
      values.withUnsafeBufferPointer { values in
        for entry in offsets[row]..<offsets[row + 1] { body(columns[entry], values[entry]) }
      }
    }
  }

  /// Makes the affinities of rows from their neighbours: each row's widths are chosen so that its neighbours have the
  /// given perplexity, then both directions are averaged (van der Maaten and Hinton 2008).
  ///
  /// - Complexity: O(rows · neighbours).
  package init(_ neighbors: NearestNeighbors, perplexity: Double) {
    let count = neighbors.count
    let rows = neighbors.indices.count / count
    var indices = neighbors.indices
    var conditional = [Float](repeating: 0, count: rows * count)
    indices.withUnsafeMutableBufferPointer { indices in
      conditional.withUnsafeMutableBufferPointer { conditional in
        guard let indices = indices.baseAddress, let conditional = conditional.baseAddress else { return }
        Parallel.forEachChunk(of: rows, size: 256) { _, range in
          var entries = [(column: Int32, value: Float)]()
          for row in range {
            let first = row * count
            let values = conditionalProbabilities(
              neighbors.squaredDistances[first..<first + count], perplexity: perplexity)
            entries.removeAll(keepingCapacity: true)
            for position in 0..<count { entries.append((indices[first + position], Float(values[position]))) }
            entries.sort { $0.column < $1.column }
            for (position, entry) in entries.enumerated() {
              indices[first + position] = entry.column
              conditional[first + position] = entry.value
            }
          }
        }
      }
    }
    self.init(symmetrizing: indices, conditional, count: count)
  }

  /// (P + Pᵀ) / 2n of a matrix whose every row has `count` entries with rising columns.
  private init(symmetrizing columns: [Int32], _ values: [Float], count: Int) {
    let rows = columns.count / count
    let transposed = TransposedEntries(columns, values, count: count)
    let offsets = transposed.offsets(mergedWith: columns, values, count: count)
    let total = offsets[rows]
    let scale = 1 / (2 * Float(rows))
    var merged = (columns: [Int32](repeating: 0, count: total), values: [Float](repeating: 0, count: total))
    let entropies = merged.columns.withUnsafeMutableBufferPointer { targetColumns in
      merged.values.withUnsafeMutableBufferPointer { targetValues in
        let (targetColumns, targetValues) = (targetColumns.baseAddress, targetValues.baseAddress)
        return Parallel.mapChunks(of: rows, size: 1024) { _, range in
          var entropy = 0.0
          for row in range {
            var position = offsets[row]
            transposed.merge(row, columns, values, count: count) { column, own, other in
              let value = (own + other) * scale
              targetColumns![position] = column
              targetValues![position] = value
              if value > 0 { entropy += Double(value) * Double(log(value)) }
              position += 1
            }
          }
          return entropy
        }
      }
    }
    self.offsets = offsets
    self.columns = merged.columns
    self.values = merged.values
    negativeEntropy = entropies.reduce(0, +)
  }
}

/// The probabilities exp(−β·dⱼ) / Σ exp(−β·d), with the β that gives them the wanted perplexity, exp of their entropy.
///
/// Newton's method on ln β, kept inside a bracket. Where too many neighbours share the smallest distance for any β to
/// reach so low a perplexity, these share the probability, which is the limit.
package func conditionalProbabilities(_ squaredDistances: ArraySlice<Float>, perplexity: Double) -> [Double] {
  let smallest = Double(squaredDistances.min() ?? 0)
  let distances = squaredDistances.map { Double($0) - smallest }
  let target = log(perplexity)
  let nearest = distances.count { $0 == 0 }
  guard log(Double(nearest)) < target else { return distances.map { $0 == 0 ? 1 / Double(nearest) : 0 } }
  let mean = distances.reduce(0, +) / Double(distances.count)
  var (logBeta, low, high) = (-log(mean), -Double.infinity, Double.infinity)
  var weights = distances
  var sum = 1.0
  for _ in 0..<100 {
    let beta = exp(logBeta)
    var (first, second) = (0.0, 0.0)
    sum = 0
    for index in distances.indices {
      let distance = distances[index]
      let weight = exp(-beta * distance)
      weights[index] = weight
      sum += weight
      first += weight * distance
      second += weight * distance * distance
    }
    first /= sum
    let surplus = log(sum) + beta * first - target
    if abs(surplus) < 1e-8 { break }
    if surplus > 0 { low = logBeta } else { high = logBeta }
    let slope = -beta * beta * (second / sum - first * first)
    var next = logBeta - surplus / slope
    // A step too far, or out of the bracket, is replaced by one that surely narrows it.
    if !(next > low && next < high && abs(next - logBeta) < 3) {
      next = low.isInfinite ? logBeta - 1 : high.isInfinite ? logBeta + 1 : (low + high) / 2
    }
    if next == logBeta { break }
    logBeta = next
  }
  return weights.map { $0 / sum }
}
