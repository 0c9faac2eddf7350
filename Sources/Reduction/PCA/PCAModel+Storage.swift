import Core
import Matrices
import Stages

/// Principal components as the transform of a space.
extension PCAModel: SpaceTransform {
  public func transform(_ inputs: [Matrix]) throws -> Matrix { try transform(inputs[0]) }

  public var stored: StoredArrays {
    var arrays = StoredArrays([
      "components": .init(table: (0..<components.rows).map { components.row($0).map(Double.init) }),
      "mean": .init(storedMean), "variances": .init(storedVariances), "total": .init([storedTotal]),
    ])
    arrays.add(frame)
    return arrays
  }

  /// The components that ``stored`` gives, to the bit.
  ///
  /// - Throws: `StoredArraysError`.
  package init(of stored: StoredArrays) throws {
    let mean = try stored.list("mean")
    let components = try stored.table("components", columns: mean.count)
    let frame = try stored.frame(columns: mean.count)
    self.init(
      mean: frame.trueValues(of: mean), components: Matrix(components.map { $0.map { Float($0) } }), frame: frame,
      storedMean: mean, storedVariances: try stored.list("variances", count: components.count),
      storedTotal: try stored.list("total", count: 1)[0])
  }
}

extension PCA {
  public func transform(of stored: StoredArrays) throws -> (any SpaceTransform)? { try PCAModel(of: stored) }
}

/// Principal components, each brought to variance 1.
struct WhiteningTransform: SpaceTransform {
  let components: PCAModel
  let scaling: StandardizingTransform

  func transform(_ inputs: [Matrix]) throws -> Matrix {
    try scaling.transform([components.transform(inputs[0])])
  }

  var stored: StoredArrays {
    var arrays = StoredArrays()
    arrays.add(components.stored, as: "pca")
    arrays.add(scaling.stored, as: "scaling")
    return arrays
  }
}

extension Whitening {
  public func transform(of stored: StoredArrays) throws -> (any SpaceTransform)? {
    WhiteningTransform(
      components: try PCAModel(of: stored.part("pca")), scaling: try StandardizingTransform(of: stored.part("scaling")))
  }
}
