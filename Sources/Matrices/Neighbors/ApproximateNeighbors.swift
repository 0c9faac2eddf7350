import Core

/// The nearest other rows of every row, nearly all of them, in a time that grows little faster than the rows.
///
/// Rows of many columns are searched along their leading principal components. Trees part the rows into leaves in several
/// ways, all pairs of a leaf are compared by products, the neighbours of neighbours are looked at as well (Dong, Moses
/// and Li, "Efficient k-nearest neighbor graph construction for generic similarity measures", 2011), and the best
/// candidates are measured in all columns. What share of the true neighbours that finds is measured on some rows.
package struct ApproximateNeighbors: Sendable {
  /// The neighbours that were found.
  package let neighbors: NearestNeighbors
  /// The share of the true neighbours among them, measured on ``measuredRows`` rows at most; 1 where the search was exact.
  package let recall: Double

  /// The number of rows whose neighbours are searched exactly too.
  package static let measuredRows = 500
  /// With less recall more trees are grown, and in the end all pairs compared.
  package static let leastRecall = 0.95

  /// More neighbours are searched exactly.
  private static let mostNeighbors = 100
  /// The trees that are grown at a time, and the most of them.
  private static let (treesAtOnce, mostTrees) = (8, 24)
  /// Rows of more columns are searched along so many principal components, found from so many rows; of still more
  /// columns these would take too long.
  private static let (narrow, components, sampledRows, widest) = (128, 64, 4096, 2048)
  /// The candidates of a row: those beyond the wanted ones are for what rounding, or the other columns, change.
  private static func candidates(_ count: Int, isReduced: Bool) -> Int { isReduced ? 3 * count + 8 : count + 8 }

  /// Finds the neighbours.
  ///
  /// - Precondition: `count < rows.rows`, and every entry is finite.
  /// - Complexity: O(rows · log(rows) · columns) with a large factor; memory 4 bytes for each row and tree, and 8 for each
  ///   candidate.
  package init(of rows: Matrix, count: Int) {
    // Products rank nothing where rows have more digits than `Float`, and lists must not be longer than leaves.
    guard rows.remainder == nil, count <= Self.mostNeighbors else {
      self.init(NearestNeighbors(of: rows, count: count), 1)
      return
    }
    let reduced = Self.reduced(rows)
    let lists = CandidateLists(
      rows: rows.rows,
      capacity: min(Self.candidates(count, isReduced: reduced.columns < rows.columns), rows.rows - 1))
    let check = RecallCheck(of: rows, count: count)
    for first in stride(from: 0, to: Self.mostTrees, by: Self.treesAtOnce) {
      reduced.withRows { Self.compare($0, NeighborForest($0, numbers: first..<first + Self.treesAtOnce), lists) }
      let joined = reduced.withRows { Self.joined($0, lists, count: count) }
      let found = NearestNeighbors(joined, of: rows, among: rows, count: count)
      let recall = check.recall(of: found)
      if recall >= Self.leastRecall {
        self.init(found, recall)
        return
      }
    }
    self.init(NearestNeighbors(of: rows, count: count), 1)
  }

  private init(_ neighbors: NearestNeighbors, _ recall: Double) {
    self.neighbors = neighbors
    self.recall = recall
  }

  /// The rows less their mean, along the leading principal components of some of them where they are not narrow.
  private static func reduced(_ rows: Matrix) -> Matrix {
    let means = rows.columnMeans().map { Float($0) }
    guard rows.columns > narrow, rows.columns <= widest else { return rows.subtracting(means) }
    var stream = Seed(0).stream("neighbor sample")
    let sample = rows.selecting(rows: stream.sample(min(sampledRows, rows.rows), of: rows.rows).sorted())
      .subtracting(means)
    let scatter = sample.scatter(around: [Double](repeating: 0, count: rows.columns))
    guard let eigen = LinearAlgebra.symmetricEigen(scatter, order: rows.columns, largest: components) else {
      return rows.subtracting(means)
    }
    let directions = Matrix(rows: components, columns: rows.columns, eigen.vectors.map { Float($0) })
    return rows.withRows { source in
      directions.withRows { directions in
        Matrix(rows: rows.rows, columns: components) { target in
          Parallel.forEachChunk(of: rows.rows, size: 512) { _, range in
            // All rows less the mean would take as much fresh memory again.
            let centered = Buffer<Float>(count: range.count * rows.columns)
            for row in range {
              source.subtract(means, from: row, into: centered + (row - range.lowerBound) * rows.columns)
            }
            LinearAlgebra.product(
              RowBlock(base: centered.base, rows: range.count, columns: rows.columns), transposed: directions,
              into: target.pointer(toRow: range.lowerBound), stride: components)
          }
        }
      }
    }
  }

  /// Offers all rows of each leaf to each other.
  private static func compare(_ block: RowBlock, _ forest: NeighborForest, _ lists: CandidateLists) {
    for tree in forest.trees {
      tree.rows.withUnsafeBufferPointer { rows in
        guard let rows = rows.baseAddress else { return }
        Parallel.forEachChunk(of: tree.leaves.count, size: 1) { leaf, _ in
          let range = tree.leaves[leaf]
          let members = Buffer<Float>(count: range.count * block.columns)
          for (place, index) in range.enumerated() {
            (members + place * block.columns).update(
              from: block.pointer(toRow: Int(rows[index])), count: block.columns)
          }
          let own = RowBlock(base: members.base, rows: range.count, columns: block.columns)
          let tiles = CandidateTiles(own)
          for start in stride(from: 0, to: range.count, by: 64) {
            let queries = start..<min(start + 64, range.count)
            tiles.forEachScores(of: own[queries]) { first, scores, width, count in
              for query in queries {
                let row = Int(rows[range.lowerBound + query])
                lists.offer(
                  scores + (query - start) * width, rows + range.lowerBound + first, count: count, to: row,
                  leavingOut: row)
              }
            }
          }
        }
      }
    }
  }

  /// The candidates of each row with the nearest ones of its nearest ones.
  private static func joined(_ block: RowBlock, _ lists: CandidateLists, count: Int) -> CandidateLists {
    let joined = CandidateLists(rows: lists.rows, capacity: lists.capacity)
    let looked = min(count + 2, lists.capacity)
    Parallel.forEachChunk(of: block.rows, size: 4096) { _, range in
      // The row for which each row was looked at last.
      let seen = Buffer<Int32>(repeating: -1, count: block.rows)
      let candidates = Buffer<Int32>(count: lists.capacity + looked * looked)
      for row in range {
        var count = 0
        seen[row] = Int32(row)
        func look(_ candidate: Int32) {
          guard seen[Int(candidate)] != Int32(row) else { return }
          seen[Int(candidate)] = Int32(row)
          candidates[count] = candidate
          count += 1
        }
        lists.forEachCandidate(of: row, first: lists.capacity, look)
        lists.forEachCandidate(of: row, first: looked) { neighbor in
          lists.forEachCandidate(of: Int(neighbor), first: looked, look)
        }
        for place in 0..<count {
          // Candidates lie all over the memory.
          if place + 4 < count { prefetch(block.pointer(toRow: Int(candidates[place + 4])), block.columns) }
          let candidate = candidates[place]
          let distance = nearness(block.pointer(toRow: row), block.pointer(toRow: Int(candidate)), block.columns)
          joined.offer(candidate, score: -distance, to: row)
        }
      }
    }
    return joined
  }

  /// The squared distance of two rows, summed in `Float`.
  private static func nearness(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, _ count: Int) -> Float {
    var lanes = SIMD8<Float>.zero
    var index = 0
    while index + 8 <= count {
      let difference =
        UnsafeRawPointer(left + index).loadUnaligned(as: SIMD8<Float>.self)
        - UnsafeRawPointer(right + index).loadUnaligned(as: SIMD8<Float>.self)
      lanes.addProduct(difference, difference)
      index += 8
    }
    var sum = lanes.sum()
    while index < count {
      let difference = left[index] - right[index]
      sum += difference * difference
      index += 1
    }
    return sum
  }
}

/// The true neighbours of some rows, to measure how many of them a search finds.
private struct RecallCheck {
  let rows: [Int]
  let truth: NearestNeighbors

  init(of matrix: Matrix, count: Int) {
    var stream = Seed(0).stream("recall rows")
    rows = stream.sample(min(ApproximateNeighbors.measuredRows, matrix.rows), of: matrix.rows).sorted()
    truth = NearestNeighbors(of: matrix.selecting(rows: rows), among: matrix, count: count, leavingOut: rows)
  }

  /// The share of neighbours that are as near as the true ones: of equally near rows any will do.
  func recall(of found: NearestNeighbors) -> Double {
    let count = truth.count
    let hits = rows.enumerated().map { place, row in
      let farthest = truth.squaredDistances[place * count + count - 1]
      return (0..<count).count { found.squaredDistances[row * count + $0] <= farthest }
    }
    return Double(hits.reduce(0, +)) / Double(rows.count * count)
  }
}
