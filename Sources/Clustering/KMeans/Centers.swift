import Matrices

/// The centers of clusters in the unit in which rows are stored: clusters × columns, in `Double`, because the mean of a
/// narrow clump far from the others has more digits than `Float` holds.
struct Centers: Equatable, Sendable {
  let clusters: Int
  let columns: Int
  /// Center after center.
  let values: [Double]

  init(clusters: Int, columns: Int, values: [Double]) {
    precondition(values.count == clusters * columns)
    self.clusters = clusters
    self.columns = columns
    self.values = values
  }

  /// Takes every row of a matrix as a center.
  init(_ points: Matrix) {
    let columns = points.columns
    let values = points.withExactRows { rows in
      [Double](unsafeUninitializedCapacity: rows.rows * columns) { target, count in
        for row in 0..<rows.rows { rows.read(row, into: target.baseAddress! + row * columns) }
        count = rows.rows * columns
      }
    }
    self.init(clusters: points.rows, columns: columns, values: values)
  }

  /// Lends the centers to `body`; that of a cluster begins at `cluster * columns`.
  func withPointer<Result>(_ body: (UnsafePointer<Double>) -> Result) -> Result {
    values.withUnsafeBufferPointer { body($0.baseAddress!) }
  }

  /// Returns the same points as they are stored in another frame.
  func moved(from frame: Frame, to other: Frame) -> Centers {
    guard frame != other else { return self }
    // The difference of the origins comes first, so that what it cancels costs no digits.
    let shift = (0..<columns).map {
      ((frame.origin?[$0] ?? 0) - (other.origin?[$0] ?? 0)).scaled(byPowerOfTwo: -other.exponent)
    }
    let moved = values.indices.map {
      values[$0].scaled(byPowerOfTwo: frame.exponent - other.exponent) + shift[$0 % columns]
    }
    return Centers(clusters: clusters, columns: columns, values: moved)
  }

  /// Returns the centers moved along their rays from the true zero to length 1; one at zero stays there.
  ///
  /// - Parameter frame: that in which the values are stored.
  func normalized(in frame: Frame) -> Centers {
    let zero = frame.zero(columns: columns)
    var values = values
    for cluster in 0..<clusters {
      let range = cluster * columns..<(cluster + 1) * columns
      let square = range.reduce(0.0) { sum, index in
        let distance = values[index] - zero[index % columns]
        return sum + distance * distance
      }
      let length = frame.trueLength(of: square.squareRoot())
      guard length > 0 else { continue }
      for index in range {
        let origin = zero[index % columns]
        values[index] = origin + (values[index] - origin) / length
      }
    }
    return Centers(clusters: clusters, columns: columns, values: values)
  }

  /// Returns the squared distance of each center from that of the same cluster.
  func squaredDistances(to other: Centers) -> [Double] {
    (0..<clusters).map { cluster in
      (cluster * columns..<(cluster + 1) * columns).reduce(0) { sum, index in
        let difference = values[index] - other.values[index]
        return sum + difference * difference
      }
    }
  }

  /// Returns the centers as a matrix that stores its rows as another one does.
  func stored(like rows: Matrix) -> Matrix {
    Matrix(rows: clusters, columns: columns, frame: rows.frame, hasRemainder: rows.remainder != nil) { high, low in
      for cluster in 0..<clusters {
        for column in 0..<columns {
          let value = values[cluster * columns + column]
          high[cluster, column] = Float(value)
          low?[cluster, column] = Float(value - Double(Float(value)))
        }
      }
    }
  }
}
