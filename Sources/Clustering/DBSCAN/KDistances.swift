/// The distances of all rows to one of their neighbors, ascending.
struct KDistances {
  let distances: [Double]

  init(_ distances: [Double]) { self.distances = distances.sorted() }

  /// The place of the elbow: of the distance farthest below the straight line from the first to the last, and of the last one
  /// where none lies below.
  ///
  /// - Precondition: there is a distance.
  var elbow: Int {
    let last = distances.count - 1
    guard last > 0 else { return 0 }
    let step = (distances[last] - distances[0]) / Double(last)
    func gap(_ place: Int) -> Double { distances[0] + Double(place) * step - distances[place] }
    let lowest = distances.indices.reduce(0) { gap($1) > gap($0) ? $1 : $0 }
    return gap(lowest) > 0 ? lowest : last
  }
}
