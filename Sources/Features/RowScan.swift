import Matrices

/// What one pass over some rows finds; the audit adds up several.
struct RowScan {
  private(set) var nanCount = 0
  private(set) var infinityCount = 0
  private(set) var nonFiniteRows: [Int] = []
  private(set) var zeroRows = 0
  private(set) var zeros = 0
  /// The lengths of the finite rows.
  private(set) var norms: [Double] = []
  /// One hash a row; equal rows have equal hashes.
  private(set) var hashes: [UInt64] = []
  /// One number a column that is 0 when its entries equal those of the matrix's first row.
  private(set) var differences: [UInt32]

  init(of rows: Range<Int>, in block: RowBlock) {
    differences = [UInt32](repeating: 0, count: block.columns)
    norms.reserveCapacity(rows.count)
    hashes.reserveCapacity(rows.count)
    let first = block.pointer(toRow: 0)
    var differences = differences
    differences.withUnsafeMutableBufferPointer { differences in
      guard let differences = differences.baseAddress else { return }
      for row in rows {
        let entries = block.pointer(toRow: row)
        let scan = Self.scan(entries, first: first, count: block.columns, differences: differences)
        hashes.append(scan.hash)
        zeros += scan.zeros
        // Squares of `Float` fit into `Double`, so the norm is finite when all entries are, and 0 when they are.
        let squared = squaredNorm(entries, block.columns)
        if squared == 0 { zeroRows += 1 }
        if squared.isFinite { norms.append(squared.squareRoot()) } else { countNonFinite(entries, row, block.columns) }
      }
    }
    self.differences = differences
  }

  private mutating func countNonFinite(_ entries: UnsafePointer<Float>, _ row: Int, _ columns: Int) {
    nonFiniteRows.append(row)
    for column in 0..<columns {
      if entries[column].isNaN { nanCount += 1 } else if entries[column].isInfinite { infinityCount += 1 }
    }
  }

  /// Counts the zeros of a row, hashes it, and marks where it differs from the first row; adding 0 makes -0 equal 0.
  @inline(__always)
  private static func scan(
    _ row: UnsafePointer<Float>, first: UnsafePointer<Float>, count: Int,
    differences: UnsafeMutablePointer<UInt32>
  ) -> (zeros: Int, hash: UInt64) {
    var lanes = SIMD16<UInt32>(repeating: 0x811c_9dc5)
    var zeroLanes = SIMD16<Int32>.zero
    var column = 0
    while column + 16 <= count {
      let values = UnsafeRawPointer(row + column).loadUnaligned(as: SIMD16<Float>.self) + 0
      let bits = unsafeBitCast(values, to: SIMD16<UInt32>.self)
      let firstValues = UnsafeRawPointer(first + column).loadUnaligned(as: SIMD16<Float>.self) + 0
      let place = UnsafeMutableRawPointer(differences + column)
      let difference = bits ^ unsafeBitCast(firstValues, to: SIMD16<UInt32>.self)
      place.storeBytes(
        of: place.loadUnaligned(as: SIMD16<UInt32>.self) | difference, as: SIMD16<UInt32>.self)
      zeroLanes &+= SIMD16<Int32>.zero.replacing(with: 1, where: values .== 0)
      lanes = (lanes ^ bits) &* 0x9e37_79b1
      lanes ^= lanes &>> 15
      column += 16
    }
    var zeros = Int(zeroLanes.wrappedSum())
    var hash: UInt64 = 0
    for lane in 0..<16 { hash = mix(hash, UInt64(lanes[lane])) }
    while column < count {
      let value = row[column] + 0
      if value == 0 { zeros += 1 }
      differences[column] |= value.bitPattern ^ (first[column] + 0).bitPattern
      hash = mix(hash, UInt64(value.bitPattern))
      column += 1
    }
    return (zeros, hash)
  }

  @inline(__always)
  private static func mix(_ hash: UInt64, _ value: UInt64) -> UInt64 {
    let product = (hash ^ value) &* 0x9e37_79b9_7f4a_7c15
    return product ^ product &>> 32
  }
}

/// Counts the different rows of a matrix.
enum DistinctRows {
  /// Rows with equal hashes are compared entry by entry, so the count is exact whatever the hash.
  ///
  /// - Complexity: O(rows · (columns + log rows)), more when many different rows share a hash.
  static func count(in matrix: Matrix, hashes: [UInt64]) -> Int {
    let order = hashes.indices.sorted { (hashes[$0], $0) < (hashes[$1], $1) }
    var groupStarts: [Int] = []
    for position in order.indices where position == 0 || hashes[order[position]] != hashes[order[position - 1]] {
      groupStarts.append(position)
    }
    return matrix.withRows { block in
      Parallel.mapChunks(of: groupStarts.count, size: 64) { _, groups in
        groups.reduce(0) { total, group in
          let end = group + 1 < groupStarts.count ? groupStarts[group + 1] : order.count
          return total + distinct(order[groupStarts[group]..<end], in: block)
        }
      }.reduce(0, +)
    }
  }

  /// The number of different rows among those that share a hash.
  private static func distinct(_ rows: ArraySlice<Int>, in block: RowBlock) -> Int {
    var representatives: [Int] = []
    for row in rows where !representatives.contains(where: { areEqual(row, $0, in: block) }) {
      representatives.append(row)
    }
    return representatives.count
  }

  private static func areEqual(_ one: Int, _ other: Int, in block: RowBlock) -> Bool {
    let (left, right) = (block.pointer(toRow: one), block.pointer(toRow: other))
    var difference: UInt32 = 0
    for column in 0..<block.columns { difference |= (left[column] + 0).bitPattern ^ (right[column] + 0).bitPattern }
    return difference == 0
  }
}
