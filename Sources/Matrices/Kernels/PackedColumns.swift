/// Vectors (centres, candidates) packed for products with many rows: sixteen of them side by side make a panel, and a
/// panel holds their first entries, then their second, and so on.
///
/// The idea: a row's entry is broadcast against the sixteen entries of a panel, so that every multiply-add fills a
/// whole vector register, and a tile of 3 rows × 7 panels keeps its 21 sums in registers while the packed vectors
/// stream past from the second-level cache. On 60,000 × 512 rows against 112 vectors it runs at the machine's
/// multiply-add peak, where a general matrix product reaches a quarter of it for 10 vectors.
/// Each product adds its terms in the order of the columns, so its bits depend on the row and the vector alone.
package struct PackedColumns: ~Copyable {
  /// The number of vectors.
  package let count: Int
  /// The length of each vector.
  package let dimensions: Int
  /// The number of panels of sixteen.
  package let panels: Int

  private let base: UnsafeMutablePointer<SIMD16<Float>>

  /// The number of sums a row gets: `count` rounded up to whole panels.
  package var width: Int { panels * 16 }

  /// Room for `count` vectors of `dimensions` entries and an offset each.
  package init(count: Int, dimensions: Int) {
    self.count = count
    self.dimensions = dimensions
    panels = (count + 15) / 16
    base = .allocate(capacity: max(panels * (dimensions + 1), 1))
    base.initialize(repeating: .zero, count: panels * (dimensions + 1))
  }

  deinit { base.deallocate() }

  /// Puts a vector and its offset at a position; a product with it is `offset + row · vector`.
  package borrowing func set(_ index: Int, to vector: UnsafePointer<Float>, offset: Float) {
    precondition(index >= 0 && index < count)
    let lane = index % 16
    let panel = UnsafeMutableRawPointer(base + index / 16 * (dimensions + 1)).assumingMemoryBound(to: Float.self)
    panel[lane] = offset
    for column in 0..<dimensions { panel[(column + 1) * 16 + lane] = vector[column] }
  }

  /// Writes `offset + row · vector` for every row and vector; `output` has rows of ``width`` entries.
  package borrowing func products(with rows: RowBlock, into output: UnsafeMutablePointer<Float>) {
    precondition(rows.columns == dimensions)
    var panel = 0
    while panel + 7 <= panels {
      fill(Lanes7.self, rows, panel, output)
      panel += 7
    }
    switch panels - panel {
    case 6:
      fill(Lanes4.self, rows, panel, output)
      fill(Lanes2.self, rows, panel + 4, output)
    case 5:
      fill(Lanes4.self, rows, panel, output)
      fill(Lanes1.self, rows, panel + 4, output)
    case 4: fill(Lanes4.self, rows, panel, output)
    case 3:
      fill(Lanes2.self, rows, panel, output)
      fill(Lanes1.self, rows, panel + 2, output)
    case 2: fill(Lanes2.self, rows, panel, output)
    case 1: fill(Lanes1.self, rows, panel, output)
    default: break
    }
  }

  /// The sums of all rows with `Lanes.panels` panels, from `panel` on.
  @inline(__always)
  private borrowing func fill<Lanes: LaneSums>(
    _: Lanes.Type, _ rows: RowBlock, _ panel: Int, _ output: UnsafeMutablePointer<Float>
  ) {
    let stride = dimensions + 1
    let first = base + panel * stride
    let width = width
    var row = 0
    while row + 3 <= rows.rows {
      let (x, y, z) = (rows.pointer(toRow: row), rows.pointer(toRow: row + 1), rows.pointer(toRow: row + 2))
      var a = Lanes(first, stride)
      var (b, c) = (a, a)
      for column in 0..<dimensions {
        let entries = Lanes(first + column + 1, stride)
        a.addProduct(x[column], entries)
        b.addProduct(y[column], entries)
        c.addProduct(z[column], entries)
      }
      let target = UnsafeMutableRawPointer(output + row * width + panel * 16)
      a.store(target)
      b.store(target + width * 4)
      c.store(target + width * 8)
      row += 3
    }
    while row < rows.rows {
      let x = rows.pointer(toRow: row)
      var a = Lanes(first, stride)
      for column in 0..<dimensions { a.addProduct(x[column], Lanes(first + column + 1, stride)) }
      a.store(UnsafeMutableRawPointer(output + row * width + panel * 16))
      row += 1
    }
  }
}

/// The running sums of one row with a few panels, held in registers.
private protocol LaneSums {
  /// Reads one vector of each panel; panels are `stride` vectors apart.
  init(_ first: UnsafePointer<SIMD16<Float>>, _ stride: Int)
  mutating func addProduct(_ entry: Float, _ others: Self)
  func store(_ target: UnsafeMutableRawPointer)
}

private struct Lanes1: LaneSums {
  var a: SIMD16<Float>

  @inline(__always) init(_ first: UnsafePointer<SIMD16<Float>>, _ stride: Int) { a = first[0] }

  @inline(__always) mutating func addProduct(_ entry: Float, _ others: Lanes1) {
    a.addProduct(SIMD16(repeating: entry), others.a)
  }

  @inline(__always) func store(_ target: UnsafeMutableRawPointer) {
    target.storeBytes(of: a, as: SIMD16<Float>.self)
  }
}

private struct Lanes2: LaneSums {
  var a: Lanes1, b: Lanes1

  @inline(__always) init(_ first: UnsafePointer<SIMD16<Float>>, _ stride: Int) {
    a = Lanes1(first, stride)
    b = Lanes1(first + stride, stride)
  }

  @inline(__always) mutating func addProduct(_ entry: Float, _ others: Lanes2) {
    a.addProduct(entry, others.a)
    b.addProduct(entry, others.b)
  }

  @inline(__always) func store(_ target: UnsafeMutableRawPointer) {
    a.store(target)
    b.store(target + 64)
  }
}

private struct Lanes4: LaneSums {
  var a: Lanes2, b: Lanes2

  @inline(__always) init(_ first: UnsafePointer<SIMD16<Float>>, _ stride: Int) {
    a = Lanes2(first, stride)
    b = Lanes2(first + 2 * stride, stride)
  }

  @inline(__always) mutating func addProduct(_ entry: Float, _ others: Lanes4) {
    a.addProduct(entry, others.a)
    b.addProduct(entry, others.b)
  }

  @inline(__always) func store(_ target: UnsafeMutableRawPointer) {
    a.store(target)
    b.store(target + 128)
  }
}

private struct Lanes7: LaneSums {
  var a: Lanes4, b: Lanes2, c: Lanes1

  @inline(__always) init(_ first: UnsafePointer<SIMD16<Float>>, _ stride: Int) {
    a = Lanes4(first, stride)
    b = Lanes2(first + 4 * stride, stride)
    c = Lanes1(first + 6 * stride, stride)
  }

  @inline(__always) mutating func addProduct(_ entry: Float, _ others: Lanes7) {
    a.addProduct(entry, others.a)
    b.addProduct(entry, others.b)
    c.addProduct(entry, others.c)
  }

  @inline(__always) func store(_ target: UnsafeMutableRawPointer) {
    a.store(target)
    b.store(target + 256)
    c.store(target + 384)
  }
}
