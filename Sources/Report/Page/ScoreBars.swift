import Core
import Results

/// The chart of the first screen: the first score of each method with its interval, as bars of the page itself.
struct ScoreBars {
  /// A method that has the score.
  private struct Method {
    let clusterer: String
    let space: String
    let cell: SummaryTable.Cell
  }

  /// The most bars; of more methods, the best ones.
  private static let most = 12

  private let plan: RunPlan
  private let facts: ScoreFacts
  private let meaning: String?
  /// The methods that are shown, in the order of the experiment.
  private let methods: [Method]
  private let all: Int

  /// Nil where no method has the first score.
  init?(_ stored: StoredRun, _ table: SummaryTable) {
    guard let score = table.scores.first else { return nil }
    plan = stored.plan
    facts = stored.record.score(score)
    meaning = table.meanings[score]
    let found: [Method] = table.rows.compactMap { row in
      guard let first = row.cells.first, let cell = first else { return nil }
      return Method(clusterer: row.clusterer, space: row.space, cell: cell)
    }
    guard !found.isEmpty else { return nil }
    let sign: Double = facts.lowerIsBetter ? 1 : -1
    let means = found.map { sign * $0.cell.mean }.sorted()
    let last = means[min(Self.most, means.count) - 1]
    methods = Array(found.filter { sign * $0.cell.mean <= last }.prefix(Self.most))
    all = found.count
  }

  var content: PageContent.Chart {
    let isOneClusterer = plan.clusterers.count == 1
    let groups: [PageContent.Chart.Group] =
      isOneClusterer
      ? [.init(space: nil, bars: methods.map { bar($0, name: $0.space) })]
      : plan.spaces.compactMap { space in
        let own = methods.filter { $0.space == space }
        return own.isEmpty ? nil : .init(space: space, bars: own.map { bar($0, name: $0.clusterer) })
      }
    return PageContent.Chart(title: facts.shortName, note: note, groups: groups)
  }

  // MARK: - Bars

  private func bar(_ method: Method, name: String) -> PageContent.Chart.Bar {
    let (cell, numbers) = (method.cell, NumberStyle())
    var interval: PageContent.Chart.Bar.Interval?
    if let low = cell.low, let high = cell.high {
      interval = .init(
        start: place(low), length: share(high - low),
        text: "95 % interval \(numbers.text(low)) to \(numbers.text(high))")
    }
    return .init(
      name: name, isBest: cell.isBest, mean: numbers.text(cell.mean),
      deviation: cell.deviation.map { "± " + numbers.text($0) }, start: place(min(cell.mean, 0)),
      length: share(abs(cell.mean)), point: place(cell.mean), interval: interval)
  }

  /// The ends of the scale, which holds zero and all intervals.
  private var scale: (low: Double, length: Double) {
    var (low, high) = (0.0, 0.0)
    for method in methods {
      low = min(low, method.cell.low ?? method.cell.mean, method.cell.mean)
      high = max(high, method.cell.high ?? method.cell.mean, method.cell.mean)
    }
    return (low, high > low ? high - low : 1)
  }

  private func place(_ value: Double) -> String { share(value - scale.low) }

  /// Such as `41.75`, in percent of the scale.
  private func share(_ length: Double) -> String {
    NumberStyle(digits: 2, leadingZero: true).text(100 * length / scale.length)
  }

  private var note: String {
    let count = plan.hasSeeds ? plan.seeds.count : 1
    let line = methods.contains { $0.cell.low != nil } ? "line: 95 % interval" : nil
    let parts: [String?] = [
      count > 1 ? "mean ± standard deviation of \(count) seeds" : nil, line, meaning,
      facts.lowerIsBetter ? "lower is better" : nil,
      all > methods.count ? "the best \(methods.count) of \(all) methods" : nil,
    ]
    return parts.compactMap(\.self).map { $0.prefix(1).uppercased() + $0.dropFirst() + "." }.joined(separator: " ")
  }
}
