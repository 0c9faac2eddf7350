import CKernels
import Core

/// An edge of a layout, from the head that draws others to push off.
package struct LayoutEdge: BitwiseCopyable, Sendable {
  package var head: Int32
  package var tail: Int32
  /// The number of epochs between two uses, at least 1.
  package var period: Float
  /// The epoch of the next use.
  package var next: Float

  package init(head: Int32, tail: Int32, period: Float, next: Float) {
    (self.head, self.tail, self.period, self.next) = (head, tail, period, next)
  }
}

/// The points of a layout, and the steps that edges make them take: a kernel of `CKernels`.
///
/// An edge attracts its ends by 2ab·d^2(b−1) / (1 + a·d^2b), and places that are drawn at random push off its head by
/// 2b·repulsion / ((0.001 + d²)(1 + a·d^2b)). These have the power d^2b in common, so an edge and seven places are the lanes
/// of one quotient.
package final class LayoutPoints: Sendable {
  /// The number of points.
  package let count: Int
  /// The number of coordinates of each.
  package let dimensions: Int
  private let width: Int
  /// The points and one more, then the places that push off and one more that is far from all.
  private let values: Buffer<Float>
  private let forces: layout_forces

  /// The most dimensions that the kernel can do.
  package static let mostDimensions = 8 * Int(LAYOUT_MOST_PIECES)
  /// The longest step along a coordinate, at a rate of 1.
  private static let longestStep: Float = 4

  /// The form of the forces.
  package struct Forces {
    let (a, b): (Double, Double)
    let repulsion: Double
    let negatives: Int

    /// - Parameters:
    ///   - a: the factor of the similarity 1 / (1 + a·d^2b).
    ///   - b: its exponent.
    ///   - repulsion: the weight of the pushes.
    ///   - negatives: the number of places that push off for each use of an edge.
    package init(a: Double, b: Double, repulsion: Double, negatives: Int) {
      (self.a, self.b) = (a, b)
      self.repulsion = repulsion
      self.negatives = negatives
    }
  }

  /// Makes points, and places that push off, which ``freeze()`` moves to the points.
  ///
  /// - Parameters:
  ///   - start: points × dimensions, of which there are 1 to ``mostDimensions``.
  ///   - order: the row of the start at each place.
  package init(_ start: Matrix, order: [Int], forces: Forces) {
    precondition(start.columns >= 1 && start.columns <= Self.mostDimensions && order.count == start.rows)
    count = start.rows
    dimensions = start.columns
    width = dimensions <= 2 ? 2 : (dimensions + 7) / 8 * 8
    // A distance at which the power of its square is 2⁶⁰ at most, as that of the reciprocal is 2⁻⁶⁰ at least.
    let mostSquare = Float(sign: .plus, exponent: Int(60 / max(forces.b, 1)), significand: 1)
    self.forces = layout_forces(
      a: Float(forces.a), b: Float(forces.b), pull: Float(-2 * forces.a * forces.b),
      push: Float(2 * forces.b * forces.repulsion), offset: 0.001, least_square: 1 / mostSquare,
      longest_step: Self.longestStep, negatives: Int32(forces.negatives))
    values = Buffer(repeating: 0, count: 2 * (count + 1) * width)
    // What is behind the dimensions stays 0 in all points: the descent would unfold the smallest number there.
    (values + (2 * count + 1) * width).update(repeating: mostSquare.squareRoot(), count: dimensions)
    start.withRows { rows in
      for (place, row) in order.enumerated() {
        (values + place * width).update(from: rows.pointer(toRow: row), count: dimensions)
      }
    }
    freeze()
  }

  /// Puts the places that push off where the points are.
  package func freeze() {
    (values + (count + 1) * width).update(from: values.base, count: count * width)
  }

  /// Uses the edges whose turn it is.
  ///
  /// Threads may use edges at once that have no point in common.
  /// - Precondition: heads and tails are points, and no edge joins a point with itself.
  /// - Parameters:
  ///   - rate: the length of the steps.
  ///   - state: the state from which random places are drawn.
  package func use(
    _ edges: UnsafeMutablePointer<LayoutEdge>, count edgeCount: Int, epoch: Int, rate: Double, state: UInt64
  ) {
    withUnsafePointer(to: forces) { forces in
      kernels_draw_layout(
        UnsafeMutableRawPointer(edges).assumingMemoryBound(to: layout_edge.self), edgeCount,
        layout_turn(epoch: Float(epoch), rate: Float(rate), vertices: Int32(count), state: state), forces, values.base,
        Int32(dimensions))
    }
  }

  /// Returns the coordinates, of which `order` has the row of each place.
  package func coordinates(order: [Int]) -> Matrix {
    Matrix(rows: count, columns: dimensions) { block in
      for (place, row) in order.enumerated() {
        block.pointer(toRow: row).update(from: values + place * width, count: dimensions)
      }
    }
  }
}
