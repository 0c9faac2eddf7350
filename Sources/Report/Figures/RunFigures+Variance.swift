import Core
import Figures
import Results

/// The variance that principal components explain, space by space.
extension RunFigures {
  func varianceFigures() -> [Named] {
    let spaces = stored.plan.spaces.enumerated().compactMap { place, space in
      stored.record.explainedVariance(of: space).map { (place: place, name: space, shares: $0) }
    }
    guard !spaces.isEmpty else { return [] }
    let series = spaces.map { space in
      LineChart.Series(
        name: space.name, x: (1...space.shares.count).map(Double.init),
        y: space.shares.reduce(into: []) { $0.append(($0.last ?? 0) + $1) }, color: space.place)
    }
    let most = series.map(\.x.count).max() ?? 1
    let chart = LineChart(
      xTitle: "number of components", yTitle: "share of the variance", series: series,
      ticks: most <= 10 ? (1...most).map(Double.init) : nil)
    let totals = zip(spaces, series).map { "\($0.name): \(NumberText.score($1.y.last ?? 0, digits: 3))" }
    return [
      Named(
        name: "variance",
        figure: Figure(
          chart, title: title("explained variance"),
          subtitle: "of the principal components together; all that are kept: " + totals.joined(separator: ", ")))
    ]
  }
}
