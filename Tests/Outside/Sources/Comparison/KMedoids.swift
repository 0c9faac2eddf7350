import Fusebench

/// k-medoids by alternation (Park and Jun, "A simple and fast algorithm for K-medoids clustering", 2009): each cluster is
/// led by the row with the smallest sum of distances to the others.
struct KMedoids: FixedCountClusterer {
  static let name = "k-medoids"
  static let summary = "clusters led by one of their rows"
  static let minimizesObjective = true
  static let parameters: [Parameter<KMedoids>] = [
    .integer("k", \.clusters, in: 1..., "the number of clusters"),
    .integer("iterations", \.iterations, in: 1..., "the most iterations"),
  ]

  var clusters: Int?
  var iterations = 100

  func check(_ shape: Shape) throws {
    let clusters = try requiredClusters()
    guard shape.rows >= clusters else {
      throw StageError(
        Self.name,
        .unfitRows(
          cause: "\(clusters) clusters need \(clusters) rows, found \(shape.rows)",
          hint: "ask for fewer clusters"))
    }
  }

  func cluster(_ rows: Matrix, _ context: StageContext) throws -> Clustering {
    let clusters = try requiredClusters()
    var random = context.seed.stream("k-medoids")
    var medoids = random.sample(clusters, of: rows.rows)
    var labels: [Int32] = []
    for _ in 0..<iterations {
      labels = (0..<rows.rows).map { row in
        Int32(medoids.indices.min { distance(rows, row, medoids[$0]) < distance(rows, row, medoids[$1]) } ?? 0)
      }
      let next = medoids.indices.map { cluster in
        let members = labels.indices.filter { labels[$0] == cluster }
        let sums = members.map { one in members.reduce(0) { $0 + distance(rows, one, $1) } }
        return sums.indices.min { sums[$0] < sums[$1] }.map { members[$0] } ?? medoids[cluster]
      }
      if next == medoids { break }
      medoids = next
    }
    let cost = labels.indices.reduce(0) { $0 + distance(rows, $1, medoids[Int(labels[$1])]) }
    return Clustering(Partition(labels: labels, clusters: clusters), objective: .init("distance", cost))
  }

  private func distance(_ rows: Matrix, _ one: Int, _ other: Int) -> Double {
    rows.withRow(one) { first in
      rows.withRow(other) { second in
        first.indices.reduce(0.0) { $0 + Double((first[$1] - second[$1]) * (first[$1] - second[$1])) }.squareRoot()
      }
    }
  }
}
