import Core
import Matrices

/// Draws items with replacement, the same ones for all partitions, and counts the cells of each partition's table.
///
/// A chunk is sixteen replicates, which lie side by side in the lanes of a vector: the cell of an item is looked up once
/// for all of them. Sixteen replicates of 60,000 items and eight partitions take 1 ms.
struct ItemBootstrap {
  typealias Lanes = SIMD16<UInt32>

  /// items × partitions: the cells, counted on from one partition to the next.
  private let cells: [UInt32]
  private let items: Int
  private let partitions: Int
  private let cellCount: Int

  /// - Parameters:
  ///   - cellOfItems: for each partition the cell of each item.
  ///   - cellCounts: the number of cells of each partition.
  init(cellOfItems: [[Int32]], cellCounts: [Int]) {
    items = cellOfItems[0].count
    partitions = cellOfItems.count
    cellCount = cellCounts.reduce(0, +)
    var cells = [UInt32](repeating: 0, count: items * partitions)
    var first = 0
    for (partition, ofItems) in cellOfItems.enumerated() {
      for item in 0..<items {
        cells[item * partitions + partition] = UInt32(first + Int(ofItems[item]))
      }
      first += cellCounts[partition]
    }
    self.cells = cells
  }

  /// Calls `body` with each replicate and its counts of all cells, those of one partition after the other's; on
  /// several threads at once.
  func forEachReplicate(
    of replicates: Int, seed: Seed,
    _ body: (_ replicate: Int, _ counts: UnsafePointer<UInt32>) -> Void
  ) {
    Parallel.forEachChunk(of: replicates, size: Lanes.scalarCount) { _, range in
      let counts = count(range, seed: seed)
      var ofReplicate = [UInt32](repeating: 0, count: cellCount)
      for (lane, replicate) in range.enumerated() {
        for cell in 0..<cellCount { ofReplicate[cell] = counts[cell][lane] }
        ofReplicate.withUnsafeBufferPointer { counts in
          if let base = counts.baseAddress { body(replicate, base) }
        }
      }
    }
  }

  /// The counts of the cells in each lane.
  private func count(_ replicates: Range<Int>, seed: Seed) -> [Lanes] {
    var counts = [Lanes](repeating: .zero, count: cellCount)
    // A weight above 255 would need 256 draws of one item, whose probability is below 1 / 255!.
    let weights = draw(replicates, seed: seed)
    let partitions = partitions
    counts.withUnsafeMutableBufferPointer { counts in
      cells.withUnsafeBufferPointer { cells in
        weights.withUnsafeBufferPointer { weights in
          guard let counts = counts.baseAddress, var cell = cells.baseAddress else { return }
          for item in 0..<items {
            let weight = Lanes(truncatingIfNeeded: weights[item])
            for partition in 0..<partitions { counts[Int(cell[partition])] &+= weight }
            cell += partitions
          }
        }
      }
    }
    return counts
  }

  /// Returns the number of times that each item is drawn in each lane.
  private func draw(_ replicates: Range<Int>, seed: Seed) -> [SIMD16<UInt8>] {
    var weights = [SIMD16<UInt8>](repeating: .zero, count: items)
    let count = UInt64(items)
    weights.withUnsafeMutableBytes { bytes in
      for (lane, replicate) in replicates.enumerated() {
        var stream = seed.stream("bootstrap", replicate)
        // Two draws of a number: with 32 bits, items differ in probability by a share of items / 2³².
        func add(_ bits: UInt64) { bytes[Int((bits &* count) >> 32) << 4 | lane] &+= 1 }
        for _ in 0..<items / 2 {
          let bits = stream.next()
          add(bits & 0xffff_ffff)
          add(bits >> 32)
        }
        if items % 2 == 1 { add(stream.next() >> 32) }
      }
    }
    return weights
  }
}
