import Core
import Matrices
import Stages

/// The weighted sum of feature sets, or these side by side, with weights for each item: the more a set's row agrees with the
/// mean of all, the more it counts.
///
/// The prototype p of an item is the mean of its rows, each of length 1; the weight of a row x is softmax(cos(x, p) / γ) over
/// the sets (Zhu et al., AAAI 2026, arXiv 2512.00904, reconstructed from the paper).
public struct Adaptive: SpaceMaker {
  /// The form of the space.
  public enum Form: String, Sendable, CaseIterable {
    /// The weighted sum of the rows.
    case sum
    /// The weighted rows side by side.
    case concatenate
  }

  public static let name = "adaptive"
  public static let summary = "feature sets of one embedding space, weighted for each item by agreement with their mean"
  public static let inputs = 2...Int.max
  public static let hasPartWeights = true
  public static let parameters: [Parameter<Adaptive>] = [
    .number(
      "temperature", \.temperature, in: .above(0), "the temperature of the weights: the lower, the more they differ"),
    .choice("form", \.form, "the weighted sum of the rows, or the weighted rows side by side (concatenate)"),
  ]

  /// The temperature γ of the weights.
  public var temperature = 0.01
  /// The form of the space.
  public var form = Form.sum

  public init() {}

  public func columns(_ shape: Shape) -> Int { form == .sum ? shape.columns.first ?? 0 : shape.allColumns }
  public func cost(_ shape: Shape) -> Cost? { .copy(shape) }

  public func check(_ shape: Shape) throws {
    guard let first = shape.columns.first else { return }
    for (index, columns) in shape.columns.enumerated() where columns != first {
      throw FusionError(.columnsDiffer(first: first, other: columns, index: index))
    }
  }

  /// Makes the space.
  ///
  /// - Parameter inputs: two or more matrices of the same rows and columns, in one embedding space.
  /// - Returns: a space with the weights of its parts for each item, whose means are in a note.
  /// - Throws: ``FusionError`` where the inputs have other numbers of rows or columns; `StageError` where rows are zero or not
  ///   finite.
  /// - Complexity: O(rows · columns · inputs²).
  public func make(_ inputs: [Matrix], _ context: StageContext) throws -> Space {
    try checkCount(of: inputs.count)
    try checkSettings()
    try requireEqualRows(inputs)
    try check(Shape(rows: inputs[0].rows, columns: inputs.map(\.columns)))
    for (index, input) in inputs.enumerated() {
      try requireDirections(input, of: "part \(index + 1)", zerosHint: "remove these rows, or use concatenation")
    }
    let weights = AdaptiveWeights(of: inputs, temperature: temperature)
    var space = Space(
      fused(inputs, weights), transform: StatelessTransform(self), notices: [notice(of: weights, rows: inputs[0].rows)])
    space.partWeights = weights.shares
    return space
  }

  public func transform(of stored: StoredArrays) throws -> (any SpaceTransform)? { StatelessTransform(self) }

  /// The weighted directions, added up or side by side.
  private func fused(_ inputs: [Matrix], _ weights: AdaptiveWeights) -> Matrix {
    let (rows, columns) = (inputs[0].rows, inputs[0].columns)
    let width = form == .sum ? columns : columns * inputs.count
    return Matrix(rows: rows, columns: width) { target in
      Parallel.forEachChunk(of: rows, size: 256) { _, range in
        let values = Buffer<Double>(count: columns)
        let sums = Buffer<Double>(count: width)
        for row in range {
          sums.base.update(repeating: 0, count: width)
          for (part, input) in inputs.enumerated() {
            let factor = weights[row, part] / weights.length(of: row, part)
            let to = sums + (form == .sum ? 0 : part * columns)
            input.withExactRows { $0.readTrueValues(row, into: values.base) }
            for column in 0..<columns { to[column] += factor * values[column] }
          }
          for column in 0..<width { target[row, column] = Float(sums[column]) }
        }
      }
    }
  }

  private func notice(of weights: AdaptiveWeights, rows: Int) -> Notice {
    guard weights.parts > 2 else {
      return Notice(
        kind: "mean-weights",
        message:
          "the weights of two parts are 1/2 for every item: both agree equally with their mean; take three or more")
    }
    let means = weights.means.enumerated().map { "part \($0 + 1) \(Double(Int(($1 * 1000).rounded())) / 1000)" }
    return Notice(kind: "mean-weights", message: "mean weights of the parts: \(means.joined(separator: ", "))")
  }
}

/// The weights of the parts of each item.
package struct AdaptiveWeights: Sendable {
  /// The number of parts.
  package let parts: Int
  /// rows × parts.
  private let weights: [Double]
  /// rows × parts: the lengths of the rows.
  private let lengths: [Double]

  /// Finds the weights.
  ///
  /// - Precondition: all inputs have the same rows and columns, and no row is zero or not finite.
  package init(of inputs: [Matrix], temperature: Double) {
    let (parts, columns, rows) = (inputs.count, inputs[0].columns, inputs[0].rows)
    let chunks = Parallel.mapChunks(of: rows, size: 256) { _, range in
      let values = Buffer<Double>(count: parts * columns)
      var (weights, lengths): ([Double], [Double]) = ([], [])
      for row in range {
        for (part, input) in inputs.enumerated() {
          input.withExactRows { $0.readTrueValues(row, into: values + part * columns) }
        }
        let own = Self.lengths(values.base, parts, columns)
        weights += Self.weights(values.base, own, columns, temperature)
        lengths += own
      }
      return (weights, lengths)
    }
    self.parts = parts
    weights = chunks.flatMap(\.0)
    lengths = chunks.flatMap(\.1)
  }

  /// The weight of a part of an item.
  package subscript(row: Int, part: Int) -> Double { weights[row * parts + part] }

  func length(of row: Int, _ part: Int) -> Double { lengths[row * parts + part] }

  /// The weights, rounded to `Float`.
  package var shares: PartWeights { PartWeights(parts: parts, values: weights.map { Float($0) }) }

  /// The mean weight of each part.
  package var means: [Double] {
    let rows = max(weights.count / parts, 1)
    return (0..<parts).map { part in
      stride(from: part, to: weights.count, by: parts).reduce(0) { $0 + weights[$1] } / Double(rows)
    }
  }

  private static func lengths(_ values: UnsafeMutablePointer<Double>, _ parts: Int, _ columns: Int) -> [Double] {
    (0..<parts).map { part in
      let row = values + part * columns
      // By the largest entry, whose square may be out of range.
      let largest = (0..<columns).reduce(0) { max($0, abs(row[$1])) }
      let square = (0..<columns).reduce(0.0) { $0 + (row[$1] / largest) * (row[$1] / largest) }
      return largest * square.squareRoot()
    }
  }

  /// The softmax of the cosines with the mean of the directions. These follow from the cosines of the parts with each other:
  /// of two parts they are equal to the bit.
  private static func weights(
    _ values: UnsafeMutablePointer<Double>, _ lengths: [Double], _ columns: Int, _ temperature: Double
  ) -> [Double] {
    let parts = lengths.count
    var sums = [Double](repeating: 1, count: parts)
    for one in 0..<parts {
      for other in one + 1..<max(parts, one + 1) {
        let (x, y) = (values + one * columns, values + other * columns)
        var product = 0.0
        for column in 0..<columns { product += x[column] / lengths[one] * (y[column] / lengths[other]) }
        sums[one] += product
        sums[other] += product
      }
    }
    // sums[m] is parts · x·p, and their sum the square of parts · |p|.
    let length = max(sums.reduce(0, +), 0).squareRoot()
    let cosines = sums.map { length > 1e-12 ? $0 / length : 0 }
    let largest = cosines.reduce(-1) { max($0, $1) }
    let powers = cosines.map { exponential(min(($0 - largest) / temperature, 0)) }
    let total = powers.reduce(0, +)
    return powers.map { $0 / total }
  }
}
