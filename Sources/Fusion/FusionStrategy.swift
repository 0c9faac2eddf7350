import Matrices

/// A way to make one space of several feature sets over the same items.
public protocol FusionStrategy: Sendable {
  /// The short name, as in the experiment file.
  var name: String { get }

  /// Makes one matrix of `parts`; row i of the result is item i of every part.
  ///
  /// - Throws: ``FusionError`` when the parts do not have the same rows or an option does not fit them.
  func fuse(_ parts: [Matrix]) throws -> Fused
}

/// What a fusion made.
public struct Fused: Sendable {
  /// Items × fused columns.
  public let rows: Matrix
  /// What went otherwise than asked, such as a lowered number of dimensions.
  public let notices: [Notice]

  public init(rows: Matrix, notices: [Notice] = []) {
    self.rows = rows
    self.notices = notices
  }
}

/// How a part's rows are scaled before they are fused.
public enum RowScaling: String, Sendable, CaseIterable {
  /// Each row divided by its Euclidean length.
  case l2
  /// As they are.
  case none

  /// What a row of `count` entries is multiplied with; a row of zeros stays as it is.
  func factor(of row: UnsafePointer<Float>, _ count: Int) -> Float {
    guard self == .l2 else { return 1 }
    let length = squaredNorm(row, count).squareRoot()
    return length > 0 ? Float(1 / length) : 1
  }
}

/// What every fusion asks of its parts.
func validate(_ parts: [Matrix], weights: [Double]?, sumToOne: Bool) throws {
  guard let first = parts.first else { throw FusionError(.noParts) }
  for (index, part) in parts.enumerated() where part.rows != first.rows {
    throw FusionError(.rowsDiffer(first: first.rows, other: part.rows, index: index))
  }
  guard let weights else { return }
  guard weights.count == parts.count else {
    throw FusionError(.weightsCount(weights: weights.count, parts: parts.count))
  }
  if let bad = weights.first(where: { !($0.isFinite && $0 >= 0) }) { throw FusionError(.weightValue(bad)) }
  let sum = weights.reduce(0, +)
  // A thousandth of slack lets thirds be written as .333.
  guard !sumToOne || abs(sum - 1) <= 2e-3 else { throw FusionError(.weightsSum(sum)) }
  guard sum > 0 else { throw FusionError(.weightsSum(sum)) }
}
