import Core
import Matrices
import Stages

/// The nouns of a counterpart space, for new rows of its input.
struct CounterpartTransform: SpaceTransform {
  let fusion: Counterpart
  let weights: NounWeights

  func transform(_ inputs: [Matrix]) throws -> Matrix { try make(inputs).rows }

  /// Makes the space, and returns the largest weights of each row with it.
  func make(_ inputs: [Matrix]) throws -> (rows: Matrix, largest: NounWeights.Largest) {
    try fusion.checkCount(of: inputs.count)
    let columns = weights.nouns.columns
    guard inputs[0].columns == columns else {
      throw StageError(
        Counterpart.name,
        .unfitRows(
          cause: "the rows have \(counted(inputs[0].columns, "column")), those of the fit \(columns.grouped)",
          hint: "use features of the model of the fit"))
    }
    try fusion.requireDirections(inputs[0])
    return write(inputs[0].plainDirections())
  }

  /// Makes the space of rows of length 1.
  func write(_ items: Matrix) -> (rows: Matrix, largest: NounWeights.Largest) {
    let columns = items.columns
    let isBeside = fusion.combine == .concatenate
    var largest = NounWeights.Largest(positions: [], shares: [], count: 1)
    let rows = Matrix(rows: items.rows, columns: isBeside ? 2 * columns : columns) { target in
      if isBeside {
        items.withRows { source in
          Parallel.forEachChunk(of: source.rows, size: 1024) { _, range in
            for row in range { target.pointer(toRow: row).update(from: source.pointer(toRow: row), count: columns) }
          }
        }
      }
      largest = weights.write(items, into: target, at: isBeside ? columns : 0)
    }
    return (rows, largest)
  }

  var stored: StoredArrays {
    let (nouns, count) = (weights.nouns, weights.nouns.rows)
    var arrays = StoredArrays()
    arrays["nouns"] = .init(
      (0..<count).flatMap { nouns.row($0).map { Double($0) } }, shape: [count, nouns.columns])
    if let potentials = weights.potentials { arrays["potentials"] = .init(potentials) }
    return arrays
  }
}

extension Counterpart {
  public func transform(of stored: StoredArrays) throws -> (any SpaceTransform)? {
    let entry = try stored.required("nouns", [nil, nil])
    let (rows, columns) = (entry.shape[0], entry.shape[1])
    guard rows > 0, columns > 0 else {
      throw StoredArraysError(name: "nouns", expected: [nil, nil], found: entry.shape)
    }
    let nouns = Matrix(rows: rows, columns: columns, entry.values.map { Float($0) })
    let potentials = assign == .transport ? try stored.list("potentials", count: rows) : nil
    return CounterpartTransform(fusion: self, weights: weights(of: nouns, potentials: potentials))
  }
}
