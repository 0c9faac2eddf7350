import Core
import Experiments
import Results
import Statistics

/// The shares of the parts of one method, from the values of their coalitions under each seed.
struct AttributionStatistics {
  static let level = Uncertainty.level

  let parts: [String]
  let seeds: [UInt64]
  let empty: Attributor.Values
  /// One a seed.
  let whole: [Attributor.Values]
  /// For each coalition the values of the seeds.
  let coalitions: [(coalition: Coalition, values: [Attributor.Values])]

  /// The record of the method.
  ///
  /// - Parameter scores: the scores that are attributed.
  func line(method: AttributionRecord.Method, scores: [String], truth: LabelSet) throws -> AttributionRecord.Line {
    let counts = truth.values.reduce(into: [Int](repeating: 0, count: truth.classes.count)) { counts, value in
      if value >= 0 { counts[Int(value)] += 1 }
    }
    var classes = truth.classes.indices.filter { counts[$0] > 0 }.map { id in
      ofClass(id, name: truth.classes[id], items: counts[id])
    }
    let chance = Double(classes.count) * SeedChance.separation(seeds.count, seeds.count)
    for (position, p) in Holm.adjusted(classes.map { $0.p ?? .nan }).enumerated() where !p.isNaN {
      classes[position].p = max(p, min(chance, 1))
    }
    let wholes = AttributionRecord.Coalition(parts: parts, form: .whole, scores: Self.scores(whole, scores))
    return AttributionRecord.Line(
      method: method, parts: parts, seeds: seeds,
      coalitions: coalitions.map { coalition, values in
        AttributionRecord.Coalition(
          parts: parts.indices.filter { coalition.mask & (1 << $0) != 0 }.map { parts[$0] }, form: coalition.form,
          scores: Self.scores(values, scores))
      } + [wholes],
      scores: scores.map { ofScore($0) }, classes: classes)
  }

  private static func scores(_ values: [Attributor.Values], _ names: [String]) -> [String: [Double]] {
    Dictionary(names.map { name in (name, values.map { $0.scores[name] ?? .nan }) }) { first, _ in first }
  }

  private func ofScore(_ name: String) -> AttributionRecord.Score {
    let game = Game(self) { $0.scores[name] ?? .nan }
    return AttributionRecord.Score(
      score: name, empty: empty.scores[name] ?? .nan, whole: game.whole.mean, shares: game.shares(parts))
  }

  private func ofClass(_ id: Int, name: String, items: Int) -> AttributionRecord.Class {
    let game = Game(self) { $0.recalls.indices.contains(id) ? $0.recalls[id] : .nan }
    var record = AttributionRecord.Class(
      name: name, items: items, empty: empty.recalls[id], whole: game.whole.mean, shares: game.shares(parts))
    guard let shapley = game.shapley, shapley.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { return record }
    let means = shapley.map(\.mean)
    let order = means.indices.sorted { (-means[$0], $0) < (-means[$1], $1) }
    guard means[order[0]] > 0 else { return record }
    let leads = zip(shapley[order[0]], shapley[order[1]]).map { $0 - $1 }
    record.leader = parts[order[0]]
    record.lead = Game.estimate(leads)
    if leads.count > 1 {
      record.p = Game.uncertainty(leads).probability(beyond: abs(leads.mean))
    }
    return record
  }
}

/// The values of all coalitions of the parts, seed by seed.
private struct Game {
  private let parts: Int
  private let empty: Double
  let whole: [Double]
  /// By the bits of the coalition.
  private let values: [Int: [Double]]
  /// For each part the Shapley values of the seeds; nil where not all coalitions were clustered.
  let shapley: [[Double]]?

  init(_ statistics: AttributionStatistics, _ value: (Attributor.Values) -> Double) {
    let (parts, all) = (statistics.parts.count, 1 << statistics.parts.count - 1)
    let (empty, whole) = (value(statistics.empty), statistics.whole.map(value))
    var values = Dictionary(statistics.coalitions.map { ($0.coalition.mask, $0.values.map(value)) }) { first, _ in first
    }
    values[all] = whole
    (self.parts, self.empty, self.whole, self.values) = (parts, empty, whole, values)
    guard values.count == all else {
      shapley = nil
      return
    }
    let ofSeeds = whole.indices.map { seed in
      ShapleyValues.shares(of: (0...all).map { $0 == 0 ? empty : values[$0]?[seed] ?? .nan }, players: parts)
    }
    shapley = (0..<parts).map { part in ofSeeds.map { $0[part] } }
  }

  func shares(_ names: [String]) -> [AttributionRecord.Share] {
    let all = 1 << parts - 1
    return names.indices.map { part in
      let (alone, others) = (values[1 << part], values[all & ~(1 << part)])
      return AttributionRecord.Share(
        part: names[part], shapley: shapley.flatMap { Self.estimate($0[part]) },
        leaveOneOut: others.flatMap { others in Self.estimate(zip(whole, others).map { $0 - $1 }) },
        alone: alone.flatMap { alone in Self.estimate(alone.map { $0 - empty }) })
    }
  }

  /// The mean over the seeds with its interval for other seeds; nil where a value is undefined.
  static func estimate(_ values: [Double]) -> AttributionRecord.Estimate? {
    guard !values.isEmpty, values.allSatisfy(\.isFinite) else { return nil }
    let mean = values.mean
    let margin = uncertainty(values).margin
    return AttributionRecord.Estimate(
      mean: mean, low: margin.isFinite ? mean - margin : nil, high: margin.isFinite ? mean + margin : nil)
  }

  static func uncertainty(_ values: [Double]) -> Uncertainty {
    Uncertainty(items: nil, seeds: SeedVariance(values, itemVariances: nil))
  }
}
