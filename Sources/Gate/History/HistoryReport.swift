import Core
import Figures
import Foundation
import Report
import Results

/// The scores of many runs as a table and as a figure.
package struct HistoryReport {
  package enum Format: String, CaseIterable, Sendable {
    case terminal, csv, json
  }

  let history: RunHistory

  package init(_ history: RunHistory) { self.history = history }

  /// The text in one of its forms, ending with a line feed.
  ///
  /// - Throws: `ResultsError` when it holds what JSON cannot.
  package func text(as format: Format) throws -> String {
    switch format {
    case .terminal: "\(history.score)\n\n\(table.terminalText())"
    case .csv: csvText
    case .json: try history.json()
    }
  }

  /// One row a run, one column a clusterer on a space; the labels stand there where the runs have different ones.
  private var table: TextTable {
    let places = history.places
    let truths = hasSeveralTruths
    return TextTable(
      header: ["run", "started"] + (truths ? ["labels"] : []) + places.map(\.text),
      rows: history.entries.map { entry in
        let cells = places.map { place in
          entry.cells.first { $0.place == place }.map { NumberStyle().text($0.mean, deviation: $0.deviation) }
            ?? absentCell
        }
        let labels = truths ? [entry.truth?.name ?? absentCell] : []
        return [name(entry), entry.started.map(Self.text) ?? "unknown"] + labels + cells
      }, texts: truths ? [0, 1, 2] : [0, 1])
  }

  private var csvText: String {
    let header = [
      "folder", "name", "started", "version", "clusterer", "space", "score", "mean", "deviation", "seeds", "labels",
    ]
    let rows = history.entries.flatMap { entry in entry.cells.map { csvRow($0, of: entry) } }
    return TextTable(header: header, rows: rows, texts: []).csvText()
  }

  private func csvRow(_ cell: RunHistory.Cell, of entry: RunHistory.Entry) -> [String] {
    let run = [entry.folder, entry.name, entry.started.map { $0.formatted(.iso8601) } ?? "", entry.version]
    let method = [cell.place.clusterer, cell.place.space, history.score]
    let values = [csvNumber(cell.mean), csvNumber(cell.deviation), "\(cell.seeds)"]
    return run + method + values + [entry.truth?.name ?? ""]
  }

  /// The folder of a run, below the one that was searched.
  func name(_ entry: RunHistory.Entry) -> String {
    let start = history.folder.hasSuffix("/") ? history.folder : history.folder + "/"
    return entry.folder.hasPrefix(start) ? String(entry.folder.dropFirst(start.count)) : entry.folder
  }

  /// `2026-03-01 12:30`, in universal time.
  private static func text(_ date: Date) -> String {
    String(date.formatted(.iso8601).prefix(16)).replacing("T", with: " ")
  }

  // MARK: - The figure

  /// A line for each clusterer on a space over the runs, with a band of one standard deviation to both sides.
  ///
  /// - Throws: `FigureError` for an unknown ending, `ResultsError` when the file cannot be written.
  package func writeFigure(to path: String) throws {
    let figure = Figure(
      chart, title: "\(history.score) over \(counted(history.entries.count, "run"))", subtitle: period,
      note: "Means over the seeds; bands are one standard deviation to both sides."
        + (hasSeveralTruths ? " The runs are scored against different labels." : ""))
    try AtomicFile.write(Data(figure.data(format: FigureFormat(path: path))), to: path)
  }

  /// Throws `FigureError` when the ending of a path names no format, before anything is read for it.
  package static func requireFormat(of path: String) throws { _ = try FigureFormat(path: path) }

  private var chart: LineChart {
    let x = history.entries.indices.map { Double($0 + 1) }
    return LineChart(
      xTitle: "run, the oldest first", yTitle: history.score,
      series: history.places.map { place in
        let cells = history.entries.map { entry in entry.cells.first { $0.place == place } }
        return LineChart.Series(
          name: place.text, x: x, y: cells.map { $0?.mean ?? .nan },
          band: cells.map { cell in
            let (mean, deviation) = (cell?.mean ?? 0, cell?.deviation ?? 0)
            return mean - deviation...mean + deviation
          })
      }, ticks: x)
  }

  private var period: String {
    let dates = history.entries.compactMap(\.started)
    guard let first = dates.min(), let last = dates.max(), first < last else { return "" }
    return "\(Self.text(first)) to \(Self.text(last))"
  }
}
