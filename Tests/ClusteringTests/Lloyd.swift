import Matrices

/// Lloyd's iterations as a textbook has them, until no label changes: every distance from its differences, everything in
/// `Double`; an empty cluster takes the row farthest from its center, and of equally near centers the lowest wins.
func lloyd(_ rows: Matrix, _ start: Matrix) -> (labels: [Int32], inertias: [Double]) {
  let points = (0..<rows.rows).map { rows.exactRow($0) }
  var (centers, inertias) = ((0..<start.rows).map { start.exactRow($0) }, [Double]())
  var labels = [Int32](repeating: -1, count: points.count)
  while true {
    let nearest = points.map { nearestCenter(to: $0, centers) }
    inertias.append(nearest.reduce(0) { $0 + $1.square })
    let found = nearest.map(\.cluster)
    guard found != labels else { return (labels, inertias) }
    labels = found
    let members = fillingEmptyClusters(centers.count, nearest)
    for cluster in centers.indices {
      let rows = points.indices.filter { members[$0] == cluster }
      if !rows.isEmpty { centers[cluster] = mean(rows.map { points[$0] }) }
    }
  }
}

/// The nearest center of a point by its definition.
func nearestCenter(to point: [Double], _ centers: [[Double]]) -> (cluster: Int32, square: Double) {
  var best = (cluster: Int32(-1), square: Double.infinity)
  for (cluster, center) in centers.enumerated() {
    let square = zip(point, center).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    if square < best.square { best = (Int32(cluster), square) }
  }
  return best
}

/// The labels after each empty cluster took one of the rows farthest from their centers.
private func fillingEmptyClusters(_ clusters: Int, _ nearest: [(cluster: Int32, square: Double)]) -> [Int32] {
  var members = nearest.map(\.cluster)
  let empty = (0..<Int32(clusters)).filter { !members.contains($0) }
  let farthest = nearest.indices.sorted { (-nearest[$0].square, $0) < (-nearest[$1].square, $1) }
  for (cluster, row) in zip(empty, farthest) where members.count(where: { $0 == members[row] }) > 1 {
    members[row] = cluster
  }
  return members
}

/// The mean of points, from their differences from the first, so that it is exact where they are far from the origin.
private func mean(_ points: [[Double]]) -> [Double] {
  points[0].indices.map { column in
    points[0][column] + points.reduce(0) { $0 + ($1[column] - points[0][column]) } / Double(points.count)
  }
}
