import Matrices
import Reduction
import Stages

/// The components, rotations and signs of a PCA average, for new rows of its parts.
struct PCAAverageTransform: SpaceTransform {
  let fusion: PCAAverage
  let reductions: [PCAAverage.Reduction]
  /// The sign of each part's columns; nil where all are positive.
  let signs: [[Float]]?

  func transform(_ inputs: [Matrix]) throws -> Matrix {
    guard inputs.count == reductions.count else {
      throw StageError(
        PCAAverage.name, .inputCount(found: inputs.count, allowed: reductions.count...reductions.count))
    }
    let parts = try zip(reductions, inputs).map { reduction, rows in
      let coordinates = try reduction.components.transform(rows.l2Normalized())
      return reduction.rotation.map { fusion.rotate(coordinates, by: $0) } ?? coordinates
    }
    return fusion.average(parts, signs: signs)
  }

  var stored: StoredArrays {
    var arrays = StoredArrays()
    for (index, reduction) in reductions.enumerated() {
      arrays.add(reduction.components.stored, as: "part\(index)")
      let order = reduction.components.components.rows
      if let rotation = reduction.rotation { arrays["rotation\(index)"] = .init(rotation, shape: [order, order]) }
    }
    if let signs { arrays["signs"] = .init(table: signs.map { $0.map(Double.init) }) }
    return arrays
  }
}

extension PCAAverage {
  public func transform(of stored: StoredArrays) throws -> (any SpaceTransform)? {
    let count = stored.entries.keys.filter { $0.hasPrefix("part") && $0.hasSuffix(".components") }.count
    let reductions = try (0..<count).map { index in
      let components = try PCAModel(of: stored.part("part\(index)"))
      let order = components.components.rows
      let rotation =
        stored["rotation\(index)"] == nil ? nil : try stored.required("rotation\(index)", [order, order]).values
      return Reduction(components: components, rotation: rotation)
    }
    let columns = reductions.first?.components.components.rows ?? 0
    let signs =
      stored["signs"] == nil
      ? nil : try stored.table("signs", rows: count, columns: columns).map { $0.map { Float($0) } }
    return PCAAverageTransform(fusion: self, reductions: reductions, signs: signs)
  }
}
