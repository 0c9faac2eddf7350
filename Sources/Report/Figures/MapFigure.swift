import Core
import Figures
import Foundation
import Matrices
import Results

/// The figure of one map outside of a run, coloured by labels where there are any.
package enum MapFigure {
  /// Draws rows × 2 positions and writes them in the format of the path's ending: `.png`, `.pdf` or `.svg`.
  ///
  /// - Throws: `FigureError` for an unknown ending or data that cannot be drawn, `ResultsError` when the file cannot be
  ///   written; it is written whole or not at all.
  package static func write(
    _ points: Matrix, labels: LabelSet?, title: String, subtitle: String, to path: String, dpi: Double = 200
  ) throws {
    let format = try FigureFormat(path: path, dpi: dpi)
    let panel =
      labels.map { ScatterPanels.Panel(title: $0.name, positions: points, truth: $0) }
      ?? ScatterPanels.Panel(
        title: "rows", positions: points, labels: [Int32](repeating: 0, count: points.rows),
        key: .init(title: "", names: ["rows"]))
    let figure = Figure(ScatterPanels([panel]), title: title, subtitle: subtitle)
    try AtomicFile.write(Data(figure.data(format: format)), to: path)
  }

  /// Throws `FigureError` when the ending of `path` names no format, before anything is computed for it.
  package static func requireFormat(of path: String) throws { _ = try FigureFormat(path: path) }
}
