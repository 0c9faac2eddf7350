import Core
import Foundation
import Matrices

/// Gradient descent with momentum and a gain for each coordinate, from a start to an embedding of low divergence.
///
/// The gradient is Σⱼ (pᵢⱼ − qᵢⱼ)(yᵢ − yⱼ) / (1 + |yᵢ − yⱼ|²), without the factor 4, which the learning rate holds.
package final class TSNEOptimizer {
  private let affinities: Affinities
  private let count: Int
  /// The row that each point stands for.
  private var rows: [Int]
  /// The affinities of the points in this order.
  private var packed: PackedAffinities
  private let repulsion: Repulsion
  private var points: Buffer<SIMD2<Float>>
  private var moved: Buffer<SIMD2<Float>>
  private let repulsive: Buffer<SIMD2<Float>>
  private var updates: Buffer<SIMD2<Float>>
  private var gains: Buffer<SIMD2<Float>>
  private var spare: Buffer<SIMD2<Float>>

  /// The computation of the repulsive forces.
  package enum Repulsion {
    case exact(ExactRepulsion)
    case interpolated(InterpolatedRepulsion)

    /// Whichever is faster for so many points; measured, they cross near 2,000.
    package static func fastest(for count: Int) -> Repulsion {
      count < 2000 ? .exact(ExactRepulsion(count: count)) : .interpolated(InterpolatedRepulsion(count: count))
    }
  }

  package init(_ affinities: Affinities, start: Matrix, repulsion: Repulsion? = nil) {
    precondition(start.rows == affinities.rows && start.columns == 2)
    self.affinities = affinities
    let count = start.rows
    self.count = count
    rows = Array(0..<count)
    packed = PackedAffinities(affinities, order: rows)
    self.repulsion = repulsion ?? .fastest(for: count)
    points = Buffer(count: count)
    moved = Buffer(count: count)
    repulsive = Buffer(count: count)
    updates = Buffer(repeating: .zero, count: count)
    gains = Buffer(repeating: .one, count: count)
    spare = Buffer(count: count)
    let points = points.base
    start.withRows { rows in
      for row in 0..<count { points[row] = SIMD2(rows[row, 0], rows[row, 1]) }
    }
  }

  /// The settings of one phase of the descent.
  package struct Phase {
    package var exaggeration: Float
    package var learningRate: Float
    package var momentum: Float

    package init(exaggeration: Float, learningRate: Float, momentum: Float) {
      self.exaggeration = exaggeration
      self.learningRate = learningRate
      self.momentum = momentum
    }
  }

  /// Puts the points, and the affinities with them, in the order in which they lie in the plane.
  ///
  /// A point's neighbours then lie near each other in memory too.
  package func sort() {
    let order = orderAlongCurve(points.base, count: count)
    func sort(_ values: inout Buffer<SIMD2<Float>>) {
      for (place, index) in order.enumerated() { spare[place] = values[index] }
      swap(&values, &spare)
    }
    sort(&points)
    sort(&updates)
    sort(&gains)
    rows = order.map { rows[$0] }
    packed = PackedAffinities(affinities, order: rows)
  }

  /// Moves every point once, after ``repel()``; returns the length of the gradient.
  package func move(_ phase: Phase, similarities: Double) -> Double {
    let scale = Float(1 / max(similarities, .leastNormalMagnitude))
    let (points, moved, repulsive) = (points.base, moved.base, repulsive.base)
    let (updates, gains) = (updates.base, gains.base)
    let parts = withNeighbors { neighbors in
      Parallel.mapChunks(of: count, size: 512) { _, range in
        var (center, norm) = (SIMD2<Double>.zero, 0.0)
        for index in range {
          let pull = neighbors.attraction(on: index)
          let gradient = pull * phase.exaggeration - repulsive[index] * scale
          let point = points[index] + Self.update(&updates[index], &gains[index], gradient, phase)
          moved[index] = point
          center += SIMD2<Double>(point)
          norm += Double((gradient * gradient).sum())
        }
        return (center: center, norm: norm)
      }
    }
    let center = parts.reduce(SIMD2<Double>.zero) { $0 + $1.center } / Double(count)
    recenter(moved, count: count, at: SIMD2<Float>(center))
    swap(&self.points, &self.moved)
    // A point that is not finite shows in the centre, and must not reach the grid.
    return center.x.isFinite && center.y.isFinite ? parts.reduce(0) { $0 + $1.norm }.squareRoot() : .nan
  }

  /// The step of one point: a gain grows where the gradient turned round, shrinks where it did not, and no step is
  /// longer than 5 units.
  @inline(__always)
  private static func update(
    _ update: inout SIMD2<Float>, _ gains: inout SIMD2<Float>, _ gradient: SIMD2<Float>, _ phase: Phase
  ) -> SIMD2<Float> {
    let same = update * gradient .> 0
    gains = (gains + 0.2).replacing(with: gains * 0.8 + 0.01, where: same)
    update = phase.momentum * update - phase.learningRate * gains * gradient
    let length = (update * update).sum().squareRoot()
    if length > 5 { update *= 5 / length }
    return update
  }

  /// Σ p·ln(p / q) of the present embedding, given its sum of similarities.
  package func divergence(similarities: Double) -> Double {
    let parts = withNeighbors { neighbors in
      Parallel.mapChunks(of: count, size: 512) { _, range in
        range.reduce(0.0) { sum, index in
          sum + neighbors.spreadCost(of: index)
        }
      }
    }
    return affinities.negativeEntropy + parts.reduce(0, +) + log(similarities)
  }

  /// Finds the repulsive forces of the present embedding, and returns its sum of similarities.
  ///
  /// - Parameter isFine: true for forces that are as exact as possible, false for faster ones.
  package func repel(isFine: Bool = true) -> Double {
    switch repulsion {
    case .exact(let exact): exact.forces(on: points.base, into: repulsive.base)
    case .interpolated(let interpolated): interpolated.forces(on: points.base, into: repulsive.base, isFine: isFine)
    }
  }

  /// The present embedding: rows × 2.
  package var embedding: Matrix {
    Matrix(rows: count, columns: 2) { block in
      for (place, row) in rows.enumerated() {
        (block[row, 0], block[row, 1]) = (points[place].x, points[place].y)
      }
    }
  }

  private func withNeighbors<Result>(_ body: (NeighborBlocks) -> Result) -> Result {
    packed.starts.withUnsafeBufferPointer { starts in
      body(
        NeighborBlocks(
          points: points.base, starts: starts.baseAddress!, bases: packed.bases.base, blocks: packed.blocks.base))
    }
  }
}
