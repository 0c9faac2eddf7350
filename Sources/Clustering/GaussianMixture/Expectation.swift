import Core
import Matrices

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The result of an expectation step.
package struct Expectation {
  /// The likeliest component of each row; the lowest of equals.
  package let labels: [Int32]
  /// The mean over the rows of the logarithm of their density.
  package let logLikelihood: Double
  /// The sums that the next maximisation needs.
  let sums: MixtureSums?
  /// components × rows, summing to 1 over the components.
  package let responsibilities: Matrix?
}

extension GaussianMixtureModel {
  /// The results asked of an expectation step beside labels and likelihood.
  package struct Wanted: OptionSet, Sendable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }
    package static let responsibilities = Wanted(rawValue: 1)
    package static let sums = Wanted(rawValue: 2)
    package static let squares = Wanted(rawValue: 4)
  }

  /// Returns the share of each row that each component takes, and the sums that follow from it.
  ///
  /// - Parameter guesses: the labels of the iteration before, which make it faster and change nothing else.
  package func expect(_ rows: MixtureRows, guesses: [Int32]? = nil, _ wanted: Wanted = []) -> Expectation {
    let constants = logConstants
    return switch shapes {
    case .ellipsoids(let triangles):
      // A matrix is read once a tile, so the tiles are large.
      expect(rows, guesses, wanted, tile: EllipsoidSearch.capacity) { capacity in
        EllipsoidSearch(constants, centers: centers, triangles: triangles, capacity: capacity)
      }
    case .shared(let triangle, let origin):
      expect(rows, guesses, wanted, AxesSearch(constants, centers: centers, sharing: triangle, origin: origin))
    case .axes(let scales):
      expect(rows, guesses, wanted, AxesSearch(constants, centers: centers, scales: scales, whole: rows.whole))
    case .exact(let shapes):
      expect(rows, guesses, wanted, tile: ExactSearch.capacity(columns: centers.columns)) { capacity in
        ExactSearch(constants, means: storedMeans, shapes: shapes, capacity: capacity)
      }
    }
  }

  /// With one search for all chunks, which needs no room of its own.
  private func expect(
    _ rows: MixtureRows, _ guesses: [Int32]?, _ wanted: Wanted, _ search: AxesSearch
  ) -> Expectation {
    expect(rows, guesses, wanted, tile: 128) { _ in search }
  }

  private func expect<Search: ComponentSearch & ~Copyable>(
    _ rows: MixtureRows, _ guesses: [Int32]?, _ wanted: Wanted, tile: Int, _ search: (_ capacity: Int) -> Search
  ) -> Expectation {
    var labels = [Int32](repeating: 0, count: rows.count)
    var parts: [ChunkResult] = []
    let kept = wanted.contains(.responsibilities) ? weights.count : 0
    let responsibilities = labels.withUnsafeMutableBufferPointer { labels in
      let labels = labels.baseAddress
      return Matrix(rows: kept, columns: rows.count) { target in
        let target = kept > 0 ? target : nil
        parts = rows.withTiles { tileOf in
          guesses.withPointer { guesses in
            Parallel.mapChunks(of: rows.count, size: MixtureSums.chunk(of: rows.count)) { _, range in
              let size = min(tile, range.count)
              let sums =
                wanted.contains(.sums)
                ? MixtureSums(origins: rows.origins(near: centers), squares: wanted.contains(.squares)) : nil
              return expect(tileOf, range, tile: size, search(size), guesses, sums, labels!, target)
            }
          }
        }
      }
    }
    var sums = parts.first?.sums
    for part in parts.dropFirst() {
      if let more = part.sums { sums?.add(more) }
    }
    let logDensity = parts.reduce(0) { $0 + $1.logDensity } / Double(rows.count)
    return Expectation(
      labels: labels, logLikelihood: logDensity + units.logDensity, sums: sums,
      responsibilities: kept > 0 ? responsibilities : nil)
  }

  private struct ChunkResult {
    var logDensity: Double
    var sums: MixtureSums?
  }

  /// A chunk of rows, tile by tile; writes their labels and, where there is a target, their responsibilities.
  private func expect<Search: ComponentSearch & ~Copyable>(
    _ tileOf: (Range<Int>) -> RowTile, _ range: Range<Int>, tile size: Int, _ search: borrowing Search,
    _ guesses: UnsafePointer<Int32>?, _ sums: MixtureSums?, _ labels: UnsafeMutablePointer<Int32>,
    _ target: MutableRowBlock?
  ) -> ChunkResult {
    let logs = Buffer<Double>(count: size * weights.count)
    let scratch = Buffer<Float>(count: size * weights.count)
    var result = ChunkResult(logDensity: 0, sums: sums)
    for start in stride(from: range.lowerBound, to: range.upperBound, by: size) {
      let tile = tileOf(start..<min(start + size, range.upperBound))
      withoutSubnormals { search.search(tile, guesses: guesses.map { $0 + start }, into: logs.base) }
      let (shares, stride) = target.map { ($0.base + start, $0.columns) } ?? (scratch.base, size)
      result.logDensity += normalize(logs.base, tile.count, into: shares, stride, labels + start)
      result.sums?.add(tile, weights: shares, stride: stride)
    }
    return result
  }

  /// The logarithm of each component's weight times its density at its mean.
  private var logConstants: [Double] {
    weights.indices.map { component in
      log(weights[component]) + shapes.logDeterminant(of: component)
        - 0.5 * Double(centers.columns) * log(2 * Double.pi)
    }
  }

  /// Turns logarithms (rows × components), which it overwrites, into responsibilities, component `c`'s from `c * stride`
  /// on, and labels; returns the sum of the rows' log densities.
  ///
  /// Most rows are out of reach of all components but one: of them nothing is computed.
  private func normalize(
    _ logs: UnsafeMutablePointer<Double>, _ rows: Int, into shares: UnsafeMutablePointer<Float>, _ stride: Int,
    _ labels: UnsafeMutablePointer<Int32>
  ) -> Double {
    let components = weights.count
    for component in 0..<components { (shares + component * stride).update(repeating: 0, count: rows) }
    var total = 0.0
    for row in 0..<rows {
      let (logs, shares) = (logs + row * components, shares + row)
      var (best, within) = (0, 0)
      for component in 0..<components {
        if logs[component] > logs[best] { best = component }
        within += logs[component] > -.infinity ? 1 : 0
      }
      labels[row] = Int32(truncatingIfNeeded: best)
      let highest = logs[best]
      guard within > 1 else {
        total += highest
        shares[best * stride] = 1
        continue
      }
      var sum = 0.0
      for component in 0..<components where logs[component] > -.infinity {
        logs[component] = component == best ? 1 : exp(logs[component] - highest)
        sum += logs[component]
      }
      total += highest + log(sum)
      for component in 0..<components where logs[component] > 0 {
        shares[component * stride] = Float(logs[component] / sum)
      }
    }
    return total
  }
}

extension Optional<[Int32]> {
  /// Lends the elements, or nil.
  fileprivate func withPointer<Result>(_ body: (UnsafePointer<Int32>?) -> Result) -> Result {
    switch self {
    case .none: body(nil)
    case .some(let values): values.withUnsafeBufferPointer { body($0.baseAddress) }
    }
  }
}
