import Core
import Matrices

/// The merges by Ward's linkage without the distances of all pairs, by the chain of ``MergeChain`` over the means of the
/// clusters.
///
/// Each cluster has a list of near clusters, and a bound below which no other cluster lies. A merge never makes a cluster
/// nearer than its parts were (Bruynooghe 1977), so a list stays valid while its members merge: they count as the clusters
/// that hold them. Only where the bound does not decide is a cluster measured with all others, in `Float`, and with those
/// that rounding may have put in the wrong order in `Double`.
package final class WardCenters {
  /// The clusters of a list.
  private static let near = 16
  /// The longest list that is measured; lists grow by merges.
  private static let mostListed = 4 * near
  /// The share by which rounding may change a distance in `Float`.
  private static let rounding = 1e-3
  /// The memory of a row beside its mean.
  static let bytesOfRow = 8 * near + 64

  private let columns: Int
  /// The mean of each cluster, in two parts.
  private let high: Buffer<Float>
  private let low: Buffer<Float>
  private var sizes: [Double]
  private var lists: [[Int32]]
  /// The least squared distance of a cluster that is not in the list.
  private var bounds: [Double]
  private var roots: Roots
  private var places: [Int]

  package init(_ rows: Matrix) {
    let count = rows.rows
    columns = rows.columns
    high = Buffer(count: count * rows.columns)
    low = Buffer(count: count * rows.columns)
    let (high, low, columns) = (high.base, low.base, rows.columns)
    rows.withExactRows { block in
      Parallel.forEachChunk(of: count, size: 1024) { _, range in
        var values = [Double](repeating: 0, count: columns)
        for row in range {
          values.withUnsafeMutableBufferPointer { if let base = $0.baseAddress { block.read(row, into: base) } }
          for column in 0..<columns {
            high[row * columns + column] = Float(values[column])
            low[row * columns + column] = Float(values[column] - Double(Float(values[column])))
          }
        }
      }
    }
    sizes = [Double](repeating: 1, count: count)
    places = Array(0..<count)
    roots = Roots(count: count)
    let near = min(Self.near, count - 1)
    if near >= 1 {
      let nearest = rows.nearestRows(near)
      lists = (0..<count).map { Array(nearest.indices[$0 * near..<($0 + 1) * near]) }
      bounds = (0..<count).map {
        near == count - 1 ? .infinity : Double(nearest.squaredDistances[($0 + 1) * near - 1]) * (1 - Self.rounding)
      }
    } else {
      (lists, bounds) = (Array(repeating: [], count: count), Array(repeating: .infinity, count: count))
    }
  }

  package func merge() -> [Dendrogram.Merge] {
    var merges: [Dendrogram.Merge] = []
    var chain: [Int] = []
    while places.count > 1 {
      if chain.isEmpty { chain.append(places[0]) }
      let last = chain[chain.count - 1]
      let former = chain.count > 1 ? chain[chain.count - 2] : nil
      let (next, square) = nearest(to: last, former)
      guard next == former else {
        chain.append(next)
        continue
      }
      chain.removeLast(2)
      merges.append(.init(first: last, second: next, distance: square.squareRoot()))
      join(min(last, next), to: max(last, next), square)
    }
    return merges
  }

  private func nearest(to place: Int, _ former: Int?) -> (Int, Double) {
    var known = Set<Int>()
    for member in lists[place] {
      let root = roots.root(of: Int(member))
      if root != place { known.insert(root) }
    }
    let others = known.sorted()
    lists[place] = others.map { Int32($0) }
    if others.count <= Self.mostListed, let best = best(of: place, among: others, former),
      best.square < bounds[place]
    {
      return best
    }
    return measureAll(place, former)
  }

  /// The nearest of some ascending places; of equally near ones the former, then the lowest.
  private func best(of place: Int, among others: [Int], _ former: Int?) -> (place: Int, square: Double)? {
    var best = former.map { ($0, square(place, $0)) }
    for other in others where other != former {
      let square = square(place, other)
      if square < best?.1 ?? .infinity { best = (other, square) }
    }
    return best.map { (place: $0.0, square: $0.1) }
  }

  /// Measures a cluster with all others, and lists the nearest anew.
  private func measureAll(_ place: Int, _ former: Int?) -> (Int, Double) {
    let (places, high, columns, sizes) = (places, high.base, columns, sizes)
    let own = sizes[place]
    let squares = Parallel.mapChunks(of: places.count, size: 512) { _, range in
      range.map { position -> Double in
        let other = places[position]
        guard other != place else { return .infinity }
        let square = floatSquare(high + place * columns, high + other * columns, columns)
        return 2 * own * sizes[other] / (own + sizes[other]) * Double(square)
      }
    }.flatMap(\.self)
    let wanted = min(Self.near + 1, places.count - 1)
    let order = squares.indices.smallest(wanted) { squares[$0] < squares[$1] }
    let limit = squares[order[0]] * (1 + 2 * Self.rounding) + .leastNormalMagnitude
    let close = squares.indices.filter { squares[$0] <= limit && places[$0] != place }.map { places[$0] }
    lists[place] = order.prefix(Self.near).map { Int32(places[$0]) }
    bounds[place] = wanted > Self.near ? squares[order[Self.near]] * (1 - Self.rounding) : .infinity
    guard let best = best(of: place, among: close, former) else { return (place, .infinity) }
    return (best.place, best.square)
  }

  /// Ward's squared distance of two clusters, in `Double`.
  private func square(_ one: Int, _ other: Int) -> Double {
    let (a, b) = (sizes[one], sizes[other])
    let (left, right) = (one * columns, other * columns)
    var sum = 0.0
    for column in 0..<columns {
      let difference =
        (Double(high[left + column]) - Double(high[right + column]))
        + (Double(low[left + column]) - Double(low[right + column]))
      sum += difference * difference
    }
    return 2 * a * b / (a + b) * sum
  }

  /// Puts one cluster into another.
  private func join(_ gone: Int, to kept: Int, _ between: Double) {
    let (a, b) = (sizes[gone], sizes[kept])
    for column in 0..<columns {
      let (first, second) = (gone * columns + column, kept * columns + column)
      let one = Double(high[first]) + Double(low[first])
      let other = Double(high[second]) + Double(low[second])
      let mean = other + (one - other) * (a / (a + b))
      high[second] = Float(mean)
      low[second] = Float(mean - Double(high[second]))
    }
    let (left, right) = (bounds[gone], bounds[kept])
    bounds[kept] = Self.bound(a, left, b, right, between)
    lists[kept] += lists[gone]
    lists[gone] = []
    sizes[kept] = a + b
    roots.join(gone, to: kept)
    if let index = places.firstIndex(of: gone) { places.remove(at: index) }
  }

  /// The least squared distance of a merged cluster to one that lies beyond the bounds of both parts.
  ///
  /// By Lance and Williams it is ((a + c)·left + (b + c)·right − c·between) / (a + b + c) at least, which rises or falls
  /// with c alone: it is least for c = 1 or in the limit.
  private static func bound(_ a: Double, _ left: Double, _ b: Double, _ right: Double, _ between: Double) -> Double {
    guard left.isFinite, right.isFinite else { return min(left, right) }
    let one = ((a + 1) * left + (b + 1) * right - between) / (a + b + 1)
    return min(one, left + right - between)
  }
}

extension Range<Int> {
  /// The `count` smallest in ascending order; of equal ones the lowest first.
  fileprivate func smallest(_ count: Int, _ isLess: (Int, Int) -> Bool) -> [Int] {
    var found: [Int] = []
    for index in self {
      if found.count == count {
        guard let worst = found.last, isLess(index, worst) else { continue }
        found.removeLast()
      }
      var place = found.count
      while place > 0, isLess(index, found[place - 1]) { place -= 1 }
      found.insert(index, at: place)
    }
    return found
  }
}

/// The squared distance of two points in sixteen lanes of `Float`.
private func floatSquare(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, _ count: Int) -> Float {
  var (first, second) = (SIMD16<Float>.zero, SIMD16<Float>.zero)
  var index = 0
  func difference(_ index: Int) -> SIMD16<Float> {
    UnsafeRawPointer(left + index).loadUnaligned(as: SIMD16<Float>.self)
      - UnsafeRawPointer(right + index).loadUnaligned(as: SIMD16<Float>.self)
  }
  while index + 32 <= count {
    let (one, other) = (difference(index), difference(index + 16))
    first.addProduct(one, one)
    second.addProduct(other, other)
    index += 32
  }
  var sum = (first + second).sum()
  while index < count {
    sum += (left[index] - right[index]) * (left[index] - right[index])
    index += 1
  }
  return sum
}
