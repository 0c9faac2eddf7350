import Matrices
import Reduction
import Stages

extension Concatenation.Normalization {
  /// The parts scaled, and the moments by which new rows are standardized where the parts are.
  func scaled(_ parts: [Matrix]) throws -> (parts: [Matrix], moments: [StandardizingTransform]) {
    switch self {
    case .none: return (parts, [])
    case .l2: return (parts.map { $0.l2Normalized() }, [])
    case .standardize:
      let moments = parts.map(StandardizingTransform.init(of:))
      return (try zip(moments, parts).map { try $0.transform([$1]) }, moments)
    }
  }

  /// New rows of the parts, scaled as those were of which the moments are.
  func scaled(_ parts: [Matrix], by moments: [StandardizingTransform]) throws -> [Matrix] {
    guard self == .standardize else { return try scaled(parts).parts }
    return try zip(moments, parts).map { try $0.transform([$1]) }
  }
}

/// The moments of standardized parts as arrays of a transform.
enum PartMoments {
  static func stored(_ moments: [StandardizingTransform]) -> StoredArrays {
    moments.enumerated().reduce(into: StoredArrays()) { $0.add($1.element.stored, as: "part\($1.offset)") }
  }

  /// - Throws: `StoredArraysError`.
  static func read(_ stored: StoredArrays) throws -> [StandardizingTransform] {
    let parts = stored.entries.keys.filter { $0.hasSuffix(".means") }.count
    return try (0..<parts).map { try StandardizingTransform(of: stored.part("part\($0)")) }
  }
}

/// Throws where a transform is given another number of parts than it was made of.
func requireParts(_ inputs: [Matrix], _ count: Int, of method: String) throws {
  guard inputs.count == count else {
    throw StageError(method, .inputCount(found: inputs.count, allowed: count...max(count, 1)))
  }
}
