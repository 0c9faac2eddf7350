import Core

/// An undirected graph of rows with weights from 0 to 1, by rows with rising columns: each edge stands twice.
package struct MembershipGraph: Sendable {
  /// The entries of row i lie at `offsets[i] ..< offsets[i + 1]`.
  package let offsets: [Int]
  /// The other end of each entry.
  package let columns: [Int32]
  /// The weight of each entry.
  package let weights: [Float]

  package var rows: Int { offsets.count - 1 }

  package init(offsets: [Int], columns: [Int32], weights: [Float]) {
    (self.offsets, self.columns, self.weights) = (offsets, columns, weights)
  }

  /// Joins both directions of each pair of neighbours: mix · (a + b − ab) + (1 − mix) · ab.
  ///
  /// - Complexity: O(rows · neighbours).
  package init(_ memberships: NeighborMemberships, mix: Double) {
    let (count, rows) = (memberships.count, memberships.indices.count / memberships.count)
    var (columns, strengths) = (memberships.indices, memberships.strengths)
    columns.withUnsafeMutableBufferPointer { columns in
      strengths.withUnsafeMutableBufferPointer { strengths in
        // Each chunk has rows of its own.
        nonisolated(unsafe) let (columns, strengths) = (columns, strengths)
        Parallel.forEachChunk(of: rows, size: 1024) { _, range in
          for row in range { sortEntries(columns, strengths, row * count..<(row + 1) * count) }
        }
      }
    }
    let transposed = TransposedEntries(columns, strengths, count: count)
    let offsets = transposed.offsets(mergedWith: columns, strengths, count: count)
    var merged = [Int32](repeating: 0, count: offsets[rows])
    var weights = [Float](repeating: 0, count: offsets[rows])
    let (union, product) = (Float(mix), Float(1 - 2 * mix))
    merged.withUnsafeMutableBufferPointer { merged in
      weights.withUnsafeMutableBufferPointer { weights in
        let (merged, weights) = (merged.baseAddress, weights.baseAddress)
        Parallel.forEachChunk(of: rows, size: 1024) { _, range in
          for row in range {
            var position = offsets[row]
            transposed.merge(row, columns, strengths, count: count) { column, own, other in
              merged![position] = column
              weights![position] = union * (own + other) + product * (own * other)
              position += 1
            }
          }
        }
      }
    }
    self.init(offsets: offsets, columns: merged, weights: weights)
  }

  /// Returns the graph without edges that would not be drawn once in so many epochs, and without those of no weight.
  package func pruned(epochs: Int) -> MembershipGraph {
    let least = (weights.max() ?? 0) / Float(epochs)
    var offsets = [0]
    var kept: (columns: [Int32], weights: [Float]) = ([], [])
    offsets.reserveCapacity(rows + 1)
    kept.columns.reserveCapacity(columns.count)
    kept.weights.reserveCapacity(columns.count)
    for row in 0..<rows {
      for entry in self.offsets[row]..<self.offsets[row + 1] where weights[entry] >= least && weights[entry] > 0 {
        kept.columns.append(columns[entry])
        kept.weights.append(weights[entry])
      }
      offsets.append(kept.columns.count)
    }
    return MembershipGraph(offsets: offsets, columns: kept.columns, weights: kept.weights)
  }

  /// Returns the connected component of each row, numbered by their lowest rows, and their number.
  package func components() -> (labels: [Int], count: Int) {
    var labels = [Int](repeating: -1, count: rows)
    var count = 0
    var waiting: [Int] = []
    for first in 0..<rows where labels[first] < 0 {
      labels[first] = count
      waiting.append(first)
      while let row = waiting.popLast() {
        for entry in offsets[row]..<offsets[row + 1] where labels[Int(columns[entry])] < 0 {
          labels[Int(columns[entry])] = count
          waiting.append(Int(columns[entry]))
        }
      }
      count += 1
    }
    return (labels, count)
  }

  /// Returns the part of the graph on some rows, which have no edges to others.
  ///
  /// - Parameter places: the place of each of these rows among them.
  package func part(_ members: [Int], places: [Int32]) -> MembershipGraph {
    var offsets = [0]
    var kept: (columns: [Int32], weights: [Float]) = ([], [])
    for row in members {
      for entry in self.offsets[row]..<self.offsets[row + 1] {
        kept.columns.append(places[Int(columns[entry])])
        kept.weights.append(weights[entry])
      }
      offsets.append(kept.columns.count)
    }
    return MembershipGraph(offsets: offsets, columns: kept.columns, weights: kept.weights)
  }
}

/// Sorts a few entries by column, by insertion.
private func sortEntries(
  _ columns: UnsafeMutableBufferPointer<Int32>, _ values: UnsafeMutableBufferPointer<Float>, _ range: Range<Int>
) {
  for index in range.dropFirst() {
    let (column, value) = (columns[index], values[index])
    var place = index
    while place > range.lowerBound, columns[place - 1] > column {
      (columns[place], values[place]) = (columns[place - 1], values[place - 1])
      place -= 1
    }
    (columns[place], values[place]) = (column, value)
  }
}
