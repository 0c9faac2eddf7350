import Stages

extension HDBSCAN {
  public func cost(_ shape: Shape) -> Cost? {
    let (rows, columns) = (Double(shape.rows), Double(shape.allColumns))
    let neighbors = min(effectiveSamples(rows: max(shape.rows, 2)), shape.rows) + DensityNeighbors.spare
    let operations =
      DensityNeighbors.usesBoxes(columns: shape.allColumns)
      // Rows visited in the searches of some thousand boxes.
      ? rows * (30_000 + 3_000 * columns) * 8
      : rows * rows * (4 * columns + 300)
    return Cost(
      operations: operations, iteration: 0, bytes: shape.rows * (12 * shape.allColumns + 16 * neighbors + 100))
  }
}
