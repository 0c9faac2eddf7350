import Core

/// The groups of equal rows of a matrix: all that is stored of the entries is compared exactly, and 0 equals -0.
package struct RowGroups: Sendable, Equatable {
  /// The group of each row; groups are numbered in the order of their first rows.
  package let groups: [Int32]
  /// The number of rows of each group.
  package let sizes: [Int]

  /// - Complexity: O(rows · columns), by all threads; more when many different rows share a hash.
  package init(of matrix: Matrix) {
    let hashes = matrix.withExactRows { block in
      Parallel.mapChunks(of: matrix.rows, size: 1024) { _, rows in
        RowHash.hashes(of: rows, in: block)
      }
    }
    self.init(of: matrix, hashes: hashes.flatMap(\.self))
  }

  /// The groups of rows of which equal ones have equal hashes. Rows of one hash are compared entry by entry, so the groups
  /// are exact whatever the hash.
  package init(of matrix: Matrix, hashes: [UInt64]) {
    var leaders = Self.leaders(of: hashes)
    matrix.withExactRows { block in
      let strays = Parallel.mapChunks(of: matrix.rows, size: 1024) { _, rows in
        rows.filter { leaders[$0] != $0 && !RowHash.areEqual($0, leaders[$0], in: block) }
      }
      // A row that only shares a hash with the first one leads those that equal it.
      var others: [UInt64: [Int]] = [:]
      for row in strays.joined() {
        let known = others[hashes[row], default: []].first { RowHash.areEqual($0, row, in: block) }
        leaders[row] = known ?? row
        if known == nil { others[hashes[row], default: []].append(row) }
      }
    }
    var groups = [Int32](repeating: 0, count: leaders.count)
    var sizes: [Int] = []
    for (row, leader) in leaders.enumerated() {
      if leader == row {
        groups[row] = Int32(sizes.count)
        sizes.append(1)
      } else {
        groups[row] = groups[leader]
        sizes[Int(groups[row])] += 1
      }
    }
    self.groups = groups
    self.sizes = sizes
  }

  /// For each row the first that equals it; nil where all rows differ.
  ///
  /// - Complexity: O(rows) where all rows differ in their first entries, else that of ``init(of:)``.
  static func firstRows(of matrix: Matrix) -> [Int]? {
    let count = min(matrix.columns, 64)
    let hashes = matrix.withRows { rows in (0..<rows.rows).map { RowHash.hash(rows.pointer(toRow: $0), count: count) } }
    guard Set(hashes).count < matrix.rows else { return nil }
    let groups = RowGroups(of: matrix)
    guard groups.sizes.count < matrix.rows else { return nil }
    var first: [Int] = []
    for (row, group) in groups.groups.enumerated() where group == first.count { first.append(row) }
    return groups.groups.map { first[Int($0)] }
  }

  /// The first row with the hash of each row.
  private static func leaders(of hashes: [UInt64]) -> [Int] {
    var first: [UInt64: Int] = [:]
    first.reserveCapacity(hashes.count)
    return hashes.enumerated().map { row, hash in
      if let known = first[hash] { return known }
      first[hash] = row
      return row
    }
  }
}

/// Hashes rows and compares them. Adding 0 makes -0 equal 0.
@usableFromInline
package enum RowHash {
  /// One hash a row; equal rows have equal hashes.
  package static func hashes(of rows: Range<Int>, in block: ExactRows) -> [UInt64] {
    rows.map { hash($0, in: block) }
  }

  @inlinable
  package static func hash(_ row: Int, in block: ExactRows) -> UInt64 {
    let high = hash(block.high.pointer(toRow: row), count: block.columns)
    guard let low = block.low else { return high }
    return mix(high, hash(low.pointer(toRow: row), count: block.columns))
  }

  @inlinable
  package static func hash(_ row: UnsafePointer<Float>, count: Int) -> UInt64 {
    var lanes = start
    var column = 0
    while column + 16 <= count {
      lanes = mix(lanes, bits(at: row + column))
      column += 16
    }
    return finish(lanes, row + column, count: count - column)
  }

  /// The lanes before the first entries.
  @inlinable
  package static var start: SIMD16<UInt32> { SIMD16(repeating: 0x811c_9dc5) }

  @inlinable
  @inline(__always)
  package static func bits(at entries: UnsafePointer<Float>) -> SIMD16<UInt32> {
    unsafeBitCast(UnsafeRawPointer(entries).loadUnaligned(as: SIMD16<Float>.self) + 0, to: SIMD16<UInt32>.self)
  }

  @inlinable
  @inline(__always)
  package static func mix(_ lanes: SIMD16<UInt32>, _ bits: SIMD16<UInt32>) -> SIMD16<UInt32> {
    let product = (lanes ^ bits) &* 0x9e37_79b1
    return product ^ product &>> 15
  }

  /// The hash of a row from its lanes and the entries that fill no more lanes.
  @inlinable
  @inline(__always)
  package static func finish(_ lanes: SIMD16<UInt32>, _ rest: UnsafePointer<Float>, count: Int) -> UInt64 {
    var hash: UInt64 = 0
    for lane in 0..<16 { hash = mix(hash, UInt64(lanes[lane])) }
    for column in 0..<count { hash = mix(hash, UInt64((rest[column] + 0).bitPattern)) }
    return hash
  }

  @inlinable
  @inline(__always)
  static func mix(_ hash: UInt64, _ value: UInt64) -> UInt64 {
    let product = (hash ^ value) &* 0x9e37_79b9_7f4a_7c15
    return product ^ product &>> 32
  }

  package static func areEqual(_ one: Int, _ other: Int, in block: ExactRows) -> Bool {
    areEqual(one, other, in: block.high) && (block.low.map { areEqual(one, other, in: $0) } ?? true)
  }

  private static func areEqual(_ one: Int, _ other: Int, in block: RowBlock) -> Bool {
    let (left, right) = (block.pointer(toRow: one), block.pointer(toRow: other))
    var difference: UInt32 = 0
    for column in 0..<block.columns { difference |= (left[column] + 0).bitPattern ^ (right[column] + 0).bitPattern }
    return difference == 0
  }
}
