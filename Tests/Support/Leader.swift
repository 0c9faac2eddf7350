import Core
import Matrices
import Stages

/// A clusterer that no module of the package knows: it finds its own number of clusters and leaves noise.
///
/// The first row leads a cluster; each further row joins the first leader within the radius, or leads a cluster itself
/// (Hartigan, "Clustering Algorithms", 1975). Clusters of fewer rows than `min-size` are noise.
package struct Leader: Clusterer {
  package static let name = "leader"
  package static let summary = "rows within a radius of the first row that is near to no other leader"
  package static let parameters: [Parameter<Leader>] = [
    .number("radius", \.radius, in: .above(0), "the largest distance from the leader"),
    .integer("min-size", \.minSize, in: 1..., "the fewest rows of a cluster; smaller ones are noise"),
  ]

  package var radius = 1.0
  package var minSize = 2

  package init() {}

  package init(radius: Double, minSize: Int = 2) { (self.radius, self.minSize) = (radius, minSize) }

  package var isStochastic: Bool { false }

  package func cluster(_ rows: Matrix, _ context: StageContext) throws -> Clustering {
    try checkSettings()
    var leaders: [[Float]] = []
    let led = (0..<rows.rows).map { index -> Int in
      let row = rows.row(index)
      func isNear(_ leader: [Float]) -> Bool {
        zip(row, leader).reduce(0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) } <= radius * radius
      }
      if let leader = leaders.firstIndex(where: isNear) { return leader }
      leaders.append(row)
      return leaders.count - 1
    }
    var sizes = [Int](repeating: 0, count: leaders.count)
    for leader in led { sizes[leader] += 1 }
    let large = sizes.indices.filter { sizes[$0] >= minSize }
    let numbers = Dictionary(uniqueKeysWithValues: large.enumerated().map { ($1, Int32($0)) })
    let labels = led.map { numbers[$0] ?? Partition.noise }
    return Clustering(Partition(labels: labels, clusters: large.count))
  }
}
