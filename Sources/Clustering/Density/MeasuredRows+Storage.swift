import Matrices
import Stages

extension MeasuredRows {
  /// The rows as a model stores them; their frame is stored beside them.
  var stored: StoredArrays.Entry {
    rows.withExactRows { block in
      let values = (0..<block.rows).flatMap { row in (0..<block.columns).map { block[row, $0] } }
      return .init(values, shape: [block.rows, block.columns])
    }
  }

  /// The rows that a model stored, in a frame.
  init(stored entry: StoredArrays.Entry, _ frame: Frame, isCosine: Bool) {
    let columns = entry.shape[1]
    let matrix = Matrix(rows: entry.shape[0], columns: columns, frame: frame, hasRemainder: true) { high, low in
      for row in 0..<high.rows {
        for column in 0..<columns {
          let value = entry.values[row * columns + column]
          high[row, column] = Float(value)
          low?[row, column] = Float(value - Double(high[row, column]))
        }
      }
    }
    self.init(asStored: matrix.droppingEmptyRemainder(), isCosine: isCosine)
  }
}
