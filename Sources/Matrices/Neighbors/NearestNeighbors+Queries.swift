import Core

extension NearestNeighbors {
  /// Finds the rows that are nearest to others, by Euclidean distance, without approximation.
  ///
  /// - Parameters:
  ///   - queries: the rows whose neighbours are wanted, in the frame of `rows`.
  ///   - leavingOut: the row that each query is, and that is not its own neighbour; nil where they are new ones.
  /// - Returns: queries × count neighbours and squared distances, nearest first.
  /// - Precondition: `count` rows at least, one more where one is left out; every entry is finite.
  /// - Complexity: O(queries · rows · columns), at the speed of a matrix product.
  package init(of queries: Matrix, among rows: Matrix, count: Int, leavingOut own: [Int]? = nil) {
    precondition(count >= 1 && count <= rows.rows - (own == nil ? 0 : 1) && queries.columns == rows.columns)
    let lists = CandidateLists(rows: queries.rows, capacity: min(count + 8, rows.rows))
    let means = rows.columnMeans().map { Float($0) }
    let others = queries.subtracting(means)
    let ids = (0..<Int32(rows.rows)).map { $0 }
    for first in stride(from: 0, to: rows.rows, by: Self.candidatesAtOnce) {
      let part = rows.subtracting(means, in: first..<min(first + Self.candidatesAtOnce, rows.rows))
      let tiles = part.withRows { CandidateTiles($0) }
      others.withRows { queries in
        Parallel.forEachChunk(of: queries.rows, size: 64) { _, range in
          tiles.forEachScores(of: queries[range]) { place, scores, width, count in
            ids.withUnsafeBufferPointer { ids in
              guard let ids = ids.baseAddress else { return }
              for query in range {
                lists.offer(
                  scores + (query - range.lowerBound) * width, ids + first + place, count: count, to: query,
                  leavingOut: own?[query] ?? -1)
              }
            }
          }
        }
      }
    }
    self.init(lists, of: queries, among: rows, count: count)
  }

  /// The candidates that are packed together: fresh memory for all of them would take longer to come than its use.
  private static let candidatesAtOnce = 4 * PackedTile.size

  /// Measures the candidates of lists and keeps the nearest.
  init(_ lists: CandidateLists, of queries: Matrix, among rows: Matrix, count: Int) {
    var indices = [Int32](repeating: 0, count: queries.rows * count)
    var distances = [Float](repeating: 0, count: queries.rows * count)
    indices.withUnsafeMutableBufferPointer { indices in
      distances.withUnsafeMutableBufferPointer { distances in
        let (indices, distances) = (indices.baseAddress, distances.baseAddress)
        queries.withExactRows { queries in
          rows.withExactRows { rows in
            Parallel.forEachChunk(of: queries.rows, size: 256) { _, range in
              var (keys, candidates): ([DistanceKey], [Int32]) = ([], [])
              for query in range {
                keys.removeAll(keepingCapacity: true)
                candidates.removeAll(keepingCapacity: true)
                lists.forEachCandidate(of: query, first: lists.capacity) { candidates.append($0) }
                for (place, candidate) in candidates.enumerated() {
                  // Candidates lie all over the memory.
                  if place + 1 < candidates.count {
                    prefetch(rows.high.pointer(toRow: Int(candidates[place + 1])), rows.columns)
                  }
                  let distance = Float(queries.squaredDistance(query, rows, Int(candidate)))
                  keys.append(DistanceKey(distance, row: candidate))
                }
                keys.sort()
                for place in 0..<min(count, keys.count) {
                  indices![query * count + place] = keys[place].row
                  distances![query * count + place] = keys[place].distance
                }
              }
            }
          }
        }
      }
    }
    self.count = count
    self.indices = indices
    squaredDistances = distances
  }
}

extension Matrix {
  /// The stored rows, or some of them, less a point.
  func subtracting(_ point: [Float], in range: Range<Int>? = nil) -> Matrix {
    let range = range ?? 0..<rows
    return withRows { source in
      Matrix(rows: range.count, columns: columns) { target in
        Parallel.forEachChunk(of: range.count, size: 1024) { _, chunk in
          for row in chunk { source.subtract(point, from: range.lowerBound + row, into: target.pointer(toRow: row)) }
        }
      }
    }
  }
}

extension RowBlock {
  /// Writes a row less a point.
  func subtract(_ point: [Float], from row: Int, into target: UnsafeMutablePointer<Float>) {
    let source = pointer(toRow: row)
    for column in 0..<columns { target[column] = source[column] - point[column] }
  }
}

extension ExactRows {
  /// Returns the squared Euclidean distance between a row and one of others in the same frame, in stored units.
  func squaredDistance(_ one: Int, _ others: ExactRows, _ other: Int) -> Double {
    guard low != nil || others.low != nil else {
      return Matrices.squaredDistance(high.pointer(toRow: one), others.high.pointer(toRow: other), columns)
    }
    var sum = 0.0
    for column in 0..<columns {
      let difference = self[one, column] - others[other, column]
      sum += difference * difference
    }
    return sum
  }
}
