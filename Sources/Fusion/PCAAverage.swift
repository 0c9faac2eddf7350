import Matrices
import Reduction

/// The weighted average of the parts' principal coordinates: each part L2-normalised, reduced by PCA to the same number
/// of dimensions, and summed with its weight.
///
/// This is the published method, and it adds coordinates of unrelated bases: component 3 of one part has nothing to do
/// with component 3 of another, and flipping a component's arbitrary sign changes the result (see
/// ``SignSensitivity``). With `align: .procrustes` every part is first rotated onto the first one, which does not
/// depend on signs.
public struct PCAAverage: FusionStrategy {
  /// How the parts' coordinates are brought together before they are added.
  public enum Alignment: String, Sendable, CaseIterable {
    /// As PCA gives them: the published method.
    case none
    /// Each part rotated or reflected onto the first, so that the squared distances between their rows are least
    /// (Schönemann, "A generalized solution of the orthogonal Procrustes problem", 1966).
    case procrustes
  }

  /// The common dimension when none is asked for, where the data allow it.
  public static let defaultDimensions = 128

  public var name: String { "pca-average" }
  /// The common number of dimensions; nil takes 128, or what the smallest part allows.
  public var dimensions: Int?
  /// A weight for each part, summing to 1; nil weighs all alike.
  public var weights: [Double]?
  public var align: Alignment

  public init(dimensions: Int? = nil, weights: [Double]? = nil, align: Alignment = .none) {
    self.dimensions = dimensions
    self.weights = weights
    self.align = align
  }

  /// - Throws: ``FusionError`` when more dimensions are asked for than every part allows.
  /// - Complexity: that of one PCA a part.
  public func fuse(_ parts: [Matrix]) throws -> Fused {
    let coordinates = try coordinates(of: parts)
    return Fused(rows: average(coordinates.parts), notices: coordinates.notices)
  }

  /// Each part's coordinates before they are added, aligned when that was asked for.
  public func coordinates(of parts: [Matrix]) throws -> (parts: [Matrix], notices: [Notice]) {
    let common = try checkedDimensions(of: parts)
    var reduced = try parts.map { part in
      let normalized = part.l2Normalized()
      return try PCA(dimensions: common).fit(normalized).transform(normalized)
    }
    if align == .procrustes {
      for index in reduced.indices.dropFirst() { reduced[index] = try rotate(reduced[index], onto: reduced[0]) }
    }
    guard dimensions == nil, common < Self.defaultDimensions else { return (reduced, []) }
    return (
      reduced,
      [
        Notice(
          kind: "dimensions-lowered",
          message:
            "PCA average in \(common) dimensions, not \(Self.defaultDimensions): the smallest part allows \(common)")
      ]
    )
  }

  /// Throws what ``fuse(_:)`` would for the shapes of the parts alone.
  package func check(_ parts: [Matrix]) throws {
    let common = try checkedDimensions(of: parts)
    for part in parts { try PCA(dimensions: common).check(part) }
  }

  /// The common number of dimensions, which every part allows.
  private func checkedDimensions(of parts: [Matrix]) throws -> Int {
    try validate(parts, weights: weights, sumToOne: true)
    let allowed = parts.map { min($0.rows, $0.columns) }.min() ?? 0
    if let dimensions, dimensions > allowed || dimensions < 1 {
      throw FusionError(.tooManyDimensions(asked: dimensions, allowed: allowed))
    }
    return dimensions ?? min(Self.defaultDimensions, allowed)
  }

  /// The weighted sum of coordinates, each part's column j times `signs[part][j]` where signs are given.
  public func average(_ parts: [Matrix], signs: [[Float]]? = nil) -> Matrix {
    let (rows, columns) = (parts[0].rows, parts[0].columns)
    guard parts.allSatisfy(\.isPlain) else { return averageExactly(parts, signs: signs) }
    return Matrix(rows: rows, columns: columns) { target in
      for (index, part) in parts.enumerated() {
        let weight = Float(weights?[index] ?? 1 / Double(parts.count))
        let factors = signs.map { $0[index].map { $0 * weight } } ?? [Float](repeating: weight, count: columns)
        part.withRows { source in
          Parallel.forEachChunk(of: rows, size: 1024) { _, range in
            for row in range {
              let (from, to) = (source.pointer(toRow: row), target.pointer(toRow: row))
              for column in 0..<columns { to[column] += from[column] * factors[column] }
            }
          }
        }
      }
    }
  }

  /// The same of true values where some parts have a frame or a remainder.
  private func averageExactly(_ parts: [Matrix], signs: [[Float]]?) -> Matrix {
    let columns = parts[0].columns
    return Matrix.storing(rows: parts[0].rows, columns: columns) { range, target in
      target.update(repeating: 0, count: range.count * columns)
      var values = [Double](repeating: 0, count: columns)
      for (index, part) in parts.enumerated() {
        let weight = weights?[index] ?? 1 / Double(parts.count)
        part.withExactRows { source in
          for row in range {
            values.withUnsafeMutableBufferPointer {
              if let base = $0.baseAddress { source.readTrueValues(row, into: base) }
            }
            let to = target + (row - range.lowerBound) * columns
            for column in 0..<columns {
              to[column] += values[column] * weight * Double(signs?[index][column] ?? 1)
            }
          }
        }
      }
    }
  }

  /// `part · R` for the orthogonal R that brings it nearest to `reference`: the polar factor of partᵀ · reference.
  private func rotate(_ part: Matrix, onto reference: Matrix) throws -> Matrix {
    let order = part.columns
    let cross = part.crossProduct(with: reference)
    guard let rotation = LinearAlgebra.nearestOrthogonal(cross, order: order) else {
      throw FusionError(.rotationFailed(dimensions: order))
    }
    guard part.isPlain else { return turnExactly(part, by: rotation) }
    // `product(_:transposed:)` takes the rotation's columns as rows.
    let transposed = Matrix(rows: order, columns: order) { block in
      for row in 0..<order {
        for column in 0..<order { block[row, column] = Float(rotation[column * order + row]) }
      }
    }
    return part.withRows { source in
      transposed.withRows { rotation in
        Matrix(rows: part.rows, columns: order) { target in
          Parallel.forEachChunk(of: part.rows, size: 1024) { _, range in
            LinearAlgebra.product(
              source[range], transposed: rotation, into: target.pointer(toRow: range.lowerBound), stride: order)
          }
        }
      }
    }
  }

  /// `part · rotation` of true values, in `Double`.
  private func turnExactly(_ part: Matrix, by rotation: [Double]) -> Matrix {
    let order = part.columns
    return part.withExactRows { source in
      Matrix.storing(rows: part.rows, columns: order) { range, target in
        target.update(repeating: 0, count: range.count * order)
        var values = [Double](repeating: 0, count: order)
        for row in range {
          values.withUnsafeMutableBufferPointer {
            if let base = $0.baseAddress { source.readTrueValues(row, into: base) }
          }
          let to = target + (row - range.lowerBound) * order
          for (index, value) in values.enumerated() {
            for column in 0..<order { to[column] += value * rotation[index * order + column] }
          }
        }
      }
    }
  }
}
