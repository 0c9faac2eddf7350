/// An order of the clusters of each stage that lets few ribbons cross.
///
/// Clusters are moved by turns to the weighted mean of the places that they flow to (the barycentre heuristic of Sugiyama,
/// Tagawa and Toda, 1981); the best of all orders seen is then improved by exchanges of neighbours. Crossings are weighed
/// by the items on both ribbons.
package struct FlowOrder {
  /// For each stage its clusters from top to bottom.
  package private(set) var order: [[Int]]
  private let sizes: [[Int]]
  private let flows: [[[Int]]]

  /// - Parameters:
  ///   - sizes: for each stage the items of its clusters.
  ///   - flows: for each two stages side by side the items that go from a cluster of the one to one of the other.
  /// - Complexity: O(clusters³) for each of some thirty rounds.
  package init(sizes: [[Int]], flows: [[[Int]]]) {
    self.sizes = sizes
    self.flows = flows
    order = sizes.map { Array($0.indices) }
    var (best, fewest) = (order, crossings)
    for round in 0..<24 where fewest > 0 {
      let forwards = round.isMultiple(of: 2)
      let stages: [Int] = forwards ? Array(order.indices.dropFirst()) : order.indices.dropLast().reversed()
      for stage in stages {
        settle(stage, beside: forwards ? stage - 1 : stage + 1)
      }
      let found = crossings
      if found < fewest { (best, fewest) = (order, found) }
    }
    order = best
    var rounds = 0
    while rounds < 8, exchangeNeighbors() > 0 { rounds += 1 }
  }

  /// The crossings of this order: for each two ribbons that cross the product of their items.
  package var crossings: Double {
    flows.indices.reduce(0) { sum, stage in
      let upper = order[stage]
      return sum
        + upper.indices.reduce(0) { sum, row in
          sum
            + (row + 1..<upper.count).reduce(0) {
              $0 + crossings(of: flow(upper[row], from: stage), over: flow(upper[$1], from: stage))
            }
        }
    }
  }

  /// The ribbons of a cluster to the next stage, in that stage's order.
  private func flow(_ cluster: Int, from stage: Int) -> [Int] {
    order[stage + 1].map { flows[stage][cluster][$0] }
  }

  /// The ribbons of a cluster to the stage before, in that stage's order.
  private func flow(_ cluster: Int, to stage: Int) -> [Int] {
    order[stage - 1].map { flows[stage - 1][$0][cluster] }
  }

  /// Returns the number of crossings between the ribbons of a cluster and those of one below it.
  private func crossings(of above: [Int], over below: [Int]) -> Double {
    var (sum, passed) = (0.0, 0.0)
    for place in above.indices {
      sum += Double(above[place]) * passed
      passed += Double(below[place])
    }
    return sum
  }

  /// Sorts the clusters of a stage by where their items are in a neighbouring one.
  private mutating func settle(_ stage: Int, beside neighbor: Int) {
    var places = [Double](repeating: 0, count: sizes[neighbor].count)
    var top = 0.0
    for cluster in order[neighbor] {
      places[cluster] = top + Double(sizes[neighbor][cluster]) / 2
      top += Double(sizes[neighbor][cluster])
    }
    let means = sizes[stage].indices.map { cluster -> Double in
      var (sum, total) = (0.0, 0.0)
      for other in places.indices {
        let items = neighbor < stage ? flows[neighbor][other][cluster] : flows[stage][cluster][other]
        sum += Double(items) * places[other]
        total += Double(items)
      }
      return total > 0 ? sum / total : 0
    }
    order[stage].sort { (means[$0], $0) < (means[$1], $1) }
  }

  /// Exchanges clusters that stand below one another where that saves crossings; returns how many were exchanged.
  private mutating func exchangeNeighbors() -> Int {
    var exchanged = 0
    for stage in order.indices {
      for place in order[stage].indices.dropLast() {
        let (upper, lower) = (order[stage][place], order[stage][place + 1])
        var saved = 0.0
        if stage + 1 < order.count {
          let (above, below) = (flow(upper, from: stage), flow(lower, from: stage))
          saved += crossings(of: above, over: below) - crossings(of: below, over: above)
        }
        if stage > 0 {
          let (above, below) = (flow(upper, to: stage), flow(lower, to: stage))
          saved += crossings(of: above, over: below) - crossings(of: below, over: above)
        }
        guard saved > 0 else { continue }
        order[stage].swapAt(place, place + 1)
        exchanged += 1
      }
    }
    return exchanged
  }
}
