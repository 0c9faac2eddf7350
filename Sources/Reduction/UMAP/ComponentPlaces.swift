import Core
import Matrices

/// The places of a graph in several parts: each laid out alone, around a centre of its own.
struct ComponentPlaces {
  let graph: MembershipGraph
  /// The rows of each part.
  let members: [[Int]]
  let dimensions: Int
  /// The mean row of each part.
  private let centroids: [[Double]]

  init(_ graph: MembershipGraph, labels: [Int], count: Int, dimensions: Int, rows: Matrix) {
    self.graph = graph
    self.dimensions = dimensions
    var members = [[Int]](repeating: [], count: count)
    for (row, label) in labels.enumerated() { members[label].append(row) }
    self.members = members
    centroids = members.map { part in
      var sum = [Double](repeating: 0, count: rows.columns)
      for row in part { for (column, value) in rows.row(row).enumerated() { sum[column] += Double(value) } }
      return sum.map { $0 / Double(part.count) }
    }
  }

  func places() -> Matrix? {
    let centers = members.count <= 2 * dimensions ? onAxes() : bySimilarity() ?? alongComponents()
    let radii = centers.map { center in
      let squares = centers.map { squaredDistance(center, $0) }
      return (squares.filter { $0 > 0 }.min() ?? 1).squareRoot() / 2
    }
    var local = [Int32](repeating: 0, count: graph.rows)
    for rows in members { for (place, row) in rows.enumerated() { local[row] = Int32(place) } }
    var random = Seed(0).stream("umap components")
    var places = [Float](repeating: 0, count: graph.rows * dimensions)
    for (index, rows) in members.enumerated() {
      let part = layout(of: rows, local, radius: radii[index], &random)
      for (place, row) in rows.enumerated() {
        for column in 0..<dimensions {
          places[row * dimensions + column] = Float(part[place * dimensions + column] + centers[index][column])
        }
      }
    }
    return Matrix(rows: graph.rows, columns: dimensions, places)
  }

  /// Both ends of each axis.
  private func onAxes() -> [[Double]] {
    members.indices.map { index in
      let half = (members.count + 1) / 2
      return (0..<dimensions).map { $0 == index % half ? (index < half ? 1 : -1) : 0 }
    }
  }

  /// Up to so many parts their similarities are decomposed.
  private static let fewParts = 1000

  /// By the eigenvectors of exp(−squared distance of the centroids); nil where these are too far apart for that, or too
  /// many.
  private func bySimilarity() -> [[Double]]? {
    let count = members.count
    guard count <= Self.fewParts else { return nil }
    var similarities = [Double](repeating: 0, count: count * count)
    for (row, one) in centroids.enumerated() {
      for (column, other) in centroids.enumerated() where column != row {
        similarities[row * count + column] = exponential(-squaredDistance(one, other))
      }
    }
    let sums = (0..<count).map { row in (0..<count).reduce(0.0) { $0 + similarities[row * count + $1] } }
    let scales = sums.map { $0 > 0 ? 1 / $0.squareRoot() : 0.0 }
    guard scales.allSatisfy({ $0 > 0 && $0 < 1e6 }) else { return nil }
    for row in 0..<count {
      for column in 0..<count { similarities[row * count + column] *= scales[row] * scales[column] }
    }
    let eigen = LinearAlgebra.symmetricEigen(similarities, order: count, largest: dimensions + 1)
    guard let vectors = eigen?.vectors, vectors.allSatisfy(\.isFinite) else { return nil }
    let places: [[Double]] = (0..<count).map { part in (1...dimensions).map { vectors[$0 * count + part] } }
    return scaled(places)
  }

  /// Along the principal components of the centroids; 0 along those that there are not.
  private func alongComponents() -> [[Double]] {
    let matrix = Matrix(centroids.map { $0.map { Float($0) } })
    let kept = min(dimensions, matrix.rows, matrix.columns)
    let found = try? PCA(dimensions: kept).fit(matrix).transform(matrix)
    let places = members.indices.map { part in
      var place = [Double](repeating: 0, count: dimensions)
      if let found { for column in 0..<kept { place[column] = Double(found[part, column]) } }
      return place
    }
    return scaled(places)
  }

  private func scaled(_ places: [[Double]]) -> [[Double]] {
    let largest = places.joined().reduce(0) { max($0, abs($1)) }
    return largest > 0 ? places.map { $0.map { $0 / largest } } : places
  }

  /// The coordinates of a part around 0, none larger than the radius.
  private func layout(
    of rows: [Int], _ local: [Int32], radius: Double, _ random: inout RandomStream
  ) -> [Double] {
    let isLarge = rows.count >= 2 * dimensions && rows.count > dimensions + 1
    if isLarge, let found = SmoothFunctions.of(graph.part(rows, places: local), count: dimensions) {
      let values = (0..<rows.count).flatMap { found.row($0).map(Double.init) }
      let largest = values.reduce(0) { max($0, abs($1)) }
      if largest > 0 { return values.map { $0 * radius / largest } }
    }
    return (0..<rows.count * dimensions).map { _ in (2 * random.uniform() - 1) * radius }
  }
}
