import Core
import Matrices
import Reduction
import Stages

/// The weighted average of the parts' principal coordinates: each part L2-normalized, reduced by PCA to the same number
/// of dimensions, and summed with its weight.
///
/// The average adds coordinates of unrelated bases: component 3 of one part has nothing to do with component 3 of
/// another, and flipping a component's arbitrary sign changes the result. So the signs belong to the seed: the first
/// seed of a run keeps the convention of ``PCA``, each further one draws them at random for all parts but the first,
/// and the spread over seeds counts them. With ``Alignment/procrustes`` every part is first rotated onto the first one,
/// which does not depend on signs.
public struct PCAAverage: WeightedFusion, SignDependentFusion {
  /// The way in which the parts' coordinates are brought together before they are added.
  public enum Alignment: String, Sendable, CaseIterable {
    /// As PCA gives them: the published method.
    case none
    /// Each part rotated or reflected onto the first, so that the squared distances between their rows are least
    /// (Schönemann, "A generalized solution of the orthogonal Procrustes problem", 1966).
    case procrustes
  }

  /// The origin of the signs of the components.
  public enum Signs: String, Sendable, CaseIterable {
    /// The convention of ``PCA`` under the first seed, random signs under each further one.
    case seed
    /// The convention of ``PCA`` under every seed.
    case fixed
  }

  /// The common number of dimensions when none is asked for, where the data allow it.
  public static let defaultDimensions = 128

  public static let name = "pca-average"
  public static let summary = "the weighted average of the principal coordinates of feature sets"
  public static let inputs = 2...Int.max
  public static let leavesOutWeightless = false
  public static let parameters: [Parameter<PCAAverage>] = [
    .integer("dimensions", \.dimensions, in: 1..., "the common number of components; 128 where the data allow it"),
    .numbers("weights", \.weights, in: .atLeast(0), "a weight for each part, summing to 1; equal ones without them"),
    .choice(
      "align", \.align, "the rotation of each part onto the first before averaging: none, as published, or procrustes"),
    .choice("signs", \.signs, "the signs of the components: drawn anew by each seed but the first, or fixed"),
  ]

  /// The common number of dimensions, at least 1; nil takes 128, or what the smallest part allows.
  public var dimensions: Int?
  /// A weight of at least 0 for each part, summing to 1 within 0.00001; nil weighs all alike.
  public var weights: [Double]?
  /// The way in which coordinates are brought together; none by default, as published.
  public var align: Alignment
  /// The origin of the signs of the components; the seed by default.
  public var signs: Signs

  /// Makes the fusion; ranges and weights are checked when it is used.
  public init(
    dimensions: Int? = nil, weights: [Double]? = nil, align: Alignment = .none, signs: Signs = .seed
  ) {
    self.dimensions = dimensions
    self.weights = weights
    self.align = align
    self.signs = signs
  }

  public init() { self.init(dimensions: nil) }

  public var scaling: String { Matrix.unitLengthScaling }
  public var dependsOnSigns: Bool { align == .none }
  public var isStochastic: Bool { dependsOnSigns && signs == .seed }

  public func check(inputs: Int) throws(StageError) {
    try checkCount(of: inputs)
    try checkWeights(inputs: inputs, sumWithin: 1e-5)
  }

  public func check(_ shape: Shape) throws {
    let common = try checkedDimensions(shape)
    for columns in shape.columns { try PCA(dimensions: common).check(Shape(rows: shape.rows, columns: columns)) }
  }

  public func columns(_ shape: Shape) -> Int { dimensions ?? min(Self.defaultDimensions, Self.allowed(shape)) }

  /// Averages the parts.
  ///
  /// - Parameter inputs: two or more matrices of the same number of rows.
  /// - Returns: a space of the common number of dimensions, with a note where fewer than 128 are possible and none
  ///   are asked for.
  /// - Throws: ``FusionError`` when more dimensions are asked for than every part allows, or the parts have other
  ///   numbers of rows; `StageError` where the weights do not fit the parts; `ReductionError` where a PCA fails.
  /// - Complexity: that of one PCA a part.
  public func make(_ inputs: [Matrix], _ context: StageContext) throws -> Space {
    guard isStochastic, !context.isFirstSeed else { return try make(inputs, context) { _ in nil } }
    var stream = context.seed.stream("component signs")
    return try make(inputs, drawing: &stream, context)
  }

  public func make(_ inputs: [Matrix], drawing signs: inout RandomStream, _ context: StageContext) throws -> Space {
    try make(inputs, context) { parts in
      parts.indices.map { part in
        (0..<parts[0].columns).map { _ -> Float in part == 0 || signs.next() >> 63 == 0 ? 1 : -1 }
      }
    }
  }

  private func make(
    _ inputs: [Matrix], _ context: StageContext, signs: ([Matrix]) -> [[Float]]?
  ) throws -> Space {
    try check(inputs: inputs.count)
    let coordinates: Coordinates = try context.shared.value("coordinates \(dimensions ?? 0) \(align)") {
      try self.coordinates(of: inputs)
    }
    let signs = signs(coordinates.parts)
    return Space(
      average(coordinates.parts, signs: signs),
      transform: PCAAverageTransform(fusion: self, reductions: coordinates.reductions, signs: signs),
      notices: coordinates.notices)
  }

  /// The work that depends neither on weights nor on signs.
  package struct Coordinates: Sendable {
    package var parts: [Matrix]
    var reductions: [Reduction] = []
    package var notices: [Notice] = []
  }

  /// The way from the rows of a part to its coordinates.
  struct Reduction: Sendable {
    let components: PCAModel
    /// Turns the coordinates onto those of the first part, row-major; nil where they stay.
    var rotation: [Double]?
  }

  /// Each part's coordinates before they are added, aligned when that was asked for.
  package func coordinates(of parts: [Matrix]) throws -> Coordinates {
    try requireEqualRows(parts)
    let common = try checkedDimensions(Shape(rows: parts[0].rows, columns: parts.map(\.columns)))
    var reductions: [Reduction] = []
    var reduced = try parts.map { part in
      let normalized = part.l2Normalized()
      let components = try PCA(dimensions: common).fit(normalized)
      reductions.append(Reduction(components: components))
      return try components.transform(normalized)
    }
    if align == .procrustes {
      for index in reduced.indices.dropFirst() {
        let rotation = try rotation(of: reduced[index], onto: reduced[0])
        reductions[index].rotation = rotation
        reduced[index] = rotate(reduced[index], by: rotation)
      }
    }
    guard dimensions == nil, common < Self.defaultDimensions else {
      return Coordinates(parts: reduced, reductions: reductions)
    }
    return Coordinates(
      parts: reduced, reductions: reductions,
      notices: [
        Notice(
          kind: "dimensions-lowered",
          message:
            "PCA average in \(counted(common, "dimension")), not \(Self.defaultDimensions): the smallest part allows \(common)"
        )
      ]
    )
  }

  private static func allowed(_ shape: Shape) -> Int { min(shape.rows, shape.columns.min() ?? 0) }

  /// The common number of dimensions, which every part allows.
  private func checkedDimensions(_ shape: Shape) throws -> Int {
    let allowed = Self.allowed(shape)
    if let dimensions, dimensions > allowed || dimensions < 1 {
      throw FusionError(.tooManyDimensions(asked: dimensions, allowed: allowed))
    }
    return dimensions ?? min(Self.defaultDimensions, allowed)
  }

  /// The weighted sum of coordinates, each part's column j times `signs[part][j]` where signs are given.
  package func average(_ parts: [Matrix], signs: [[Float]]? = nil) -> Matrix {
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

  /// The orthogonal R for which `part · R` is nearest to `reference`: the polar factor of partᵀ · reference.
  private func rotation(of part: Matrix, onto reference: Matrix) throws -> [Double] {
    let order = part.columns
    let cross = part.crossProduct(with: reference)
    guard let rotation = LinearAlgebra.nearestOrthogonal(cross, order: order) else {
      throw FusionError(.rotationFailed(dimensions: order))
    }
    return rotation
  }

  /// `part · rotation`.
  func rotate(_ part: Matrix, by rotation: [Double]) -> Matrix {
    let order = part.columns
    guard part.isPlain else { return turnExactly(part, by: rotation) }
    let columns = Matrix(rows: order, columns: order) { block in
      for row in 0..<order {
        for column in 0..<order { block[row, column] = Float(rotation[column * order + row]) }
      }
    }
    return part.products(with: columns)
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

extension PCAAverage {
  public func cost(_ shape: Shape) -> Cost? {
    let common = columns(shape)
    let reductions = shape.columns.reduce(0.0) { sum, columns in
      sum + (PCA(dimensions: common).cost(Shape(rows: shape.rows, columns: columns))?.operations ?? 0)
    }
    return Cost(
      operations: Cost.copying * Double(shape.rows * shape.allColumns) + reductions, iteration: 0,
      bytes: shape.rows * common * (shape.columns.count + 1) * MemoryLayout<Float>.size)
  }
}
