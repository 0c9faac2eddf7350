import Matrices

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension CenteredRows {
  /// The first centres of each restart by greedy k-means++.
  ///
  /// Every step draws candidates with probability proportional to the squared distance from the nearest centre so far
  /// and keeps the one that leaves the least sum. The candidates of all restarts are measured in one pass.
  /// - Throws: ``ClusteringError`` when there are fewer distinct rows than clusters.
  /// - Complexity: O(rows · columns · clusters · restarts · ln clusters).
  func plusPlusCenters(clusters: Int, restarts: Int, seed: Seed) throws -> [Matrix] {
    let count = rows.rows
    let trials = 2 + Int(log(Double(clusters)))
    var streams = (0..<restarts).map { seed.stream("kmeans++", $0) }
    var chosen = streams.indices.map { [streams[$0].integer(below: count)] }
    // One array of `count` squared distances to the nearest chosen row for each restart.
    var nearest = squaredDistances(to: chosen.map { $0[0] })

    for _ in 1..<max(clusters, 1) {
      let totals = potentials(nearest, restarts)
      if let restart = totals.firstIndex(where: { $0 <= 0 }) {
        throw ClusteringError(.tooFewDistinctRows(clusters: clusters, distinct: chosen[restart].count))
      }
      let candidates = draw(trials, nearest, totals, &streams)
      let distances = squaredDistances(to: candidates)
      for restart in 0..<restarts {
        let best = bestCandidate(trials, restart, distances, nearest)
        chosen[restart].append(candidates[restart * trials + best])
        merge(distances, restart * trials + best, into: &nearest, restart)
      }
    }
    return chosen.map { rows.selecting(rows: $0) }
  }

  /// The sum of each restart's distances.
  private func potentials(_ nearest: [Float], _ restarts: Int) -> [Double] {
    let count = rows.rows
    return Parallel.mapChunks(of: restarts, size: 1) { restart, _ in
      nearest[restart * count..<(restart + 1) * count].reduce(0.0) { $0 + Double($1) }
    }
  }

  /// `trials` rows for each restart, drawn in proportion to their distance.
  private func draw(
    _ trials: Int, _ nearest: [Float], _ totals: [Double], _ streams: inout [RandomStream]
  ) -> [Int] {
    let count = rows.rows
    let targets = streams.indices.map { restart in
      (0..<trials).map { _ in streams[restart].uniform() * totals[restart] }
    }
    return Parallel.mapChunks(of: targets.count, size: 1) { restart, _ -> [Int] in
      nearest.withUnsafeBufferPointer { nearest in
        let weights = nearest.baseAddress! + restart * count
        var found = [Int](repeating: -1, count: trials)
        var sum = 0.0
        var last = 0
        for row in 0..<count where weights[row] > 0 {
          sum += Double(weights[row])
          last = row
          for trial in 0..<trials where found[trial] < 0 && sum > targets[restart][trial] { found[trial] = row }
        }
        // Rounding can leave a target at the very end unreached.
        return found.map { $0 < 0 ? last : $0 }
      }
    }.flatMap(\.self)
  }

  /// Which of a restart's candidates leaves the least sum of distances; the first of equals.
  private func bestCandidate(_ trials: Int, _ restart: Int, _ distances: [Float], _ nearest: [Float]) -> Int {
    let count = rows.rows
    let sums = Parallel.mapChunks(of: trials, size: 1) { trial, _ -> Double in
      distances.withUnsafeBufferPointer { distances in
        nearest.withUnsafeBufferPointer { nearest in
          let candidate = distances.baseAddress! + (restart * trials + trial) * count
          let current = nearest.baseAddress! + restart * count
          var lanes = SIMD8<Double>.zero
          var row = 0
          while row + 8 <= count {
            let a = UnsafeRawPointer(candidate + row).loadUnaligned(as: SIMD8<Float>.self)
            let b = UnsafeRawPointer(current + row).loadUnaligned(as: SIMD8<Float>.self)
            lanes += SIMD8<Double>(pointwiseMin(a, b))
            row += 8
          }
          var sum = lanes.sum()
          while row < count {
            sum += Double(min(candidate[row], current[row]))
            row += 1
          }
          return sum
        }
      }
    }
    return sums.indices.min { (sums[$0], $0) < (sums[$1], $1) } ?? 0
  }

  private func merge(_ distances: [Float], _ candidate: Int, into nearest: inout [Float], _ restart: Int) {
    let count = rows.rows
    for row in 0..<count {
      nearest[restart * count + row] = min(nearest[restart * count + row], distances[candidate * count + row])
    }
  }

  /// The squared distance of every row to each of some rows: one array of `rows` numbers for each of them.
  ///
  /// They come from products around the mean. Where the result is small against what was subtracted, it is computed
  /// again from the differences, so that equal rows are at distance 0 exactly and are never both chosen.
  func squaredDistances(to indices: [Int]) -> [Float] {
    let (count, columns) = (rows.rows, rows.columns)
    let packed = PackedColumns(count: indices.count, dimensions: columns)
    rows.withRows { block in
      var shifted = [Float](repeating: 0, count: columns)
      for (position, index) in indices.enumerated() {
        let source = block.pointer(toRow: index)
        var offset = 0.0
        for column in 0..<columns {
          let difference = Double(source[column]) - mean[column]
          shifted[column] = Float(difference)
          offset += mean[column] * difference
        }
        packed.set(position, to: shifted, offset: Float(-offset))
      }
    }
    return [Float](unsafeUninitializedCapacity: indices.count * count) { output, initialized in
      let output = output.baseAddress!
      rows.withRows { block in
        Parallel.forEachChunk(of: count, size: 1024) { _, range in
          measure(block, range, indices, packed, output)
        }
      }
      initialized = indices.count * count
    }
  }

  private func measure(
    _ block: RowBlock, _ range: Range<Int>, _ indices: [Int], _ packed: borrowing PackedColumns,
    _ output: UnsafeMutablePointer<Float>
  ) {
    let tile = 48
    let products = UnsafeMutablePointer<Float>.allocate(capacity: tile * packed.width)
    defer { products.deallocate() }
    var first = range.lowerBound
    while first < range.upperBound {
      let last = min(first + tile, range.upperBound)
      packed.products(with: block[first..<last], into: products)
      for (position, index) in indices.enumerated() {
        for row in first..<last {
          let lengths = squaredNorms[row] + squaredNorms[index]
          var distance = lengths - 2 * Double(products[(row - first) * packed.width + position])
          if distance < 1e-3 * lengths {
            distance = squaredDistance(block.pointer(toRow: row), block.pointer(toRow: index), block.columns)
          }
          output[position * rows.rows + row] = Float(max(distance, 0))
        }
      }
      first = last
    }
  }
}
