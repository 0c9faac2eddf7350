import Core

/// The means of a number in groups of items, and the share of its variance that the groups explain.
package struct GroupMeans: Sendable, Equatable {
  /// The items of a group.
  package struct Group: Sendable, Equatable {
    package let count: Int
    package let mean: Double
    /// The sample standard deviation; nil for one item.
    package let deviation: Double?
    /// The interval of the mean at ``Uncertainty/level``, by Student's t; nil for one item.
    package let interval: ClosedRange<Double>?
  }

  /// By group; nil for one without items.
  package let groups: [Group?]
  /// The share of the sum of squares between groups, η²; nil where all numbers are equal, for fewer than two groups, and where
  /// each group has one item.
  package let etaSquared: Double?
  /// The share of permutations of the groups, the given one among them, whose η² is at least as large; nil without η².
  package let p: Double?
  /// The number of permutations that were drawn.
  package let permutations: Int

  /// The most permutations, and the fewest; between them as many as shuffle ``mostDraws`` items in all.
  static let (mostPermutations, fewestPermutations) = (9_999, 999)
  static let mostDraws = 600_000_000

  /// Measures numbers in groups.
  ///
  /// - Parameters:
  ///   - values: finite numbers, one an item.
  ///   - groups: the group of each item, in `0..<count`.
  ///   - seed: the source of the permutations.
  /// - Complexity: O(items · permutations).
  package init(_ values: [Double], groups: [Int], count: Int, seed: Seed = 0) {
    let numbers = CenteredNumbers(values)
    var members = [[Double]](repeating: [], count: count)
    for (number, group) in zip(numbers.centered, groups) { members[group].append(number) }
    self.groups = members.map { $0.isEmpty ? nil : Group($0, numbers) }
    let occupied = members.filter { !$0.isEmpty }
    let total = numbers.centered.reduce(0) { $0 + $1 * $1 }
    guard occupied.count > 1, occupied.count < values.count, total > 0 else {
      (etaSquared, p, permutations) = (nil, nil, 0)
      return
    }
    let sizes = occupied.map(\.count)
    let between = Self.between(occupied.flatMap(\.self), sizes)
    let drawn = max(
      Self.fewestPermutations, min(Self.mostPermutations, Self.mostDraws / max(values.count, 1)))
    etaSquared = min(between / total, 1)
    p = Self.share(of: drawn, atLeast: between, numbers.centered, sizes, seed)
    permutations = drawn
  }

  /// The sum of squares between consecutive groups of some sizes, of numbers whose mean is zero.
  private static func between(_ numbers: [Double], _ sizes: [Int]) -> Double {
    var (start, sum) = (0, 0.0)
    for size in sizes {
      let total = numbers[start..<start + size].reduce(0, +)
      sum += total * total / Double(size)
      start += size
    }
    return sum
  }

  private static func share(
    of permutations: Int, atLeast between: Double, _ numbers: [Double], _ sizes: [Int], _ seed: Seed
  ) -> Double {
    // Permutations that separate as well count, whatever the rounding.
    let bound = between * (1 - 1e-9)
    let counts = Parallel.mapChunks(of: permutations, size: 16) { _, range in
      range.count { index in
        var stream = seed.stream("outcome permutation", index)
        var shuffled = numbers
        for position in shuffled.indices.dropLast() {
          shuffled.swapAt(position, position + stream.integer(below: shuffled.count - position))
        }
        return Self.between(shuffled, sizes) >= bound
      }
    }
    return Double(1 + counts.reduce(0, +)) / Double(1 + permutations)
  }
}

/// Numbers less their mean, in a unit in which squares neither overflow nor vanish.
private struct CenteredNumbers {
  let mean: Double
  let unit: Double
  let centered: [Double]

  init(_ values: [Double]) {
    let largest = values.map(abs).max() ?? 0
    // A power of two, and the first number taken off before the mean, so that close numbers lose no digits.
    let scale = largest > 0 ? Double(sign: .plus, exponent: largest.exponent, significand: 1) : 1
    let first = (values.first ?? 0) / scale
    let offsets = values.map { $0 / scale - first }
    let mean = offsets.reduce(0, +) / Double(max(values.count, 1))
    let differences = offsets.map { $0 - mean }
    let widest = differences.map(abs).max() ?? 0
    let spread = widest > 0 ? widest : 1
    self.mean = (first + mean) * scale
    unit = spread * scale
    centered = differences.map { $0 / spread }
  }
}

extension GroupMeans.Group {
  /// - Parameter members: the centered numbers of the group, at least one.
  fileprivate init(_ members: [Double], _ numbers: CenteredNumbers) {
    let center = members.reduce(0, +) / Double(members.count)
    count = members.count
    mean = numbers.mean + center * numbers.unit
    guard members.count > 1 else {
      (deviation, interval) = (nil, nil)
      return
    }
    let degrees = Double(members.count - 1)
    let spread = (members.reduce(0) { $0 + ($1 - center) * ($1 - center) } / degrees).squareRoot() * numbers.unit
    let quantile = StudentT(degreesOfFreedom: degrees).quantile(above: (1 - Uncertainty.level) / 2)
    let margin = quantile * spread / Double(members.count).squareRoot()
    deviation = spread
    interval = mean - margin...mean + margin
  }
}
