import Core

/// The choice of clusters among those of a condensed tree.
struct ClusterSelection {
  let tree: CondensedTree
  let method: HDBSCAN.Selection
  /// The distance below which clusters are not parted.
  let epsilon: Double
  /// The most rows of a chosen cluster by the excess of mass; nil for any number.
  let largest: Int?
  let allowsRoot: Bool

  /// Returns the ids of the clusters that are chosen, ascending; no one lies below another.
  ///
  /// - Complexity: O(clusters · depth).
  func clusters() -> [Int] {
    let chosen =
      switch method {
      case .eom: excessOfMass()
      case .leaf: leaves()
      }
    guard epsilon > 0, chosen != [0] else { return chosen }
    let taken = Set(chosen.map(climbed))
    return taken.filter { !ancestors(of: $0).contains(where: taken.contains) }.sorted()
  }

  /// The clusters of the largest sum of stabilities, bottom-up: a cluster yields to those below it only where they have
  /// more together, or where it is too large.
  private func excessOfMass() -> [Int] {
    let children = tree.children
    var best = tree.stabilities
    var isChosen = [Bool](repeating: false, count: tree.clusters.count)
    for id in tree.clusters.indices.reversed() where id > 0 || allowsRoot {
      let below = children[id].reduce(0) { $0 + best[$1] }
      // The root counts only the rows that reach one of its parts.
      let size = id > 0 ? tree.clusters[id].size : children[id].reduce(0) { $0 + tree.clusters[$1].size }
      if below > best[id] || size > largest ?? .max {
        best[id] = below
      } else {
        isChosen[id] = true
      }
    }
    return tree.clusters.indices.filter { id in
      isChosen[id] && !ancestors(of: id).contains { isChosen[$0] }
    }
  }

  /// The clusters that part no further; none where the root does not part.
  private func leaves() -> [Int] {
    let children = tree.children
    return tree.clusters.indices.filter { $0 > 0 && children[$0].isEmpty }
  }

  /// The cluster itself where it begins at `epsilon` or farther, else the nearest above it that does (Malzer and Baum,
  /// "A hybrid approach to hierarchical density-based cluster selection", 2020).
  private func climbed(from cluster: Int) -> Int {
    guard cluster > 0, 1 / tree.clusters[cluster].exactBirth < epsilon else { return cluster }
    var id = cluster
    while true {
      let parent = tree.clusters[id].parent
      if parent == 0 { return allowsRoot ? 0 : id }
      if 1 / tree.clusters[parent].exactBirth > epsilon { return parent }
      id = parent
    }
  }

  private func ancestors(of cluster: Int) -> UnfoldSequence<Int, (Int?, Bool)> {
    var sequence = sequence(first: cluster) { id in
      let parent = tree.clusters[id].parent
      return parent < 0 ? nil : parent
    }
    _ = sequence.next()
    return sequence
  }
}

extension CondensedTree {
  /// Returns for each cluster the place of the chosen one that it is or lies below; nil for none.
  func chosenAbove(_ chosen: [Int]) -> [Int?] {
    var places = [Int?](repeating: nil, count: clusters.count)
    for (place, id) in chosen.enumerated() { places[id] = place }
    for id in clusters.indices where places[id] == nil && clusters[id].parent >= 0 {
      places[id] = places[clusters[id].parent]
    }
    return places
  }

  /// Returns the label of each row, and the strength with which it belongs to its cluster, from 0 for noise to 1.
  ///
  /// - Parameters:
  ///   - chosen: the chosen clusters, ascending.
  ///   - epsilon: the distance below which clusters are not parted; 0 for none.
  package func labels(_ chosen: [Int], epsilon: Double) -> (labels: [Int32], strengths: [Float]) {
    let (above, deaths) = (chosenAbove(chosen), deaths)
    // Where the root is the one cluster, rows at its edge are noise.
    let leastLambda = chosen == [0] ? (epsilon > 0 ? 1 / epsilon : exactDeathOfRoot) : 0
    var labels = [Int32](repeating: Partition.noise, count: parents.count)
    var strengths = [Float](repeating: 0, count: parents.count)
    for row in parents.indices {
      guard let place = above[Int(parents[row])], exactLambdas[row] >= leastLambda else { continue }
      labels[row] = Int32(place)
      strengths[row] = Self.strength(lambdas[row], death: deaths[chosen[place]])
    }
    return (labels, strengths)
  }

  /// The largest λ at which rows or clusters leave the root, infinite at a distance of 0.
  private var exactDeathOfRoot: Double {
    let ofRows = zip(parents, exactLambdas).reduce(0.0) { $1.0 == 0 ? max($0, $1.1) : $0 }
    return clusters.reduce(ofRows) { $1.parent == 0 ? max($0, $1.exactBirth) : $0 }
  }

  /// The share of λ in the largest one of the cluster, at most 1.
  static func strength(_ lambda: Double, death: Double) -> Float {
    death > 0 ? Float(min(lambda, death) / death) : 1
  }
}
