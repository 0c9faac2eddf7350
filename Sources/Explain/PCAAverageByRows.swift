import Fusion
import Matrices
import Stages

/// The average of principal coordinates whose signs are fixed by the rows: in each component the coordinate of largest
/// magnitude is positive, as scikit-learn's PCA had it before version 1.5.
package struct PCAAverageByRows: SpaceMaker {
  package static let name = "pca-average-by-rows"
  package static let summary = "the average of principal coordinates with signs by the rows"
  package static let inputs = PCAAverage.inputs
  package static let parameters: [Parameter<PCAAverageByRows>] = []

  private var average: PCAAverage

  package init() { self.init(PCAAverage()) }
  package init(_ average: PCAAverage) { self.average = average }

  package func check(inputs: Int) throws(StageError) { try average.check(inputs: inputs) }
  package func check(_ shape: Shape) throws { try average.check(shape) }
  package func columns(_ shape: Shape) -> Int { average.columns(shape) }
  package func cost(_ shape: Shape) -> Cost? { average.cost(shape) }

  package func make(_ inputs: [Matrix], _ context: StageContext) throws -> Space {
    try check(inputs: inputs.count)
    let parts = try average.coordinates(of: inputs).parts
    return Space(average.average(parts, signs: parts.map(Self.signs)))
  }

  /// The sign of each column's entry of largest magnitude.
  private static func signs(of part: Matrix) -> [Float] {
    var largest = [Double](repeating: 0, count: part.columns)
    for row in 0..<part.rows {
      for (column, value) in part.trueRow(row).enumerated() where abs(value) > abs(largest[column]) {
        largest[column] = value
      }
    }
    return largest.map { $0 < 0 ? -1 : 1 }
  }
}
