import Core
import Matrices
import Reduction
import Stages

/// The parts side by side: each one's rows scaled, weighted, and put next to the others'.
public struct Concatenation: WeightedFusion {
  /// The scaling of each part before it is joined.
  public enum Normalization: String, Sendable, CaseIterable {
    /// Each row divided by its Euclidean length, which makes the parts equally long whatever their units.
    case l2
    /// No scaling.
    case none
    /// Each column to mean 0 and population variance 1.
    case standardize
  }

  public static let name = "concatenation"
  public static let summary = "feature sets side by side, each scaled and weighted"
  public static let inputs = 2...Int.max
  public static let leavesOutWeightless = true
  public static let parameters: [Parameter<Concatenation>] = [
    .choice("normalize", \.normalize, "the scaling of each part: rows of length 1, standardized columns, or none"),
    .numbers(
      "weights", \.weights, in: .above(0),
      "a factor for each part, summing to 1; without them the parts stay as they are"),
  ]

  /// The scaling of each part; rows of length 1 by default.
  public var normalize: Normalization
  /// A factor above 0 for each part, summing to 1 within 0.002; nil joins them as they are.
  public var weights: [Double]?

  /// Makes the fusion; weights are checked when it is used.
  public init(normalize: Normalization = .l2, weights: [Double]? = nil) {
    self.normalize = normalize
    self.weights = weights
  }

  public init() { self.init(normalize: .l2) }

  public var scaling: String { normalize.rawValue }

  public func check(inputs: Int) throws(StageError) {
    try checkCount(of: inputs)
    try checkWeights(inputs: inputs, sumWithin: 2e-3)
  }

  public func columns(_ shape: Shape) -> Int { shape.allColumns }
  public func cost(_ shape: Shape) -> Cost? { .copy(shape) }

  /// Joins the parts.
  ///
  /// - Parameter inputs: two or more matrices of the same number of rows; one alone where a sweep of weights leaves
  ///   the others out.
  /// - Returns: a space of as many columns as all parts together.
  /// - Throws: ``FusionError`` where the parts have other numbers of rows, `StageError` where the weights do not fit
  ///   them.
  /// - Complexity: O(rows · columns of all parts).
  public func make(_ inputs: [Matrix], _ context: StageContext) throws -> Space {
    // A sweep of weights leaves one part alone at its ends.
    if inputs.count != 1 { try checkCount(of: inputs.count) }
    try checkWeights(inputs: inputs.count, sumWithin: 2e-3)
    try requireEqualRows(inputs)
    guard normalize == .standardize else { return Space(joined(inputs), transform: StatelessTransform(self)) }
    let transform = StandardizedConcatenation(fusion: self, parts: inputs.map(StandardizingTransform.init(of:)))
    return Space(try transform.transform(inputs), transform: transform)
  }

  public func transform(of stored: StoredArrays) throws -> (any SpaceTransform)? {
    guard normalize == .standardize else { return StatelessTransform(self) }
    let parts = stored.entries.keys.filter { $0.hasSuffix(".means") }.count
    return StandardizedConcatenation(
      fusion: self, parts: try (0..<parts).map { try StandardizingTransform(of: stored.part("part\($0)")) })
  }

  /// Joins parts whose columns have been standardized where that was asked for.
  fileprivate func joined(_ parts: [Matrix]) -> Matrix {
    guard parts.allSatisfy(\.isPlain) else { return joinedExactly(parts) }
    let rows = parts[0].rows
    let columns = parts.reduce(0) { $0 + $1.columns }
    return Matrix(rows: rows, columns: columns) { target in
      var offset = 0
      for (index, part) in parts.enumerated() {
        let factor = weights.map { Float($0[index]) } ?? 1
        copy(part, times: factor, into: target, at: offset)
        offset += part.columns
      }
    }
  }

  /// Joins the true values of parts, of which some have an origin, a scale or a remainder, and stores them anew.
  private func joinedExactly(_ parts: [Matrix]) -> Matrix {
    let columns = parts.reduce(0) { $0 + $1.columns }
    let directions = normalize == .l2 ? parts.map { $0.l2Normalized() } : parts
    return Matrix.storing(rows: parts[0].rows, columns: columns) { range, target in
      var offset = 0
      for (index, part) in directions.enumerated() {
        let factor = weights?[index] ?? 1
        part.withExactRows { source in
          for row in range {
            let to = target + (row - range.lowerBound) * columns + offset
            source.readTrueValues(row, into: to)
            for column in 0..<part.columns { to[column] *= factor }
          }
        }
        offset += part.columns
      }
    }
  }

  /// Scales the rows on their way, so that no scaled copy of the part is needed.
  private func copy(_ part: Matrix, times factor: Float, into target: MutableRowBlock, at offset: Int) {
    part.withRows { source in
      Parallel.forEachChunk(of: source.rows, size: 1024) { _, range in
        for row in range {
          let (from, to) = (source.pointer(toRow: row), target.pointer(toRow: row) + offset)
          let scale = scale(of: from, source.columns)
          for column in 0..<source.columns { to[column] = from[column] * scale * factor }
        }
      }
    }
  }

  /// The number that a row is multiplied with; a row of zeros stays as it is.
  private func scale(of row: UnsafePointer<Float>, _ count: Int) -> Float {
    guard normalize == .l2 else { return 1 }
    let length = squaredNorm(row, count).squareRoot()
    return length > 0 ? Float(1 / length) : 1
  }
}

/// Parts whose columns are standardized as those of the fused rows were.
private struct StandardizedConcatenation: SpaceTransform {
  let fusion: Concatenation
  let parts: [StandardizingTransform]

  func transform(_ inputs: [Matrix]) throws -> Matrix {
    guard inputs.count == parts.count else {
      throw StageError(Concatenation.name, .inputCount(found: inputs.count, allowed: parts.count...parts.count))
    }
    return fusion.joined(try zip(parts, inputs).map { try $0.transform([$1]) })
  }

  var stored: StoredArrays {
    parts.enumerated().reduce(into: StoredArrays()) { $0.add($1.element.stored, as: "part\($1.offset)") }
  }
}
