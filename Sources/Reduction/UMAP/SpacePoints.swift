import Core
import Matrices

/// The points of a layout of three or more dimensions, each in one vector or several.
final class SpacePoints<Vector: SIMD<Float> & BitwiseCopyable & Sendable>: LayoutPoints {
  private let count: Int
  private let dimensions: Int
  /// The vectors of a point.
  private let pieces: Int
  private let points: Buffer<Vector>
  /// The points at the beginning of the epoch, and one far from all.
  private let frozen: Buffer<Vector>
  private let draws: LayoutDraws

  init(_ start: Matrix, order: [Int], _ draws: LayoutDraws) {
    count = start.rows
    dimensions = start.columns
    pieces = (dimensions + Vector.scalarCount - 1) / Vector.scalarCount
    self.draws = draws
    points = Buffer(repeating: .zero, count: count * pieces)
    frozen = Buffer(repeating: Vector(repeating: farAway), count: (count + 1) * pieces)
    for (place, row) in order.enumerated() {
      for column in 0..<dimensions {
        points[place * pieces + column / Vector.scalarCount][column % Vector.scalarCount] = start[row, column]
      }
    }
  }

  func freeze() { frozen.base.update(from: points.base, count: count * pieces) }

  func draw(_ edges: UnsafeMutablePointer<EdgeSchedule.Edge>, count: Int, epoch: Float, rate: Float, draws: PlaceDraws)
  {
    if pieces == 1 {
      draw(edges, count: count, epoch: epoch, rate: rate, draws: draws, pieces: 1)
    } else {
      draw(edges, count: count, epoch: epoch, rate: rate, draws: draws, pieces: pieces)
    }
  }

  @inline(__always)
  private func draw(
    _ edges: UnsafeMutablePointer<EdgeSchedule.Edge>, count: Int, epoch: Float, rate: Float, draws: PlaceDraws,
    pieces: Int
  ) {
    var draws = draws
    let (points, frozen, capacity) = (points.base, frozen.base, self.draws.capacity)
    let (first, further, groups) = (self.draws.first, self.draws.further, self.draws.groups)
    withUnsafeTemporaryAllocation(of: Int.self, capacity: capacity + 1) { places in
      withUnsafeTemporaryAllocation(of: Vector.self, capacity: pieces) { sums in
        guard let places = places.baseAddress, let sums = sums.baseAddress else { return }
        for edge in edges..<edges + count where edge.pointee.next <= epoch {
          let (head, tail) = (Int(edge.pointee.head), Int(edge.pointee.tail))
          self.draws.fill(places, head: head, count: self.count, &draws)
          let (point, other) = (points + head * pieces, points + tail * pieces)
          for piece in 0..<pieces { sums[piece] = .zero }
          let factors = first.factors(Self.squares(point, other, frozen, places, pieces))
          // The edge comes last, so that all others see its ends where they were.
          for lane in 1..<8 {
            Self.add(factors[lane], point, frozen + places[lane - 1] * pieces, to: sums, pieces)
          }
          for group in 0..<groups {
            let more = places + 7 + 8 * group
            let start = frozen + more[0] * pieces
            let factors = further.factors(Self.squares(point, start, frozen, more + 1, pieces))
            for lane in 0..<8 { Self.add(factors[lane], point, frozen + more[lane] * pieces, to: sums, pieces) }
          }
          for piece in 0..<pieces {
            let step = LayoutForces.clipped((point[piece] - other[piece]) * factors[0])
            other[piece] -= step * rate
            point[piece] += (sums[piece] + step) * rate
          }
          edge.pointee.next += edge.pointee.period
        }
      }
    }
  }

  @inline(__always)
  private static func add(
    _ factor: Float, _ point: UnsafePointer<Vector>, _ other: UnsafePointer<Vector>,
    to sums: UnsafeMutablePointer<Vector>, _ pieces: Int
  ) {
    for piece in 0..<pieces { sums[piece] += LayoutForces.clipped((point[piece] - other[piece]) * factor) }
  }

  /// The squared distances of a point from another one and from those at seven places.
  @inline(__always)
  private static func squares(
    _ point: UnsafePointer<Vector>, _ other: UnsafePointer<Vector>, _ frozen: UnsafePointer<Vector>,
    _ places: UnsafePointer<Int>, _ pieces: Int
  ) -> SIMD8<Float> {
    @inline(__always) func square(_ other: UnsafePointer<Vector>) -> Float {
      var sum = Vector.zero
      for piece in 0..<pieces {
        let difference = point[piece] - other[piece]
        sum.addProduct(difference, difference)
      }
      return sum.sum()
    }
    @inline(__always) func square(_ index: Int) -> Float { square(frozen + places[index] * pieces) }
    return SIMD8(square(other), square(0), square(1), square(2), square(3), square(4), square(5), square(6))
  }

  func coordinates(order: [Int]) -> Matrix {
    Matrix(rows: count, columns: dimensions) { block in
      for (place, row) in order.enumerated() {
        for column in 0..<dimensions {
          block[row, column] = points[place * pieces + column / Vector.scalarCount][column % Vector.scalarCount]
        }
      }
    }
  }
}
