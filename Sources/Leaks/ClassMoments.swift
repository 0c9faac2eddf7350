import Matrices

/// Sums of a few neighbouring columns over each class, by which a column that follows the classes is found.
///
/// Entries are stored ones, and taken relative to the first labelled row, so that a column far from zero keeps its digits and a constant
/// one has no variance at all.
struct ClassMoments {
  /// The number of columns that are summed at once: their sums over some hundred classes stay in the second cache.
  static let width = 64

  private let columns: Range<Int>
  private let rows: Double
  private let slots: Int
  /// slots × columns: the sums over the items of a slot.
  private var sums: [Double]
  /// The sum of squares of each column.
  private var squares: [Double]
  /// slots × columns: the entry of the first item of a slot.
  private var firsts: [Double]
  /// For each column, true where an item of a class differs from the first one of the class.
  private var differs: [Bool]

  init(of columns: Range<Int>, in block: ExactRows, _ sample: LabelledRows) {
    self.columns = columns
    rows = Double(sample.rows.count)
    slots = sample.slotSizes.count
    let width = columns.count
    sums = [Double](repeating: 0, count: slots * width)
    squares = [Double](repeating: 0, count: width)
    firsts = [Double](repeating: 0, count: slots * width)
    differs = [Bool](repeating: false, count: width)
    add(block, sample)
  }

  private mutating func add(_ block: ExactRows, _ sample: LabelledRows) {
    guard let origin = sample.rows.first.map({ row in columns.map { block[Int(row), $0] } }) else {
      return
    }
    let (width, small) = (columns.count, slots - 1)
    var seen = [Bool](repeating: false, count: slots)
    var difference = [Double](repeating: 0, count: width)
    // 1 as soon as every column differs.
    var least = 0.0
    var entries = [Double](repeating: 0, count: width)
    sums.withUnsafeMutableBufferPointer { sums in
      squares.withUnsafeMutableBufferPointer { squares in
        firsts.withUnsafeMutableBufferPointer { firsts in
          difference.withUnsafeMutableBufferPointer { difference in
            entries.withUnsafeMutableBufferPointer { entries in
              guard let sums = sums.baseAddress, let squares = squares.baseAddress, let firsts = firsts.baseAddress,
                let difference = difference.baseAddress, let entries = entries.baseAddress
              else { return }
              for (row, slot) in zip(sample.rows, sample.slots) {
                block.read(Int(row), columns, into: entries)
                let (sums, first) = (sums + Int(slot) * width, firsts + Int(slot) * width)
                if !seen[Int(slot)] {
                  seen[Int(slot)] = true
                  first.update(from: entries, count: width)
                }
                for column in 0..<width {
                  let value = entries[column] - origin[column]
                  sums[column] += value
                  squares[column] += value * value
                }
                guard slot < small, least == 0 else { continue }
                least = 1
                for column in 0..<width {
                  difference[column] = max(difference[column], entries[column] == first[column] ? 0 : 1)
                  least = min(least, difference[column])
                }
              }
            }
          }
        }
      }
    }
    differs = difference.map { $0 > 0 }
  }

  /// Returns whether a column is not constant over the labelled items.
  func varies(_ column: Int) -> Bool { squares[column - columns.lowerBound] > 0 }

  /// The slot of the class with whose indicator a column correlates by more than 0.999 in size.
  func indicated(by column: Int, _ sample: LabelledRows) -> Int? {
    let offset = column - columns.lowerBound
    let sum = (0..<slots).reduce(0) { $0 + sums[$1 * columns.count + offset] }
    let mean = sum / rows
    let scatter = squares[offset] - sum * mean
    guard scatter > 0 else { return nil }
    return (0..<slots - 1).first { slot in
      let size = Double(sample.slotSizes[slot])
      guard size < rows else { return false }
      let distance = sums[slot * columns.count + offset] / size - mean
      // The squared correlation: the scatter between the class and the rest, divided by that of the column.
      return size * rows / (rows - size) * distance * distance > 0.999 * 0.999 * scatter
    }
  }

  /// Returns whether every class of ten items or more has one value, and not all of them the same.
  func isConstantInClasses(_ column: Int) -> Bool {
    let offset = column - columns.lowerBound
    guard slots > 2, !differs[offset] else { return false }
    return (1..<slots - 1).contains { firsts[$0 * columns.count + offset] != firsts[offset] }
  }
}
