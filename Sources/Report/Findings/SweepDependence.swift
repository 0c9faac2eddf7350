import Core
import Figures
import Foundation
import Results

/// The parameters that the result depends on: a finding a sweep, and one on the parameter that moves the result most.
extension FindingSource {
  private struct Dependence {
    /// Such as `min-samples of hdbscan`.
    let parameter: String
    /// Such as `hdbscan on text`.
    let method: String
    let tried: [String]
    let isDeterministic: Bool
    let movements: [SweepMovement]
    /// The score that rises with the swept number of clusters by itself; nil for none.
    let rising: String?

    var moved: [SweepMovement] { movements.filter { $0.isBeyondSeeds == true } }
    /// True where one seed leaves open what moves.
    var isOpen: Bool { movements.contains { $0.isBeyondSeeds == nil } }
  }

  /// The movement of the number of clusters, the share of noise and the first score over the values of each swept parameter, in
  /// the space that ranks first among those swept; weights have a finding of their own.
  ///
  /// - Throws: `ResultsError` when a stored sweep cannot be read.
  func dependences() throws -> [Finding] {
    let kinds = ([.k] + (stored.record.sweeps ?? [])).uniqued.filter { $0 != .weights }
    let found = try kinds.compactMap { try stored.sweep($0).flatMap(dependence) }
    return [mostMoving(found)].compactMap(\.self) + found.map(Self.finding)
  }

  private func dependence(_ sweep: SweepRecord) throws -> Dependence? {
    guard let line = shownLine(of: sweep), line.points.count > 1 else { return nil }
    let isDeterministic = line.isDeterministic == true
    let tried = line.points.map { Self.value($0) }
    func movement(_ name: String, _ values: [[Double]]) -> SweepMovement? {
      SweepMovement(
        name, values: zip(tried, values).map { (value: $0, ofSeeds: $1) }, isDeterministic: isDeterministic)
    }
    let clusters = line.points.map { $0.trials.map { $0.clusters.map(Double.init) ?? .nan } }
    let noise = try stored.noiseShares(of: line, in: sweep) ?? []
    let score = sweep.scores.contains(scores.facts.name) ? scores.facts.name : sweep.scores.first
    let movements = [
      // The swept number of clusters is no result.
      sweep.isOfClusters ? nil : movement("clusters", clusters),
      movement("noise", noise),
      score.flatMap { name in movement(name, line.points.map { $0.values(of: name) }) },
    ].compactMap(\.self)
    // Where the score has no value, too little is known for the sentence that nothing depends on the parameter.
    let hasScore = score.map { name in movements.contains { $0.name == name } } ?? false
    guard hasScore || movements.contains(where: { $0.isBeyondSeeds == true || $0.isBeyondSeeds == nil }) else {
      return nil
    }
    let owner = sweep.sweptSpace ?? line.part ?? sweep.clusterer
    return Dependence(
      parameter: "\(sweep.parameterName) of \(owner.shortened)"
        + (movesMinSamples(sweep) ? " (min-samples follows it)" : ""),
      method: "\(sweep.clusterer.shortened) on \(line.space.shortened)", tried: tried,
      isDeterministic: isDeterministic, movements: movements,
      rising: score.flatMap { sweep.isOfClusters && stored.record.score($0).risesWithClusters ? $0 : nil })
  }

  /// True for a sweep of the smallest size of HDBSCAN where `min-samples` is not set, so that both move.
  private func movesMinSamples(_ sweep: SweepRecord) -> Bool {
    guard sweep.parameter == "min-cluster-size", case .array(let clusterers) = stored.record.experiment["clusterers"]
    else { return false }
    let method = clusterers.compactMap { $0["hdbscan"] }.first { $0["name"] == .string(sweep.clusterer) }
    return method.map { $0["min-samples"] == nil } ?? false
  }

  // MARK: - Wording

  private static func finding(_ dependence: Dependence) -> Finding {
    let (method, parameter) = (dependence.method, dependence.parameter)
    let tried = ["tried \(list(dependence.tried, limit: 12))"]
    let isPartial = !dependence.moved.isEmpty
    let shown = dependence.movements.filter { $0.range > 0 }
    // Those that do not count stand behind those that do.
    let movements =
      (shown.filter { $0.isBeyondSeeds == true } + shown.filter { $0.isBeyondSeeds != true }).map { movement in
        guard !dependence.isOpen, movement.isBeyondSeeds != true else { return moves(movement) }
        let within = isPartial && movement.isBeyondSeeds == false ? " (within the spread over seeds)" : ""
        return "\(movement.name) \(extent(movement))\(within)"
      }
    if dependence.isOpen {
      return Finding(
        "The dependence of \(method) on \(parameter) is open: \(SeedEvidence.oneSeed).", numbers: tried + movements)
    }
    guard !dependence.moved.isEmpty else {
      let beyond = dependence.isDeterministic ? "" : " beyond the spread over seeds"
      return Finding("\(method) does not depend on \(parameter)\(beyond).", numbers: tried + movements)
    }
    let moved = dependence.moved.map { quantities[$0.name] ?? $0.name }
    let beyond = dependence.isDeterministic ? "" : ", beyond the spread over seeds"
    let rising = dependence.rising.flatMap { moved.contains($0) ? "; \($0) rises with k by itself" : nil } ?? ""
    return Finding(
      "\(method) depends on \(parameter): it moves \(Claim.joined(moved))\(beyond)\(rising).",
      numbers: tried + movements)
  }

  /// Such as `clusters 25.2 at 1 and 18.0 at 25, by up to 7.2, sd over seeds 0.8`.
  private static func moves(_ movement: SweepMovement) -> String {
    let (first, last) = (movement.means[0], movement.means[movement.means.count - 1])
    let all = movement.means.map(\.mean)
    let (low, high) = (all.min() ?? 0, all.max() ?? 0)
    let isInside = low < min(first.mean, last.mean) || high > max(first.mean, last.mean)
    let between = isInside ? " (between \(text(low, movement)) and \(text(high, movement)))" : ""
    return "\(movement.name) \(text(first.mean, movement)) at \(first.value) and \(text(last.mean, movement)) at "
      + "\(last.value)\(between), \(extent(movement))"
  }

  /// Such as `by up to 11.2, sd over seeds 0.8`.
  private static func extent(_ movement: SweepMovement) -> String {
    let spread = movement.deviation.flatMap { $0 > 0 ? ", sd over seeds \(difference($0, movement))" : nil } ?? ""
    return "by up to \(difference(movement.range, movement))\(spread)"
  }

  private static func text(_ value: Double, _ movement: SweepMovement) -> String {
    switch movement.name {
    case "clusters": value == value.rounded() ? String(Int(value)) : String(format: "%.1f", value)
    case "noise": String(format: "%.1f %%", 100 * value)
    default: NumberText.score(value)
    }
  }

  /// A difference of two values; of shares in percentage points.
  private static func difference(_ value: Double, _ movement: SweepMovement) -> String {
    movement.name == "noise" ? String(format: "%.1f percentage points", 100 * value) : text(value, movement)
  }

  private static let quantities = ["clusters": "the number of clusters", "noise": "the share of noise"]

  /// The parameter that moves each quantity most, of those that move it beyond the spread over seeds; nil where fewer than two
  /// parameters were swept, or none moves anything.
  private func mostMoving(_ dependences: [Dependence]) -> Finding? {
    guard dependences.count > 1 else { return nil }
    let names = dependences.flatMap { $0.moved.map(\.name) }.uniqued
    let most = names.compactMap { name -> (name: String, parameter: String, movement: SweepMovement)? in
      let movements = dependences.compactMap { dependence in
        dependence.moved.first { $0.name == name }.map { (name, dependence.parameter, $0) }
      }
      return movements.reduce(nil) { best, next in best.map { $0.2.range >= next.2.range ? $0 : next } ?? next }
    }
    guard !most.isEmpty else { return nil }
    let parts = most.map { $0.parameter }.uniqued.map { parameter -> String in
      let moved = most.filter { $0.parameter == parameter }.map { Self.quantities[$0.name] ?? $0.name }
      return "\(parameter) moves \(Claim.joined(moved)) most"
    }
    // A movement within the spread may be larger.
    let reserve =
      dependences.allSatisfy(\.isDeterministic) ? [] : ["movements within the spread over seeds do not count"]
    return Finding(
      "Among \(dependences.count) swept parameters, each in its best space, \(parts.joined(separator: ", ")).",
      numbers: most.map { "\($0.name) by up to \(Self.difference($0.movement.range, $0.movement))" } + reserve)
  }
}
