import Matrices

/// The findings of one pass over some rows; the audit adds up several.
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

  init(of rows: Range<Int>, in block: ExactRows) {
    if block.low == nil, block.frame == .plain {
      self.init(of: rows, in: block.high)
    } else {
      self.init(ofFramed: rows, in: block)
    }
  }

  /// Looks at rows whose true values are not the stored ones.
  private init(ofFramed rows: Range<Int>, in block: ExactRows) {
    let columns = block.columns
    differences = [UInt32](repeating: 0, count: columns)
    let zero = block.frame.zero(columns: columns)
    var entries = [Double](repeating: 0, count: columns)
    var first = entries
    first.withUnsafeMutableBufferPointer {
      if let base = $0.baseAddress { block.read(0, into: base) }
    }
    for row in rows {
      entries.withUnsafeMutableBufferPointer {
        if let base = $0.baseAddress { block.read(row, into: base) }
      }
      hashes.append(RowHash.hash(row, in: block))
      var squared = 0.0
      for column in 0..<columns {
        let distance = entries[column] - zero[column]
        squared += distance * distance
        if distance == 0 { zeros += 1 }
        if entries[column] != first[column] { differences[column] = 1 }
      }
      if squared == 0 { zeroRows += 1 }
      if squared.isFinite {
        norms.append(block.frame.trueLength(of: squared.squareRoot()))
      } else if entries.allSatisfy(\.isFinite) {
        entries.withUnsafeMutableBufferPointer {
          guard let base = $0.baseAddress else { return }
          block.readTrueValues(row, into: base)
          norms.append(length(base, columns))
        }
      } else {
        countNonFinite(block.high.pointer(toRow: row), row, columns)
      }
    }
  }

  private init(of rows: Range<Int>, in block: RowBlock) {
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

  /// Counts the zeros of a row, hashes it, and marks where it differs from the first row.
  @inline(__always)
  private static func scan(
    _ row: UnsafePointer<Float>, first: UnsafePointer<Float>, count: Int,
    differences: UnsafeMutablePointer<UInt32>
  ) -> (zeros: Int, hash: UInt64) {
    var lanes = RowHash.start
    var zeroLanes = SIMD16<Int32>.zero
    var column = 0
    while column + 16 <= count {
      let bits = RowHash.bits(at: row + column)
      let place = UnsafeMutableRawPointer(differences + column)
      let difference = bits ^ RowHash.bits(at: first + column)
      place.storeBytes(
        of: place.loadUnaligned(as: SIMD16<UInt32>.self) | difference, as: SIMD16<UInt32>.self)
      zeroLanes &+= SIMD16<Int32>.zero.replacing(with: 1, where: bits .== 0)
      lanes = RowHash.mix(lanes, bits)
      column += 16
    }
    let hash = RowHash.finish(lanes, row + column, count: count - column)
    var zeros = Int(zeroLanes.wrappedSum())
    while column < count {
      let bits = (row[column] + 0).bitPattern
      if bits == 0 { zeros += 1 }
      differences[column] |= bits ^ (first[column] + 0).bitPattern
      column += 1
    }
    return (zeros, hash)
  }
}
