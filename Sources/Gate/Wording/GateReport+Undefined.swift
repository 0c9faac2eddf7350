import Core
import Results

/// The words on scores that could not be compared.
extension GateReport.Undefined {
  /// `kappa of kmeans on visual: undefined in the run (all 240 items are noise), not in the baseline`.
  var sentence: String { "\(score) of \(place.text): \(state)" }

  /// The state of both sides, without the cell.
  var state: String {
    let reason = cause.map { " (\($0))" } ?? ""
    switch (Self.extent(run), Self.extent(baseline)) {
    case (nil, nil): return "not comparable\(reason)"
    case ("", ""): return "undefined on both sides\(reason)"
    case (let own?, let other): return "undefined in the run\(own)\(reason), \(Self.baseline(other))"
    case (nil, let other?): return "undefined in the baseline\(other)\(reason), not in the run"
    }
  }

  private static func baseline(_ extent: String?) -> String {
    extent.map { "and in the baseline\($0)" } ?? "not in the baseline"
  }

  /// The seeds under which a side has no value: nil for none, nothing to add for all.
  private static func extent(_ seeds: Seeds) -> String? {
    guard seeds.defined < seeds.all || seeds.all == 0 else { return nil }
    return seeds.defined == 0
      ? "" : " under \((seeds.all - seeds.defined).grouped) of \(counted(seeds.all, "seed"))"
  }
}

extension GateReport {
  /// One sentence for all cells of a score that are undefined for the same reason; the lost ones first.
  static func sentences(on undefined: [Undefined]) -> [String] {
    let ordered = undefined.filter(\.isLost) + undefined.filter { !$0.isLost }
    var states: [[String]] = []
    for cell in ordered where !states.contains([cell.score, cell.state]) { states.append([cell.score, cell.state]) }
    return states.map { state in
      let cells = ordered.filter { [$0.score, $0.state] == state }
      // All lost scores are named.
      let limit = cells.contains(where: \.isLost) ? cells.count : 4
      return "\(state[0]) of \(list(cells.map(\.place.text), limit: limit)): \(state[1])"
    }
  }
}
