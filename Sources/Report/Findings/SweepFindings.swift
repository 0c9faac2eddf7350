import Core
import Figures
import Foundation
import Results

/// The results of a run's sweeps: the best weight against the parts alone, and the best k.
extension FindingSource {
  /// The best weight of each fused space, against the best part alone.
  ///
  /// - Throws: `ResultsError` when a stored sweep cannot be read.
  func bestWeights() throws -> [Finding] {
    guard let sweep = try stored.sweep(.weights), sweep.scores.contains(scores.name) else { return [] }
    let reading = SweepReading(sweep, score: scores.facts)
    return try sweep.lines.compactMap { line in
      guard let part = line.part, let best = reading.best(of: line) else { return nil }
      let count = line.points.count
      let space = "\(sweep.clusterer.shortened) on \(line.space.shortened)"
      let (noise, next) = try noise(of: best, line, sweep)
      let start =
        "Among \(counted(count, "weight")) of \(part.shortened) from \(Self.weight(line.points[0].setting)) to "
        + "\(Self.weight(line.points[count - 1].setting)), \(Self.weight(best.setting))\(Self.clause(noise: noise, next: next)) "
        + "\(predicate(noise: noise)) \(Self.extent(line)) for \(space)"
      let own = "\(scores.name) \(Self.text(best.summary))"
      let caveat = caveat(isOtherSpace: true, isOfClusters: false)
      guard let alone = bestAlone(line.parts, sweep), let (evidence, opposite) = evidence(best, line, alone, sweep)
      else {
        return Finding(start + "." + caveat, numbers: [own])
      }
      let shares = Self.noiseNumbers(noise, alone.noise)
      if evidence.isTie {
        return Finding("\(start) and equals \(alone.name.shortened) alone." + caveat, numbers: [own] + shares)
      }
      let isAhead = evidence.mean > 0
      let shown = isAhead ? evidence : opposite
      let numbers =
        [
          "\(own) against \(Self.text(alone.summary))",
          "\(isAhead ? "better" : "worse") by \(Self.text(shown.mean, shown.deviation))",
        ] + [shown.test].compactMap(\.self) + shares
      return Finding(
        "\(start), and \(isAhead ? shown.isAhead : shown.isBehind) \(alone.name.shortened) alone\(shown.ending)"
          + caveat,
        numbers: numbers
      )
    }
  }

  /// Returns the numbers of clusters at which the silhouette and the first score are best, in the best space that was
  /// swept.
  ///
  /// - Throws: `ResultsError` when a stored sweep cannot be read.
  func bestK() throws -> [Finding] {
    guard let sweep = try stored.sweep(.k) else { return [] }
    let order = ranking.filter { $0.clusterer == sweep.clusterer }.map(\.space)
    guard
      let line = order.lazy.compactMap({ space in sweep.lines.first { $0.space == space } }).first ?? sweep.lines.first,
      line.points.count > 1,
      let silhouette = SweepReading(sweep, score: stored.record.score("silhouette")).best(of: line)
    else { return [] }
    let tried = list(line.points.map { String(Int($0.setting)) }, limit: 12)
    let best = Int(silhouette.setting)
    let classes = truth?.occupiedClasses
    let others = line.points.filter { $0.setting != silhouette.setting }
    let against =
      others.first { Int($0.setting) == classes } ?? others.max { Self.silhouette($0) < Self.silhouette($1) }
    var number = "silhouette \(Self.text(silhouette.summary))"
    if let against, let cell = SummaryTable.Cell(against.values(of: "silhouette").filter(\.isFinite)) {
      number += " against \(Self.text(cell)) at k = \(Int(against.setting))"
    }
    let agreement = Self.agreement(line, on: silhouette.setting)
    let isAtEdge = [0, line.points.count - 1].contains(silhouette.index)
    let edge =
      !isAtEdge ? "" : best <= 2 ? ", the fewest clusters that it can judge" : ", at the edge of the values tried"
    let shares = try noiseShares(of: line, sweep)
    let next = against.flatMap { other in line.points.firstIndex { $0.setting == other.setting } }.map { place in
      (share: shares[place], name: "k = \(Int(line.points[place].setting))")
    }
    let clause = Self.clause(noise: shares[silhouette.index], next: next)
    let ending =
      switch classes {
      case .some(best): ", the number of classes" + (agreement.isEmpty ? "" : ",") + agreement + edge
      case .some(let classes):
        "\(agreement)\(edge); there \(classes == 1 ? "is" : "are") \(counted(classes, "class", plural: "classes"))"
      case nil: agreement + edge
      }
    return [
      Finding(
        "Among k = \(tried), \(sweep.clusterer.shortened) on \(line.space.shortened) has its largest silhouette at k = \(best)"
          + "\(ending.hasPrefix(" ") ? clause : String(clause.dropLast()))\(ending).", numbers: [number])
    ]
  }

  /// The best value of each other parameter that was swept, in the space that is best there.
  ///
  /// - Throws: `ResultsError` when a stored sweep cannot be read.
  func bestParameters() throws -> [Finding] {
    try (stored.record.sweeps ?? []).compactMap { kind -> Finding? in
      guard let sweep = try stored.sweep(kind), let parameter = sweep.parameter,
        sweep.scores.contains(scores.name)
      else { return nil }
      let reading = SweepReading(sweep, score: scores.facts)
      let found = sweep.lines.compactMap { line in reading.best(of: line).map { (line, $0) } }
      guard
        let (line, best) = found.min(by: { first, second in
          let (mean, other) = (first.1.summary.mean, second.1.summary.mean)
          return scores.facts.lowerIsBetter ? mean < other : mean > other
        }), line.points.count > 1
      else { return nil }
      // Where the values do not differ beyond the spread over seeds, none is best.
      guard Self.moves(line, scores.name) != false else { return nil }
      let owner = sweep.sweptSpace.map { " of \($0.shortened)" } ?? line.part.map { " of \($0.shortened)" } ?? ""
      let isAtEdge = line.points[best.index].word == nil && [0, line.points.count - 1].contains(best.index)
      let (noise, next) = try noise(of: best, line, sweep)
      let subject = noise > Self.mostlyNoise ? "best \(scores.name)" : "best"
      let isOtherSpace = sweep.sweptSpace != nil || line.part != nil
      return Finding(
        "Of \(parameter)\(owner) = \(Self.joined(line.points.map(Self.value))), the \(subject) \(Self.extent(line)) for "
          + "\(sweep.clusterer.shortened) on \(line.space.shortened) is \(noise > Self.mostlyNoise ? "that of " : "")"
          + "\(Self.value(line.points[best.index]))\(isAtEdge ? ", at the edge of the values tried" : "")"
          + "\(Self.clause(noise: noise, next: next).trimmingSuffix(","))."
          + caveat(isOtherSpace: isOtherSpace, isOfClusters: sweep.isOfClusters),
        numbers: ["\(scores.name) \(Self.text(best.summary))"])
    }
  }

  /// True where a score differs between the values of a parameter beyond the spread over seeds; nil where one seed leaves that
  /// open.
  private static func moves(_ line: SweepRecord.Line, _ score: String) -> Bool? {
    SweepMovement(
      score, values: line.points.map { (value: value($0), ofSeeds: $0.values(of: score)) },
      isDeterministic: line.isDeterministic == true
    )?.isBeyondSeeds
  }

  /// The reading of a best value where the first score does not compare the values well; empty elsewhere.
  ///
  /// - Parameters:
  ///   - isOtherSpace: true where each value makes a space of its own.
  ///   - isOfClusters: true for the number of clusters.
  private func caveat(isOtherSpace: Bool, isOfClusters: Bool) -> String {
    if isOtherSpace, scores.facts.isInternal {
      return " Each value makes another space, whose \(scores.name) cannot be compared with that of the others."
    }
    if isOfClusters, scores.facts.risesWithClusters {
      return " \(scores.name.capitalized) rises with k by itself, because each cluster counts as its most common class."
    }
    return ""
  }

  /// `a`, `a and b`, `a, b and c`; of more than twelve the first ones, with the number of the others.
  private static func joined(_ values: [String]) -> String {
    guard values.count > 1, values.count <= 12 else { return list(values, limit: 12) }
    return values.dropLast().joined(separator: ", ") + " and " + values[values.count - 1]
  }

  /// The predicate of the best setting, which is not called so where it leaves most items as noise.
  private func predicate(noise: Double) -> String {
    noise > Self.mostlyNoise ? "has the best \(scores.name)" : "is best"
  }

  /// The mean share of noise at each setting; none in sweeps without stored labels.
  private func noiseShares(of line: SweepRecord.Line, _ sweep: SweepRecord) throws -> [Double] {
    try stored.meanNoise(of: line, in: sweep) ?? line.points.map { _ in 0 }
  }

  /// The share of noise at the best setting, and at the next one with its value.
  private func noise(
    of best: SweepReading.Best, _ line: SweepRecord.Line, _ sweep: SweepRecord
  ) throws -> (Double, next: (share: Double, name: String)?) {
    let shares = countsNoiseWithNearest ? line.points.map { _ in 0 } : try noiseShares(of: line, sweep)
    var others = line
    others.points.remove(at: best.index)
    let next = SweepReading(sweep, score: scores.facts).best(of: others).map { second in
      let place = second.index < best.index ? second.index : second.index + 1
      return (share: shares[place], name: Self.value(line.points[place]))
    }
    return (shares[best.index], next)
  }

  /// The extent for which the best setting is known.
  private static func extent(_ line: SweepRecord.Line) -> String {
    line.isDeterministic == true ? "on these items" : "on these seeds"
  }

  static func value(_ point: SweepRecord.Point) -> String { point.word ?? weight(point.setting) }

  /// The mean silhouette at a setting; the smallest number where there is none.
  private static func silhouette(_ point: SweepRecord.Point) -> Double {
    SummaryTable.Cell(point.values(of: "silhouette").filter(\.isFinite))?.mean ?? -.infinity
  }

  /// In how many seeds a setting has the largest silhouette; nothing for one seed.
  private static func agreement(_ line: SweepRecord.Line, on setting: Double) -> String {
    let values = line.points.map { $0.values(of: "silhouette") }
    guard let place = line.points.firstIndex(where: { $0.setting == setting }), let seeds = values.map(\.count).min(),
      seeds > 1
    else { return "" }
    let agreeing = (0..<seeds).count { seed in values.allSatisfy { !($0[seed] > values[place][seed]) } }
    return " in \(agreeing) of \(seeds) seeds"
  }

  /// A part alone with its scores under the sweep's seeds, and the mean share of noise.
  private typealias PartAlone = (name: String, values: [Double], summary: SummaryTable.Cell, noise: Double)

  /// The part that does best alone with the sweep's clusterer, under the sweep's seeds.
  private func bestAlone(_ parts: [String], _ sweep: SweepRecord) -> PartAlone? {
    parts.compactMap { part -> PartAlone? in
      let trials = sweep.seeds.map { seed in stored.trials(part, sweep.clusterer).first { $0.seed == seed } }
      let values = trials.map { $0?.scores[scores.name] ?? .nan }
      guard values.allSatisfy(\.isFinite), let summary = SummaryTable.Cell(values) else { return nil }
      let shares = countsNoiseWithNearest ? [] : trials.compactMap { $0.map(stored.record.noiseShare) }
      let noise = SummaryTable.Cell(shares)?.mean ?? 0
      return (part, values, summary, noise)
    }.max { scores.facts.lowerIsBetter ? $0.summary.mean > $1.summary.mean : $0.summary.mean < $1.summary.mean }
  }

  /// The evidence for the best weight over a part alone, and for the part over it. Where the weight is that of the run's own
  /// space, this is a comparison of two methods of the run, with its test; other weights have none.
  private func evidence(
    _ best: SweepReading.Best, _ line: SweepRecord.Line, _ alone: PartAlone, _ sweep: SweepRecord
  ) -> (forward: SeedEvidence, opposite: SeedEvidence)? {
    func standing(_ space: String) -> Standing? {
      ranking.first { $0.space == space && $0.clusterer == sweep.clusterer }
    }
    if let own = standing(line.space), let part = standing(alone.name), own.isSame(as: best.values),
      let forward = scores.evidence(own, over: part), let opposite = scores.evidence(part, over: own)
    {
      return (forward, opposite)
    }
    let isLower = scores.facts.lowerIsBetter
    guard let forward = SeedEvidence(best.values, over: alone.values, lowerIsBetter: isLower),
      let opposite = SeedEvidence(alone.values, over: best.values, lowerIsBetter: isLower)
    else { return nil }
    return (forward, opposite)
  }

  /// A weight with as many digits as it needs: `0`, `.35`, `1`.
  private static func weight(_ value: Double) -> String {
    value == value.rounded() ? String(Int(value)) : NumberText.score(value, digits: 3).trimmingZeros
  }
}

extension String {
  /// The text without an ending.
  fileprivate func trimmingSuffix(_ ending: String) -> String {
    hasSuffix(ending) ? String(dropLast(ending.count)) : self
  }

  /// A decimal number without zeros at its end.
  fileprivate var trimmingZeros: String {
    var text = self
    while text.hasSuffix("0") { text.removeLast() }
    return text
  }
}
