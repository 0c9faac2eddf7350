import Matrices
import Stages

/// The map by the first two principal components.
extension PCA: MapMaker {
  public static let title = "PCA"

  public func map(_ rows: Matrix, _ context: StageContext) throws -> PlaneMap {
    let kept = min(2, rows.columns, rows.rows)
    let model = try PCA(dimensions: kept).fit(rows)
    let share = model.explainedVarianceRatio.reduce(0, +)
    return PlaneMap(
      try model.transform(rows).inPlane, objective: Clustering.Objective("explained variance", share),
      settings: ["components": .integer(kept)])
  }

  public func mapCost(_ shape: Shape) -> Cost? { PCA(dimensions: 2).cost(shape) }
}
