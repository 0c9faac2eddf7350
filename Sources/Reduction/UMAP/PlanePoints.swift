import Core
import Matrices

/// The points of a layout of one or two dimensions, with the forces of eight points in two vectors.
final class PlanePoints: LayoutPoints {
  private typealias Point = SIMD2<Float>
  private let count: Int
  private let dimensions: Int
  private let points: Buffer<SIMD2<Float>>
  /// The points at the beginning of the epoch, and one far from all.
  private let frozen: Buffer<SIMD2<Float>>
  private let draws: LayoutDraws

  init(_ start: Matrix, order: [Int], _ draws: LayoutDraws) {
    count = start.rows
    dimensions = start.columns
    self.draws = draws
    points = Buffer(count: count)
    frozen = Buffer(repeating: SIMD2(repeating: farAway), count: count + 1)
    for (place, row) in order.enumerated() {
      points[place] = SIMD2(start[row, 0], dimensions > 1 ? start[row, 1] : 0)
    }
  }

  func freeze() { frozen.base.update(from: points.base, count: count) }

  func draw(_ edges: UnsafeMutablePointer<EdgeSchedule.Edge>, count: Int, epoch: Float, rate: Float, draws: PlaceDraws)
  {
    var draws = draws
    let (points, frozen, capacity) = (points.base, frozen.base, self.draws.capacity)
    withUnsafeTemporaryAllocation(of: Int.self, capacity: capacity + 1) { places in
      guard let places = places.baseAddress else { return }
      for edge in edges..<edges + count where edge.pointee.next <= epoch {
        let (head, tail) = (Int(edge.pointee.head), Int(edge.pointee.tail))
        self.draws.fill(places, head: head, count: self.count, &draws)
        let point = points[head]
        var (x, y) = Self.steps(self.draws.first, point, points[tail], frozen, places)
        points[tail] -= SIMD2(x[0], y[0]) * rate
        for group in 0..<self.draws.groups {
          let further = places + 7 + 8 * group
          let (moreX, moreY) = Self.steps(self.draws.further, point, frozen[further[0]], frozen, further + 1)
          x += moreX
          y += moreY
        }
        points[head] = point + SIMD2(x.sum(), y.sum()) * rate
        edge.pointee.next += edge.pointee.period
      }
    }
  }

  /// The steps away from eight points: one, and those at seven places.
  @inline(__always)
  private static func steps(
    _ forces: LayoutForces, _ point: SIMD2<Float>, _ first: SIMD2<Float>, _ frozen: UnsafePointer<SIMD2<Float>>,
    _ places: UnsafePointer<Int>
  ) -> (x: SIMD8<Float>, y: SIMD8<Float>) {
    let (a, b, c, d) = (first, frozen[places[0]], frozen[places[1]], frozen[places[2]])
    let (e, f, g, h) = (frozen[places[3]], frozen[places[4]], frozen[places[5]], frozen[places[6]])
    let x = SIMD8(repeating: point.x) - SIMD8(a.x, b.x, c.x, d.x, e.x, f.x, g.x, h.x)
    let y = SIMD8(repeating: point.y) - SIMD8(a.y, b.y, c.y, d.y, e.y, f.y, g.y, h.y)
    let factors = forces.factors((x * x).addingProduct(y, y))
    return (LayoutForces.clipped(factors * x), LayoutForces.clipped(factors * y))
  }

  func coordinates(order: [Int]) -> Matrix {
    Matrix(rows: count, columns: dimensions) { block in
      for (place, row) in order.enumerated() {
        for column in 0..<dimensions { block[row, column] = points[place][column] }
      }
    }
  }
}

/// The coordinate of a point on which no other one has a noticeable force.
let farAway: Float = 1e9
