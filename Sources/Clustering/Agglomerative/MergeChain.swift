import Core
import Matrices

/// The merges by Ward's, average or complete linkage, by a chain of nearest neighbors: each link is the nearest cluster to
/// the one before, and the last two merge when each is the nearest of the other (Benzécri 1982; Müllner 2011).
///
/// The chain starts at the lowest cluster. Of equally near clusters its own last but one comes first, then the lowest; a
/// merged cluster keeps the higher place.
package struct MergeChain<Distances: ClusterDistances & ~Copyable>: ~Copyable {
  private var distances: Distances
  private let linkage: Agglomerative.Linkage
  /// The number of the cluster at each place, by which merges name it.
  private var numbers: [Int]
  /// The number of rows of the cluster at each place; 0 where there is none any more.
  private var sizes: [Double]
  /// The places of the clusters that are left, ascending.
  private var places: [Int]

  /// The fewest clusters that move together when half of the places are empty.
  private static var fewClusters: Int { 64 }

  package init(_ distances: consuming Distances, _ linkage: Agglomerative.Linkage) {
    numbers = Array(0..<distances.count)
    sizes = [Double](repeating: 1, count: distances.count)
    places = Array(0..<distances.count)
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
      if places.count >= Self.fewClusters, 2 * places.count <= distances.count { moveTogether(&chain) }
    }
    return merges
  }

  /// Leaves out the empty places, so that the distances of the clusters left lie side by side.
  private mutating func moveTogether(_ chain: inout [Int]) {
    var moved = [Int](repeating: -1, count: distances.count)
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
    let known = former.map { distances.distance(place, $0) } ?? .infinity
    if let found = distances.nearest(to: place, of: places, below: known) { return found }
    // All may be infinitely far; there are two clusters at least.
    return (former ?? places.first { $0 != place } ?? place, known)
  }

  /// Puts one cluster into another.
  private mutating func join(_ gone: Int, to kept: Int, _ between: Double) {
    let update = LinkageUpdate(linkage: linkage, gone: sizes[gone], kept: sizes[kept], between: between)
    distances.join(gone, to: kept, of: places, sizes: sizes, update)
    sizes[kept] += sizes[gone]
    sizes[gone] = 0
    if let index = places.firstIndex(of: gone) { places.remove(at: index) }
  }
}
