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
    let (centered, others) = (rows.subtracting(means), queries.subtracting(means))
    let ids = (0..<Int32(rows.rows)).map { $0 }
    centered.withRows { block in
      others.withRows { queries in
        let tiles = CandidateTiles(block)
        Parallel.forEachChunk(of: queries.rows, size: 64) { _, range in
          tiles.forEachScores(of: queries[range]) { first, scores, width, count in
            ids.withUnsafeBufferPointer { ids in
              guard let ids = ids.baseAddress else { return }
              for query in range {
                lists.offer(
                  scores + (query - range.lowerBound) * width, ids + first, count: count, to: query,
                  leavingOut: own?[query] ?? -1)
              }
            }
          }
        }
      }
    }
    self.init(lists, of: queries, among: rows, count: count)
  }

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
              var keys: [DistanceKey] = []
              for query in range {
                keys.removeAll(keepingCapacity: true)
                lists.forEachCandidate(of: query, first: lists.capacity) { candidate in
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
  /// The stored rows less a point.
  func subtracting(_ point: [Float]) -> Matrix {
    withRows { source in
      Matrix(rows: rows, columns: columns) { target in
        Parallel.forEachChunk(of: rows, size: 1024) { _, range in
          for row in range {
            for column in 0..<columns { target[row, column] = source[row, column] - point[column] }
          }
        }
      }
    }
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
