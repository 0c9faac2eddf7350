import Core
import Foundation
import Matrices

/// The rows that have a label, and the classes that are large enough to be told from chance.
struct LabelledRows {
  /// A class needs as many items to have a slot.
  static let leastItems = 10

  /// The rows with a label, ascending.
  let rows: [Int32]
  /// The slot of the class of each of ``rows``; classes without one share the last.
  let slots: [Int32]
  /// The number of items in each slot; that of the small classes is the last.
  let slotSizes: [Int]
  /// The classes that have an item.
  let classes: Int

  /// The label of each of ``rows``.
  private let labels: [Int32]
  /// ``rows`` by position, in an order drawn at random but always the same.
  private let shuffled: [Int]
  /// The repeats of a value that chance does not explain.
  private let leastRepeats: Double

  /// Nil where fewer than two classes have an item.
  init?(_ labelSet: LabelSet) {
    let counts = labelSet.classCounts
    classes = counts.count { $0 > 0 }
    guard classes > 1 else { return nil }
    var slotOfClass = [Int32](repeating: 0, count: counts.count)
    var sizes: [Int] = []
    for (label, count) in counts.enumerated() where count >= Self.leastItems {
      slotOfClass[label] = Int32(sizes.count)
      sizes.append(count)
    }
    let small = Int32(sizes.count)
    for (label, count) in counts.enumerated() where count < Self.leastItems { slotOfClass[label] = small }
    let rows = labelSet.values.indices.filter { labelSet.values[$0] >= 0 }
    self.rows = rows.map { Int32($0) }
    labels = rows.map { labelSet.values[$0] }
    slots = labels.map { slotOfClass[Int($0)] }
    slotSizes = sizes + [rows.count - sizes.reduce(0, +)]
    var stream = Seed(0).stream("radar")
    shuffled = stream.sample(rows.count, of: rows.count)
    // Each repeat of a value falls by chance into the class of the first with probability Σ frequency².
    let collision = counts.reduce(0) { $0 + pow(Double($1) / Double(rows.count), 2) }
    leastRepeats = log(1e6) / -log(collision)
  }

  /// Returns the number of values that a column takes when they are codes of the classes; nil for other columns, most
  /// of which show after a few rows that they are not.
  func codes(in block: ExactRows, column: Int) -> Int? {
    let most = min(2 * classes, rows.count / 2)
    // Among so many rows a column of at most `most` values repeats one, but for a chance of e⁻¹⁸ at the most.
    let glance = Int(6 * Double(most).squareRoot()) + 1
    var labelOfValue: [UInt64: Int32] = [:]
    for (looked, position) in shuffled.enumerated() {
      let value = (block[Int(rows[position]), column] + 0).bitPattern
      if let known = labelOfValue[value] {
        guard known == labels[position] else { return nil }
      } else {
        guard labelOfValue.count < most else { return nil }
        labelOfValue[value] = labels[position]
      }
      if looked == glance, labelOfValue.count == looked + 1 { return nil }
    }
    // With more columns one of them is likelier to be pure by chance.
    let needed = leastRepeats * (1 + log(Double(block.columns)) / log(1e6))
    return Double(rows.count - labelOfValue.count) >= needed ? labelOfValue.count : nil
  }
}
