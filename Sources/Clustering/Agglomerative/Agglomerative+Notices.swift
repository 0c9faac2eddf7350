import Core
import Stages

extension Agglomerative {
  /// The notes on a cut at a distance that joins all rows or none, with a distance that joins some.
  ///
  /// - Parameters:
  ///   - count: the number of clusters at the distance.
  ///   - rounding: the distance up to which rows have one direction by the cosine; 0 for the Euclidean distance.
  func notices(of tree: Dendrogram, clusters count: Int, rounding: Double) -> [Notice] {
    guard let distance, tree.items > 2, count == 1 || count == tree.items else { return [] }
    let heights = tree.distances.uniqued.sorted()
    let result = count == 1 ? "all rows one cluster" : "each of the \(counted(tree.items, "row")) a cluster of its own"
    // A cut joins what merges at its distance, so the last height joins all rows.
    let lowest = max(count == 1 ? heights.dropLast().last ?? 0 : heights[0], rounding)
    let end = count == 1 ? heights.last ?? 0 : heights.first { $0 > lowest } ?? lowest
    // The digits that distinguish it from a distance that joins some rows.
    let value = distinctNumber(distance, outside: lowest < end ? lowest..<end : nil)
    guard lowest < end else {
      return [
        notice(
          count,
          "agglomerative with distance = \(value) makes \(result): "
            + (end <= rounding && rounding > 0
              ? "their cosine distances are rounding" : "all merges have the same distance"))
      ]
    }
    let way = shortestNumber(from: lowest, below: end)
    let clusters = Double(way).map(tree.clusters) ?? count
    return [
      notice(
        count,
        "agglomerative with distance = \(value) makes \(result); distance = \(way) gives "
          + counted(clusters, "cluster"))
    ]
  }

  private func notice(_ count: Int, _ message: String) -> Notice {
    Notice(kind: count == 1 ? "one-cluster" : "no-merge", message: message)
  }
}
