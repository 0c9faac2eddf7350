import Core

/// Prices of clusters near those of the best assignment to clusters of given sizes, by an auction (Bertsekas, "The auction
/// algorithm: a distributed relaxation method for the assignment problem", 1988; Bertsekas and Castañon, "The auction
/// algorithm for the transportation problem", 1989).
///
/// Rows without a place bid for the cluster whose cost less its price is least: each goes so far down with the price that
/// another cluster is as good, and a step further. A cluster keeps the lowest bids, and the highest of these is its price once
/// it is full. All rows without a place bid at once, on several threads; their bids are compared in the order of the rows, so that
/// the prices do not depend on the number of threads. The steps begin at the mean difference between the best two clusters of a row
/// and shrink; in the end rows are in the cluster that is best to within one of them.
final class PriceAuction {
  private let costs: UnsafePointer<Double>
  private let rows: Int
  private let clusters: Int
  /// The price of each cluster.
  private(set) var prices: [Double]
  private let places: AuctionPlaces
  private let bids: Buffer<Bid>

  /// The bid of a row, less the step.
  struct Bid {
    var cluster: Int32
    var price: Double
  }

  /// The quotient of one step and the next: 4 to 10 in the literature.
  private static let quotient = 5.0
  /// The steps of the last rounds are not much smaller than this share of the mean difference: as large a share of rows is
  /// left to move by other means.
  private static let leastShare = 1.0 / 128
  /// The most different steps; a start whose prices are far off needs more than one whose prices are near.
  private static let mostSteps = 10
  /// The most bids for one step, in units of the rows.
  private static let mostBids = 40
  /// Rounds end when as small a share of the rows has no place: the last of them often outbid each other for long.
  private static let leftShare = 1.0 / 1000

  /// - Parameters:
  ///   - costs: the cost of each row in each cluster, rows × clusters, at least 2; read as long as this lives.
  ///   - prices: the prices to begin with.
  init(_ costs: UnsafePointer<Double>, rows: Int, prices: [Double]) {
    (self.costs, self.rows, self.prices) = (costs, rows, prices)
    clusters = prices.count
    places = AuctionPlaces(rows: rows, clusters: clusters)
    bids = Buffer(count: rows)
  }

  /// Bids with smaller and smaller steps.
  ///
  /// - Complexity: O(rows · clusters) a round of bids; some tens of these.
  func run() {
    let everyone = (0..<rows).map(Int32.init)
    var step = Double.infinity
    for _ in 0..<Self.mostSteps {
      bid(everyone)
      let difference = (0..<rows).reduce(0.0) { $0 + prices[Int(bids[$1].cluster)] - bids[$1].price } / Double(rows)
      step = min(step / Self.quotient, difference)
      guard step > 0, step.isFinite, step > Self.leastShare * difference else { return }
      fill(everyone, step: step)
    }
  }

  /// Gives all rows a place but a few, by rounds of bids, the first of which have been made.
  private func fill(_ everyone: [Int32], step: Double) {
    places.clear(prices)
    var (bidders, made) = (everyone, rows)
    while true {
      var without: [Int32] = []
      for (position, row) in bidders.enumerated() {
        let bid = bids[position]
        let cluster = Int(bid.cluster)
        let out = places.take(row, bid.price - step, cluster)
        if out >= 0 { without.append(out) }
        if let price = places.price(of: cluster) { prices[cluster] = price }
      }
      bidders = without
      made += bidders.count
      guard Double(bidders.count) > Self.leftShare * Double(rows), made <= Self.mostBids * rows else { return }
      bid(bidders)
    }
  }

  /// Writes the bids of some rows, in their order.
  private func bid(_ bidders: [Int32]) {
    let (costs, clusters, bids, prices) = (costs, clusters, bids.base, prices)
    Parallel.forEachChunk(of: bidders.count, size: 64) { _, range in
      prices.withUnsafeBufferPointer { prices in
        guard let prices = prices.baseAddress else { return }
        for position in range {
          bids[position] = Self.bid(costs + Int(bidders[position]) * clusters, prices, clusters)
        }
      }
    }
  }

  /// Returns the price at which a row would as soon have its second best cluster, and the best, the first of equals.
  private static func bid(_ costs: UnsafePointer<Double>, _ prices: UnsafePointer<Double>, _ clusters: Int) -> Bid {
    typealias Lanes = SIMD8<Double>
    let width = Lanes.scalarCount
    var (least, second) = (Lanes(repeating: .infinity), Lanes(repeating: .infinity))
    var (places, here) = (Lanes.zero, Lanes(0, 1, 2, 3, 4, 5, 6, 7))
    let whole = clusters / width * width
    for first in stride(from: 0, to: whole, by: width) {
      let values =
        UnsafeRawPointer(costs + first).loadUnaligned(as: Lanes.self)
        - UnsafeRawPointer(prices + first).loadUnaligned(as: Lanes.self)
      let isLeast = values .< least
      second.replace(with: values, where: values .< second)
      second.replace(with: least, where: isLeast)
      least.replace(with: values, where: isLeast)
      places.replace(with: here, where: isLeast)
      here += Double(width)
    }
    var (best, next, cluster) = (Double.infinity, Double.infinity, 0)
    func compare(_ value: Double, _ place: Int) {
      if value < best || (value == best && place < cluster) {
        (best, next, cluster) = (value, best, place)
      } else if value < next {
        next = value
      }
    }
    for lane in 0..<width {
      compare(least[lane], Int(places[lane]))
      next = min(next, second[lane])
    }
    for place in whole..<clusters { compare(costs[place] - prices[place], place) }
    return Bid(cluster: Int32(cluster), price: prices[cluster] - (next - best))
  }
}

/// The places of the clusters in an auction, with the rows that hold them: a heap for each cluster, the highest bid on top.
private final class AuctionPlaces {
  private let clusters: Int
  private let least: Int
  /// The clusters with one place more.
  private let leftOver: Int
  private var capacities: [Int]
  private var counts: [Int]
  private let bids: Buffer<Double>
  private let holders: Buffer<Int32>

  init(rows: Int, clusters: Int) {
    self.clusters = clusters
    (least, leftOver) = rows.quotientAndRemainder(dividingBy: clusters)
    capacities = Array(repeating: least, count: clusters)
    counts = Array(repeating: 0, count: clusters)
    bids = Buffer(count: clusters * (least + 1))
    holders = Buffer(count: clusters * (least + 1))
  }

  /// Takes all rows from their places. The clusters with the lowest prices, which most rows want, get the places left over.
  func clear(_ prices: [Double]) {
    for cluster in 0..<clusters { (capacities[cluster], counts[cluster]) = (least, 0) }
    for cluster in (0..<clusters).sorted(by: { (prices[$0], $0) < (prices[$1], $1) }).prefix(leftOver) {
      capacities[cluster] += 1
    }
  }

  /// The highest bid of a cluster that is full.
  func price(of cluster: Int) -> Double? {
    counts[cluster] == capacities[cluster] ? bids[cluster * (least + 1)] : nil
  }

  /// Gives a row a place where one is free or its bid is lower than one there.
  ///
  /// - Returns: the row that is without a place then; −1 for none.
  func take(_ row: Int32, _ bid: Double, _ cluster: Int) -> Int32 {
    let first = cluster * (least + 1)
    let (bids, holders) = (bids + first, holders + first)
    func isAbove(_ one: Int, _ other: Int) -> Bool {
      bids[one] > bids[other] || (bids[one] == bids[other] && holders[one] > holders[other])
    }
    func exchange(_ one: Int, _ other: Int) {
      (bids[one], bids[other]) = (bids[other], bids[one])
      (holders[one], holders[other]) = (holders[other], holders[one])
    }
    let count = counts[cluster]
    if count < capacities[cluster] {
      (bids[count], holders[count]) = (bid, row)
      counts[cluster] = count + 1
      var place = count
      while place > 0, isAbove(place, (place - 1) / 2) {
        exchange(place, (place - 1) / 2)
        place = (place - 1) / 2
      }
      return -1
    }
    guard bid < bids[0] || (bid == bids[0] && row < holders[0]) else { return row }
    let out = holders[0]
    (bids[0], holders[0]) = (bid, row)
    var place = 0
    while 2 * place + 1 < count {
      var higher = 2 * place + 1
      if higher + 1 < count, isAbove(higher + 1, higher) { higher += 1 }
      guard isAbove(higher, place) else { break }
      exchange(place, higher)
      place = higher
    }
    return out
  }
}
