import Core
import Matrices

/// The strengths from 0 to 1 with which each row is joined with its neighbours: exp(−(d − ρ) / σ), with ρ the distance
/// to its nearest and σ so that the strengths sum up to log₂ of the number of neighbours.
package struct NeighborMemberships: Sendable {
  /// The number of neighbours of each row, itself not counted.
  package let count: Int
  /// rows × count: the neighbours of each row, nearest first.
  package let indices: [Int32]
  /// rows × count: the strength of each.
  package let strengths: [Float]
  /// The distance of each row up to which strengths are 1.
  package let rho: [Double]
  /// The width of each row.
  package let sigma: [Double]

  /// Finds the strengths.
  ///
  /// - Parameters:
  ///   - distances: rows × count, those of each row rising.
  ///   - localConnectivity: the number of nearest rows of strength 1.
  /// - Complexity: O(rows · neighbours).
  package init(indices: [Int32], distances: [Double], count: Int, localConnectivity: Double) {
    let rows = indices.count / count
    let meanOfAll = Self.mean(distances) * Double(count) / Double(count + 1)
    let parts = Parallel.mapChunks(of: rows, size: 256) { _, range in
      range.map { row in
        Widths(
          [0] + distances[row * count..<(row + 1) * count], localConnectivity: localConnectivity, meanOfAll: meanOfAll)
      }
    }
    let widths = parts.flatMap(\.self)
    self.count = count
    self.indices = indices
    rho = widths.map(\.rho)
    sigma = widths.map(\.sigma)
    strengths = distances.indices.map { Float(widths[$0 / count].strength(of: distances[$0])) }
  }

  /// The mean, summed in chunks whose order is fixed.
  private static func mean(_ values: [Double]) -> Double {
    Parallel.mapChunks(of: values.count, size: 1 << 16) { _, range in
      range.reduce(0) { $0 + values[$1] }
    }.reduce(0, +) / Double(max(values.count, 1))
  }
}

/// The two numbers that turn the distances of a row into strengths.
package struct Widths {
  /// The distance up to which the strength is 1.
  package let rho: Double
  /// The distance beyond, at which it is 1/e.
  package let sigma: Double

  /// The steps and the tolerance of the search for σ.
  private static let (steps, tolerance) = (64, 1e-5)
  /// The least σ, as a share of the mean distance.
  private static let leastShare = 1e-3

  /// Finds the widths of a row by bisection.
  ///
  /// - Parameters:
  ///   - distances: those of its neighbours, rising. The first, the row's own where it is one of them, is left out of the
  ///     sum, which is to be the logarithm of the number of all.
  ///   - localConnectivity: the number of nearest rows of strength 1.
  ///   - meanOfAll: the mean distance of all rows, for a row without ρ.
  package init(_ distances: [Double], localConnectivity: Double, meanOfAll: Double) {
    let rho = Self.rho(distances.filter { $0 > 0 }, localConnectivity)
    let target = naturalLogarithm(Double(distances.count)) / naturalLogarithm(2)
    let mean = distances.reduce(0, +) / Double(distances.count)
    let beyond = distances.dropFirst().map { max($0 - rho, 0) }
    var (low, high, middle) = (0.0, Double.infinity, 1.0)
    for _ in 0..<Self.steps {
      let sum = Self.sum(of: beyond, width: middle)
      if abs(sum - target) < Self.tolerance { break }
      if sum > target { high = middle } else { low = middle }
      middle = high.isInfinite ? 2 * middle : (low + high) / 2
    }
    self.rho = rho
    sigma = max(middle, Self.leastShare * (rho > 0 ? mean : meanOfAll))
  }

  /// The sum of the strengths at some distances beyond ρ.
  private static func sum(of distances: [Double], width: Double) -> Double {
    var sum = 0.0
    for first in stride(from: 0, to: distances.count, by: 8) {
      let count = min(8, distances.count - first)
      var vector = SIMD8<Double>.zero
      for lane in 0..<count { vector[lane] = distances[first + lane] }
      let strengths = exponential(-vector / width)
      for lane in 0..<count { sum += strengths[lane] }
    }
    return sum
  }

  private static func rho(_ distances: [Double], _ localConnectivity: Double) -> Double {
    guard Double(distances.count) >= localConnectivity else { return distances.last ?? 0 }
    let index = Int(localConnectivity)
    let between = localConnectivity - Double(index)
    guard index > 0 else { return (distances.first ?? 0) * between }
    guard between > 1e-5 else { return distances[index - 1] }
    return distances[index - 1] + between * (distances[index] - distances[index - 1])
  }

  /// The strength of a neighbour at a distance.
  package func strength(of distance: Double) -> Double {
    distance <= rho || sigma == 0 ? 1 : exponential((rho - distance) / sigma)
  }
}
