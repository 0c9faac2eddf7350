import Matrices

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

extension KDistances {
  /// The squared distance at an elbow.
  struct Elbow {
    enum Kind {
      /// Of all distances.
      case ofAll
      /// Of those above the rounding of directions, since that of all is below it.
      case aboveRounding
      /// The rounding itself, which no distance exceeds.
      case rounding
    }

    let square: Double
    let kind: Kind
  }

  /// Returns the elbow of squared distances. That of cosine distances is above their rounding, below which they tell no
  /// directions apart.
  ///
  /// - Precondition: there is a distance.
  static func elbow(of squares: [Double], _ rows: MeasuredRows) -> Elbow {
    let sorted = squares.sorted()
    func elbow(_ squares: [Double]) -> Double {
      squares[KDistances(squares.map(rows.distance(ofSquare:))).elbow]
    }
    let (all, rounding) = (elbow(sorted), rows.roundingSquare)
    guard rows.isCosine, all <= rounding else { return Elbow(square: all, kind: .ofAll) }
    let above = sorted.filter { $0 > rounding }
    return above.isEmpty ? Elbow(square: rounding, kind: .rounding) : Elbow(square: elbow(above), kind: .aboveRounding)
  }
}
