import Core
import Stages

/// The assignment of rows to clusters of equal size with the least sum of costs: the transportation problem, by successive
/// shortest paths (Ahuja, Magnanti and Orlin, "Network flows", 1993, section 9.7).
///
/// Every row begins in the cluster where its cost less the cluster's price is least, which is the best assignment for the
/// sizes that result. A path through the graph of the clusters then takes one row from a cluster with too many to one with
/// too few, by the moves that cost least together, so that the assignment stays the best one for its sizes. Prices keep the
/// lengths of the graph from falling below zero, as Dijkstra's algorithm needs. The prices of the former centers are a good
/// start: few rows then have to move. Where many would have to, an auction brings the prices near their end before
/// (``PriceAuction``); any prices lead to an assignment of the same cost.
///
/// Each cluster has room for ⌊rows / clusters⌋ rows, and the rows left over find room at one more node, which takes at most one
/// from each cluster. Of equal costs the lowest row and the lowest cluster come first.
package final class BalancedAssignment {
  package let rows: Int
  package let clusters: Int
  /// The cost of each row in each cluster, rows × clusters.
  package let costs: Buffer<Double>
  package private(set) var labels: [Int32]
  /// The price of each cluster, and after them that of the rows left over.
  package private(set) var prices: [Double]
  /// The paths that were taken.
  package private(set) var paths = 0
  /// The auctions that were held.
  package private(set) var auctions = 0

  /// The rows that each cluster has at least.
  private let least: Int
  /// The clusters with one more.
  private let leftOver: Int
  /// The nodes of the graph: the clusters, and that of the rows left over where there are any.
  private let nodes: Int
  private var members: [[Int32]]
  /// The position of each row among the members of its cluster.
  private var positions: [Int32]
  /// True for clusters with one of the rows left over.
  private var hasExtra: [Bool]
  /// The rows that each node has too many; below 0 for too few.
  private var excess: [Int]
  private let moves: ClusterMoves
  private var search: PathSearch

  package init(rows: Int, clusters: Int) {
    (self.rows, self.clusters) = (rows, clusters)
    costs = Buffer(count: rows * clusters)
    labels = [Int32](repeating: 0, count: rows)
    positions = labels
    least = rows / clusters
    leftOver = rows % clusters
    nodes = clusters + (leftOver > 0 ? 1 : 0)
    prices = [Double](repeating: 0, count: nodes)
    members = Array(repeating: [], count: clusters)
    hasExtra = Array(repeating: false, count: clusters)
    excess = Array(repeating: 0, count: nodes)
    moves = ClusterMoves(clusters: clusters)
    search = PathSearch(nodes: nodes)
  }

  /// The bytes of an assignment.
  static func bytes(rows: Int, clusters: Int) -> Int {
    let cells = Double(rows) * Double(clusters) * 8 + Double(clusters) * Double(clusters) * 20
    return Cost.bytes(cells + Double(rows) * 64)
  }

  /// The number of rows of each cluster.
  package var sizes: [Int] { members.map(\.count) }
  /// The sum of the costs of all rows.
  package var total: Double { labels.indices.reduce(0) { $0 + costs[$1 * clusters + Int(labels[$1])] } }

  /// Assigns all rows, whose costs have been written.
  ///
  /// - Complexity: O(rows · clusters), some tens of times where there is an auction, and O(clusters²) at most for each row that
  ///   has to move.
  package func assign() {
    start()
    if surplus * clusters > Self.costOfAuction * rows, rows >= clusters { holdAuction() }
    for node in 0..<clusters {
      while excess[node] > 0 { take(from: node) }
    }
  }

  /// The rows in excess that make an auction quicker than paths, in units of rows / clusters: a path reads a few tables of
  /// clusters², an auction some tens of rows × clusters.
  private static let costOfAuction = 16

  /// The rows that have to move.
  private var surplus: Int { (0..<clusters).reduce(0) { $0 + max(excess[$1], 0) } }

  /// Begins again at the prices of an auction, where fewer rows have to move then.
  private func holdAuction() {
    let (former, surplus) = (prices, surplus)
    let auction = PriceAuction(costs.base, rows: rows, prices: Array(prices.prefix(clusters)))
    auction.run()
    prices.replaceSubrange(0..<clusters, with: auction.prices)
    auctions += 1
    start()
    guard self.surplus >= surplus else { return }
    prices = former
    start()
  }

  /// Returns the cluster whose cost less its price is least, of equal ones the first.
  static func cheapest(_ costs: UnsafePointer<Double>, _ prices: [Double], clusters: Int) -> Int32 {
    Int32((0..<clusters).reduce(0) { costs[$1] - prices[$1] < costs[$0] - prices[$0] ? $1 : $0 })
  }

  /// Puts each row where its cost less the price is least.
  private func start() {
    let (costs, clusters, prices) = (costs.base, clusters, prices)
    labels = Parallel.mapChunks(of: rows, size: 1024) { _, range in
      range.map { Self.cheapest(costs + $0 * clusters, prices, clusters: clusters) }
    }.flatMap(\.self)
    for cluster in 0..<clusters { members[cluster].removeAll(keepingCapacity: true) }
    for (row, label) in labels.enumerated() {
      positions[row] = Int32(members[Int(label)].count)
      members[Int(label)].append(Int32(row))
    }
    // No cluster with one of them may have a higher price than one without.
    let cheapest = (0..<clusters).sorted { (prices[$0], $0) < (prices[$1], $1) }.prefix(leftOver)
    for cluster in 0..<clusters { hasExtra[cluster] = false }
    for cluster in cheapest { hasExtra[cluster] = true }
    if let last = cheapest.last {
      self.prices[self.clusters] = prices[last]
      excess[self.clusters] = 0
    }
    for cluster in 0..<clusters {
      excess[cluster] = members[cluster].count - least - (hasExtra[cluster] ? 1 : 0)
    }
    moves.forget()
  }

  // MARK: - Paths

  /// Moves rows along the shortest path from a node with too many to one with too few.
  private func take(from source: Int) {
    search.begin(at: source)
    var target = source
    while let node = search.settleNearest() {
      target = node
      if excess[node] < 0 { break }
      relax(node)
    }
    for node in search.settled {
      prices[node] -= search.distances[target] - search.distances[node]
    }
    excess[source] -= 1
    excess[target] += 1
    paths += 1
    var node = target
    while node != source {
      let former = search.parents[node]
      move(from: former, to: node)
      node = former
    }
  }

  private func relax(_ node: Int) {
    let price = prices[node]
    if node == clusters {
      for cluster in 0..<clusters where hasExtra[cluster] { search.reach(cluster, by: price - prices[cluster]) }
      return
    }
    moves.renew(node, members[node], costs.base)
    let lengths = moves.costs + node * clusters
    for cluster in 0..<clusters where cluster != node {
      search.reach(cluster, by: lengths[cluster] + price - prices[cluster])
    }
    if leftOver > 0, !hasExtra[node] { search.reach(clusters, by: price - prices[clusters]) }
  }

  private func move(from one: Int, to other: Int) {
    if one == clusters {
      hasExtra[other] = false
    } else if other == clusters {
      hasExtra[one] = true
    } else {
      let row = Int(moves.rows[one * clusters + other])
      let place = Int(positions[row])
      let last = members[one].removeLast()
      if Int(last) != row {
        members[one][place] = last
        positions[Int(last)] = Int32(place)
      }
      positions[row] = Int32(members[other].count)
      members[other].append(Int32(row))
      labels[row] = Int32(other)
      moves.leave(one, row)
      moves.enter(other, row, costs.base)
    }
  }

  // MARK: - Prices

  /// The most clusters whose prices are centered: a second or two.
  private static let mostCentered = 1024

  /// The prices in the middle of those under which the assignment is the best one: no row then lies on the border of its
  /// cluster but where costs are equal.
  ///
  /// Any such prices where there are more clusters than ``mostCentered``.
  ///
  /// - Complexity: O(rows · clusters + clusters³).
  package func centeredPrices() -> [Double] {
    guard clusters <= Self.mostCentered else { return Array(prices.prefix(clusters)) }
    var distances = [Double](repeating: 0, count: clusters * clusters)
    for cluster in 0..<clusters {
      moves.renew(cluster, members[cluster], costs.base)
      for other in 0..<clusters where other != cluster {
        let length = moves.costs[cluster * clusters + other] + prices[cluster] - prices[other]
        distances[cluster * clusters + other] = max(length, 0)
      }
    }
    // All shortest paths (Floyd 1962).
    distances.withUnsafeMutableBufferPointer { distances in
      for through in 0..<clusters {
        for from in 0..<clusters {
          let first = distances[from * clusters + through]
          for to in 0..<clusters {
            distances[from * clusters + to] = min(
              distances[from * clusters + to], first + distances[through * clusters + to])
          }
        }
      }
    }
    return (0..<clusters).map { cluster in
      let sum = (0..<clusters).reduce(0.0) { $0 + distances[$1 * clusters + cluster] }
      return prices[cluster] + sum / Double(clusters)
    }
  }
}

/// The cheapest move of a row from each cluster to each other one, looked for when it is first needed.
private final class ClusterMoves {
  private let clusters: Int
  /// The rows that move, clusters × clusters; −1 where they have to be looked for.
  let rows: Buffer<Int32>
  /// The cost of each of these moves.
  let costs: Buffer<Double>

  init(clusters: Int) {
    self.clusters = clusters
    rows = Buffer(repeating: -1, count: clusters * clusters)
    costs = Buffer(repeating: .infinity, count: clusters * clusters)
  }

  func forget() { rows.base.update(repeating: -1, count: rows.count) }

  /// Looks for the moves from a cluster that are not known.
  func renew(_ cluster: Int, _ members: [Int32], _ table: UnsafePointer<Double>) {
    let (rows, costs) = (rows + cluster * clusters, costs + cluster * clusters)
    let unknown = (0..<clusters).filter { rows[$0] < 0 && $0 != cluster }
    guard !unknown.isEmpty else { return }
    for other in unknown { costs[other] = .infinity }
    for row in members {
      let line = table + Int(row) * clusters
      for other in unknown { take(row, line[other] - line[cluster], rows + other, costs + other) }
    }
  }

  /// Forgets the moves of a row that has left a cluster.
  func leave(_ cluster: Int, _ row: Int) {
    let rows = rows + cluster * clusters
    for other in 0..<clusters where Int(rows[other]) == row { rows[other] = -1 }
  }

  /// Compares the known moves from a cluster with those of a row that has come.
  func enter(_ cluster: Int, _ row: Int, _ table: UnsafePointer<Double>) {
    let (rows, costs, line) = (rows + cluster * clusters, costs + cluster * clusters, table + row * clusters)
    for other in 0..<clusters where other != cluster && rows[other] >= 0 {
      take(Int32(row), line[other] - line[cluster], rows + other, costs + other)
    }
  }

  @inline(__always)
  private func take(
    _ row: Int32, _ cost: Double, _ best: UnsafeMutablePointer<Int32>, _ least: UnsafeMutablePointer<Double>
  ) {
    if cost < least.pointee || (cost == least.pointee && row < best.pointee) {
      (best.pointee, least.pointee) = (row, cost)
    }
  }
}

/// Dijkstra's algorithm on a graph in which every node reaches nearly every other.
private struct PathSearch {
  private(set) var distances: [Double]
  private(set) var parents: [Int]
  /// The nodes whose distance is known, in its order.
  private(set) var settled: [Int] = []
  private var isSettled: [Bool]

  init(nodes: Int) {
    distances = Array(repeating: .infinity, count: nodes)
    parents = Array(repeating: -1, count: nodes)
    isSettled = Array(repeating: false, count: nodes)
  }

  mutating func begin(at source: Int) {
    for node in distances.indices { (distances[node], isSettled[node]) = (.infinity, false) }
    settled.removeAll(keepingCapacity: true)
    distances[source] = 0
  }

  /// The nearest node that is not settled yet, the lowest of equals; nil where no other can be reached.
  mutating func settleNearest() -> Int? {
    var (nearest, least) = (-1, Double.infinity)
    for node in distances.indices where !isSettled[node] && distances[node] < least {
      (nearest, least) = (node, distances[node])
    }
    guard nearest >= 0 else { return nil }
    isSettled[nearest] = true
    settled.append(nearest)
    return nearest
  }

  /// Takes a way to a node through the one that was settled last; rounding may leave its length below zero.
  mutating func reach(_ node: Int, by length: Double) {
    guard !isSettled[node], let last = settled.last else { return }
    let distance = distances[last] + max(length, 0)
    if distance < distances[node] { (distances[node], parents[node]) = (distance, last) }
  }
}
