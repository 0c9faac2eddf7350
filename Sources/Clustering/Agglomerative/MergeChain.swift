import Core
import Matrices

/// The merges by Ward's, average or complete linkage, by a chain of nearest neighbors: each link is the nearest cluster to
/// the one before, and the last two merge when each is the nearest of the other (Benzécri 1982; Müllner 2011).
///
/// The chain starts at the lowest cluster. Of equally near clusters its own last but one comes first, then the lowest; a
/// merged cluster keeps the higher place.
package struct MergeChain: ~Copyable {
  private var distances: PairDistances
  private let linkage: Agglomerative.Linkage
  /// The number of the cluster at each place, by which merges name it.
  private var numbers: [Int]
  /// The number of rows of the cluster at each place; 0 where there is none any more.
  private var sizes: [Int]
  /// The places of the clusters that are left, ascending.
  private var places: [Int]

  /// The fewest clusters that move together when half of the places are empty.
  private static let fewClusters = 64
  /// The pairs that are asked for ahead: those with lower places lie in lines of their own all over the memory.
  private static let ahead = 16

  package init(_ distances: consuming PairDistances, _ linkage: Agglomerative.Linkage) {
    numbers = Array(0..<distances.rows)
    sizes = [Int](repeating: 1, count: distances.rows)
    places = Array(0..<distances.rows)
    self.distances = distances
    self.linkage = linkage
  }

  /// - Complexity: O(rows²).
  package consuming func merge() -> [Dendrogram.Merge] {
    var merges: [Dendrogram.Merge] = []
    var chain: [Int] = []
    while places.count > 1 {
      if chain.isEmpty { chain.append(places[0]) }
      let (x, y, distance) = grow(&chain)
      chain.removeLast(2)
      merges.append(.init(first: numbers[x], second: numbers[y], distance: distance))
      join(min(x, y), to: max(x, y), distance)
      if places.count >= Self.fewClusters, 2 * places.count <= distances.rows { moveTogether(&chain) }
    }
    return merges
  }

  /// Leaves out the empty places, so that the distances of the clusters left lie side by side.
  private mutating func moveTogether(_ chain: inout [Int]) {
    var moved = [Int](repeating: -1, count: distances.rows)
    for (index, place) in places.enumerated() { moved[place] = index }
    chain = chain.map { moved[$0] }
    numbers = places.map { [numbers] in numbers[$0] }
    sizes = places.map { [sizes] in sizes[$0] }
    distances.keep(places)
    places = Array(places.indices)
  }

  /// Extends the chain until its last two are each other's nearest.
  private func grow(_ chain: inout [Int]) -> (Int, Int, Double) {
    while true {
      let last = chain[chain.count - 1]
      let former = chain.count > 1 ? chain[chain.count - 2] : nil
      let (next, distance) = nearest(to: last, former)
      if next == former { return (last, next, distance) }
      chain.append(next)
    }
  }

  private func nearest(to place: Int, _ former: Int?) -> (Int, Double) {
    let (values, count) = (distances.values.base, distances.rows)
    var (nearest, least) = (former ?? -1, former.map { distance(place, $0) } ?? .infinity)
    places.withUnsafeBufferPointer { places in
      var index = 0
      // The pairs with lower places lie apart, those with higher ones side by side.
      while places[index] < place {
        let other = places[index]
        let next = places[min(index + Self.ahead, places.count - 1)]
        if next < place { prefetch(values + PairDistances.start(of: next, count) + place - next - 1) }
        let value = values[PairDistances.start(of: other, count) + place - other - 1]
        if value < least { (nearest, least) = (other, value) }
        index += 1
      }
      let line = values + PairDistances.start(of: place, count) - place - 1
      for index in index + 1..<max(places.count, index + 1) {
        let value = line[places[index]]
        if value < least { (nearest, least) = (places[index], value) }
      }
    }
    // All may be infinitely far; there are two clusters at least.
    return nearest >= 0 ? (nearest, least) : (places.first { $0 != place } ?? place, least)
  }

  @inline(__always)
  private func position(_ one: Int, _ other: Int) -> Int {
    let (low, high) = one < other ? (one, other) : (other, one)
    return PairDistances.start(of: low, distances.rows) + high - low - 1
  }

  private func distance(_ one: Int, _ other: Int) -> Double { distances.values[position(one, other)] }

  /// Puts one cluster into another, whose distances to all others follow (Lance and Williams 1967).
  private mutating func join(_ gone: Int, to kept: Int, _ between: Double) {
    let (a, b) = (Double(sizes[gone]), Double(sizes[kept]))
    let values = distances.values.base
    for (index, other) in places.enumerated() where other != gone && other != kept {
      let next = places[min(index + Self.ahead, places.count - 1)]
      if next < kept { prefetch(values + position(next, kept)) }
      if next < gone { prefetch(values + position(next, gone)) }
      let (first, second) = (values[position(gone, other)], values[position(kept, other)])
      let target = position(kept, other)
      switch linkage {
      case .ward:
        // The order of operations is SciPy's, so that its ties are ties here.
        let c = Double(sizes[other])
        let share = 1 / (a + b + c)
        let parts = (c + a) * share * first * first + (c + b) * share * second * second
        values[target] = max(parts - c * share * between * between, 0).squareRoot()
      case .average: values[target] = (a * first + b * second) / (a + b)
      case .complete, .single: values[target] = max(first, second)
      }
    }
    sizes[kept] += sizes[gone]
    sizes[gone] = 0
    if let index = places.firstIndex(of: gone) { places.remove(at: index) }
  }
}
