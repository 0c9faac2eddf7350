import Matrices
import Stages

/// Rows with each true value rounded to `Float`, as programs have them that keep features in single precision.
///
/// This program keeps the digits of far values that `Float` alone would lose (``Matrix/frame``).
package struct SinglePrecision: SpaceMaker {
  package static let name = "float32"
  package static let summary = "each value rounded to single precision"
  package static let inputs = 1...1
  package static let parameters: [Parameter<SinglePrecision>] = []

  package init() {}

  package func columns(_ shape: Shape) -> Int { shape.allColumns }
  package func cost(_ shape: Shape) -> Cost? { .copy(shape) }

  package func make(_ inputs: [Matrix], _ context: StageContext) throws -> Space {
    try check(inputs: inputs.count)
    let rows = inputs[0]
    guard !rows.isPlain else { return Space(rows) }
    return Space(
      Matrix(rows: rows.rows, columns: rows.columns) { block in
        for row in 0..<rows.rows {
          for (column, value) in rows.trueRow(row).enumerated() { block[row, column] = Float(value) }
        }
      })
  }
}
