import Core
import Matrices
import Stages

/// The map by UMAP, of the first principal components of the rows.
extension UMAP: MapMaker {
  public static let title = "UMAP"

  public func map(_ rows: Matrix, _ context: StageContext) throws -> PlaneMap {
    guard rows.rows >= MapComponents.fewestRows else {
      throw ReductionError(.tooFewRows(found: rows.rows, needed: MapComponents.fewestRows))
    }
    let narrow = try MapComponents.narrowing(rows)
    var method = self
    method.dimensions = 2
    var notices: [Notice] = []
    if method.neighbors >= rows.rows {
      notices.append(
        Notice(
          kind: "neighbors-lowered",
          message:
            "\(counted(method.neighbors, "neighbour")) need more than the \(counted(rows.rows, "row")) that there \(rows.rows == 1 ? "is" : "are"); "
            + "\(rows.rows - 1) were used"))
      method.neighbors = rows.rows - 1
    }
    let space = try method.make([narrow], context)
    return PlaneMap(
      space.rows,
      settings: [
        "neighbors": .integer(method.neighbors), "min-dist": .number(method.minDist),
        "components": .integer(narrow.columns),
      ], notices: notices + space.notices.filter { $0.kind != Space.omittedTransform })
  }

  public func mapCost(_ shape: Shape) -> Cost? {
    let (operations, narrow) = MapComponents.narrowing(shape)
    guard var cost = cost(narrow) else { return nil }
    cost.operations += operations
    return cost
  }
}
