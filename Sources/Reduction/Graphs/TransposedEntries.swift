import Core

/// The entries of a sparse matrix by columns, the rows of each rising.
struct TransposedEntries {
  private var offsets: [Int]
  private var rows: [Int32]
  private var values: [Float]

  init(_ columns: [Int32], _ entries: [Float], count: Int) {
    let total = columns.count / count
    offsets = [Int](repeating: 0, count: total + 1)
    for column in columns { offsets[Int(column) + 1] += 1 }
    for column in 0..<total { offsets[column + 1] += offsets[column] }
    var next = offsets
    rows = [Int32](repeating: 0, count: columns.count)
    values = [Float](repeating: 0, count: columns.count)
    for (position, column) in columns.enumerated() {
      let place = next[Int(column)]
      next[Int(column)] = place + 1
      rows[place] = Int32(position / count)
      values[place] = entries[position]
    }
  }

  /// Returns the offsets of the rows when the matrix is merged with its transpose.
  func offsets(mergedWith columns: [Int32], _ entries: [Float], count: Int) -> [Int] {
    let rows = columns.count / count
    let sizes = [Int](unsafeUninitializedCapacity: rows) { sizes, initialized in
      let sizes = sizes.baseAddress
      Parallel.forEachChunk(of: rows, size: 1024) { _, range in
        for row in range {
          var size = 0
          merge(row, columns, entries, count: count) { _, _, _ in size += 1 }
          (sizes! + row).initialize(to: size)
        }
      }
      initialized = rows
    }
    var offsets = [0]
    offsets.reserveCapacity(rows + 1)
    for size in sizes { offsets.append(offsets[offsets.count - 1] + size) }
    return offsets
  }

  /// Calls `body` for each column in which the matrix or its transpose has an entry in `row`, with both, 0 for none.
  @inline(__always)
  func merge(
    _ row: Int, _ columns: [Int32], _ entries: [Float], count: Int,
    _ body: (_ column: Int32, _ own: Float, _ transposed: Float) -> Void
  ) {
    var (left, right) = (row * count, offsets[row])
    let (leftEnd, rightEnd) = (left + count, offsets[row + 1])
    while left < leftEnd || right < rightEnd {
      let a = left < leftEnd ? columns[left] : Int32.max
      let b = right < rightEnd ? rows[right] : Int32.max
      body(min(a, b), a <= b ? entries[left] : 0, b <= a ? values[right] : 0)
      if a <= b { left += 1 }
      if b <= a { right += 1 }
    }
  }
}
