import Core
import Matrices
import Stages

/// The places of new rows among those of fitted ones: near the places of their nearest fitted rows, and then moved by the
/// forces of these alone.
///
/// A new row that equals a fitted one takes its place. The place of a row depends on no other new row.
struct UMAPTransform: SpaceTransform {
  private let method: UMAP
  /// The fitted rows, as ``UMAP/prepared(_:)`` leaves them.
  private let rows: Matrix
  private let places: Matrix
  private let seed: Seed

  /// - Parameters:
  ///   - rows: the fitted rows, prepared.
  ///   - places: their coordinates.
  ///   - seed: that from which the pushes are drawn.
  init(_ method: UMAP, rows: Matrix, places: Matrix, seed: Seed) {
    (self.method, self.rows, self.places, self.seed) = (method, rows, places, seed)
  }

  /// The number of values that are stored.
  var storedCount: Int { rows.rows * (rows.columns + places.columns) + 2 }

  func transform(_ inputs: [Matrix]) throws -> Matrix {
    let new = try prepared(inputs[0])
    guard new.rows > 0 else { return Matrix(rows: 0, columns: places.columns) }
    let count = min(method.neighbors, rows.rows)
    let nearest = NearestNeighbors(of: new, among: rows, count: count)
    let walk = TransformWalk(method, places: places)
    let seed = seed
    return Matrix(rows: new.rows, columns: places.columns) { target in
      Parallel.forEachChunk(of: new.rows, size: 32) { _, range in
        for row in range {
          let neighbors = nearest.indices[row * count..<(row + 1) * count].map { Int($0) }
          let distances = method.distances(Array(nearest.squaredDistances[row * count..<(row + 1) * count]))
          let place = walk.place(neighbors: neighbors, distances: distances, seed: seed)
          for (column, value) in place.enumerated() { target[row, column] = Float(value) }
        }
      }
    }
  }

  private func prepared(_ new: Matrix) throws -> Matrix {
    guard new.columns == rows.columns else {
      throw ReductionError(.columnsDiffer(expected: rows.columns, found: new.columns))
    }
    return try method.measurable(new).expressed(in: rows.frame)
  }

  // MARK: - Storage

  var stored: StoredArrays {
    var arrays = StoredArrays([
      "rows": .init((0..<rows.rows).flatMap { rows.exactRow($0) }, shape: [rows.rows, rows.columns]),
      "places": .init(table: (0..<places.rows).map { places.row($0).map(Double.init) }),
      // In two halves, which a number holds exactly.
      "seed": .init([Double(seed.value >> 32), Double(seed.value & 0xffff_ffff)]),
    ])
    arrays.add(rows.frame)
    return arrays
  }

  /// The transform that ``stored`` gives.
  ///
  /// - Throws: `StoredArraysError`.
  init(_ method: UMAP, of stored: StoredArrays) throws {
    let entry = try stored.required("rows", [nil, nil])
    let (count, columns) = (entry.shape[0], entry.shape[1])
    let places = try stored.table("places", rows: count, columns: method.dimensions)
    let halves = try stored.list("seed", count: 2).map { UInt64(exactly: $0) }
    guard let high = halves[0], let low = halves[1], high >> 32 == 0, low >> 32 == 0, count > 0 else {
      throw StoredArraysError(name: "seed", expected: [2], found: [2])
    }
    let rows = Matrix(rows: count, columns: columns, frame: try stored.frame(columns: columns), hasRemainder: true) {
      target, rest in
      for (place, value) in entry.values.enumerated() {
        target.base[place] = Float(value)
        rest?.base[place] = Float(value - Double(target.base[place]))
      }
    }
    self.init(
      method, rows: rows.droppingEmptyRemainder(), places: Matrix(places.map { $0.map { Float($0) } }),
      seed: Seed(high << 32 | low))
  }
}

extension UMAP {
  public func transform(of stored: StoredArrays) throws -> (any SpaceTransform)? { try UMAPTransform(self, of: stored) }
}

/// The steps of a new row among fitted ones, in `Double`: there are few of them.
private struct TransformWalk {
  private let method: UMAP
  private let places: Matrix
  private let curve: LayoutCurve
  private let epochs: Int

  /// The share of the learning rate of a fit.
  private static let rateShare = 0.25

  init(_ method: UMAP, places: Matrix) {
    self.method = method
    self.places = places
    curve = LayoutCurve(minDist: method.minDist, spread: method.spread)
    epochs = method.epochs.map { max($0 / 3, 1) } ?? (places.rows <= 10_000 ? 100 : 30)
  }

  /// Returns the place of a row with these nearest fitted rows, nearest first.
  func place(neighbors: [Int], distances: [Double], seed: Seed) -> [Double] {
    let same = distances[0] == 0
    guard !same else { return fitted(neighbors[0]) }
    let widths = Widths(
      distances, localConnectivity: max(method.localConnectivity - 1, 0),
      meanOfAll: distances.reduce(0, +) / Double(distances.count))
    let strengths = distances.map(widths.strength)
    var place = start(neighbors, strengths)
    // The same neighbours at the same distances draw the same places, whatever the other rows are.
    let key = zip(neighbors, distances).reduce(seed) {
      $0.derived("umap new row", $1.0 ^ Int(truncatingIfNeeded: $1.1.bitPattern))
    }
    walk(&place, neighbors, strengths, key.stream("umap new row"))
    return place
  }

  private func fitted(_ row: Int) -> [Double] { places.row(row).map(Double.init) }

  /// The place of a neighbour of strength 1, else the mean weighed by the strengths.
  private func start(_ neighbors: [Int], _ strengths: [Double]) -> [Double] {
    if let surest = strengths.firstIndex(of: 1) { return fitted(neighbors[surest]) }
    let total = strengths.reduce(0, +)
    guard total > 0 else { return fitted(neighbors[0]) }
    var mean = [Double](repeating: 0, count: places.columns)
    for (neighbor, strength) in zip(neighbors, strengths) {
      for (column, value) in fitted(neighbor).enumerated() { mean[column] += strength / total * value }
    }
    return mean
  }

  private func walk(_ place: inout [Double], _ neighbors: [Int], _ strengths: [Double], _ stream: RandomStream) {
    var stream = stream
    let strongest = strengths.max() ?? 0
    let periods = strengths.map { $0 >= strongest / Double(epochs) && $0 > 0 ? strongest / $0 : .infinity }
    var next = periods
    for epoch in 0..<epochs {
      let rate = Self.rateShare * method.learningRate * (1 - Double(epoch) / Double(epochs))
      for (index, neighbor) in neighbors.enumerated() where next[index] <= Double(epoch) {
        next[index] += periods[index]
        move(&place, from: neighbor, rate: rate) { square, power in
          -2 * curve.a * curve.b * power / (square * (1 + curve.a * power))
        }
        for _ in 0..<method.negativeSamples {
          move(&place, from: stream.integer(below: places.rows), rate: rate) { square, power in
            2 * curve.b * method.repulsion / ((0.001 + square) * (1 + curve.a * power))
          }
        }
      }
    }
  }

  /// Moves a place along its difference from that of a fitted row.
  private func move(
    _ place: inout [Double], from row: Int, rate: Double, by factor: (_ square: Double, _ power: Double) -> Double
  ) {
    places.withRows { block in
      let other = block.pointer(toRow: row)
      var square = 0.0
      for column in place.indices {
        square += (place[column] - Double(other[column])) * (place[column] - Double(other[column]))
      }
      guard square >= .leastNormalMagnitude, square.isFinite else { return }
      let exponent = curve.b * naturalLogarithm(square)
      let power = exponent > 0 ? 1 / exponential(-exponent) : exponential(exponent)
      let factor = factor(square, power)
      for column in place.indices {
        place[column] += rate * min(max(factor * (place[column] - Double(other[column])), -4), 4)
      }
    }
  }
}
