import Core
import Results

/// The number of clusters: the one that criteria choose, and the one of the largest silhouette.
extension FindingSource {
  /// The conclusions of the criteria, and the largest silhouette over k.
  ///
  /// - Throws: `ResultsError` when a stored sweep cannot be read.
  func numberOfClusters() throws -> [Finding] { try choices() + bestK() }

  /// The joint conclusion of the criteria of each sweep, in the space that ranks first among those swept.
  private func choices() throws -> [Finding] {
    try stored.choices.compactMap { sweep in
      guard let line = shownLine(of: sweep) else { return nil }
      let reading = try reading(of: line, sweep)
      let start = "For \(sweep.clusterer.shortened) on \(line.space.shortened)"
      let silent = reading.columns.count { $0.decided == nil }
      let numbers = silent > 0 ? ["\(counted(silent, "criterion", plural: "criteria")) undecided"] : []
      return Finding(
        "\(start), \(Self.choice(reading))\(Self.noise(at: reading))\(Self.elbow(reading)).", numbers: numbers)
    }
  }

  /// Such as `the deciding criteria (elbow, silhouette) choose k = 5`.
  static func choice(_ reading: ChoiceReading) -> String {
    let parameter = reading.sweep.parameterName
    let groups = reading.agreements
    guard let first = groups.first else {
      return "no criterion decides between the \(counted(reading.line.points.count, "value")) of \(parameter)"
    }
    let names = first.names
    guard groups.count == 1 else {
      let parts = groups.prefix(3).map { "\(reading.value($0.position)) by \(list($0.names, limit: 2))" }
      return "the criteria differ on \(parameter): \(parts.joined(separator: ", "))"
    }
    return names.count == 1
      ? "one criterion alone (\(names[0])) chooses \(parameter) = \(reading.value(first.position))"
      : "the deciding criteria (\(list(names, limit: 4))) choose \(parameter) = \(reading.value(first.position))"
  }

  /// The reserve where the elbow alone decides; empty elsewhere.
  static func elbow(_ reading: ChoiceReading) -> String {
    let agreements = reading.agreements
    guard agreements.count == 1, agreements[0].names == [ChoiceCriterion.elbow.title] else { return "" }
    return "; uniform rows have an elbow, too"
  }

  /// The noise at a setting that the criteria choose together; empty where it is at most a tenth.
  private static func noise(at reading: ChoiceReading) -> String {
    guard reading.agreements.count == 1, let position = reading.agreements.first?.position,
      let share = reading.noise?[position], share > notableNoise
    else { return "" }
    return ", which leaves \(percent(share)) of the items as noise"
  }

  /// The numbers of clusters at which the silhouette is largest, in the best space that was swept.
  private func bestK() throws -> [Finding] {
    guard let sweep = try stored.sweep(.k), let line = shownLine(of: sweep), line.points.count > 1,
      let silhouette = SweepReading(sweep, score: stored.record.score("silhouette")).best(of: line)
    else { return [] }
    let best = Int(silhouette.setting)
    let classes = truth?.occupiedClasses
    let others = line.points.filter { $0.setting != silhouette.setting }
    let against =
      others.first { Int($0.setting) == classes } ?? others.max { Self.silhouette($0) < Self.silhouette($1) }
    var number = "silhouette \(Self.text(silhouette.summary))"
    if let against, let cell = SummaryTable.Cell(against.values(of: "silhouette").filter(\.isFinite)) {
      number += " against \(Self.text(cell)) at k = \(Int(against.setting))"
    }
    let isAtEdge = [0, line.points.count - 1].contains(silhouette.index)
    let edge =
      !isAtEdge ? "" : best <= 2 ? ", the fewest clusters that it can judge" : ", at the edge of the values tried"
    let noise = try noiseShares(of: line, sweep)[silhouette.index]
    let ending =
      switch classes {
      case .some(best): ", the number of classes"
      case .some(let classes): "; there \(classes == 1 ? "is" : "are") \(counted(classes, "class", plural: "classes"))"
      case nil: ""
      }
    return [
      Finding(
        "Among \(line.points.count) values of k\(Self.range(line)), \(sweep.clusterer.shortened) on \(line.space.shortened) has its "
          + "largest silhouette at \(best)\(edge)\(ending).",
        numbers: [number] + Self.agreement(line, on: silhouette.setting) + Self.noiseNumbers(noise, nil))
    ]
  }

  // MARK: - Lines

  /// The line of a sweep in the space that ranks first among those swept.
  func shownLine(of sweep: SweepRecord) -> SweepRecord.Line? {
    let order = ranking.filter { $0.clusterer == sweep.clusterer }.map(\.space)
    return order.lazy.compactMap { space in sweep.lines.first { $0.space == space } }.first ?? sweep.lines.first
  }

  func reading(of line: SweepRecord.Line, _ sweep: SweepRecord) throws -> ChoiceReading {
    ChoiceReading(line, of: sweep, noise: try stored.meanNoise(of: line, in: sweep), items: stored.itemCount)
  }

  /// The mean silhouette at a setting; the smallest number where there is none.
  private static func silhouette(_ point: SweepRecord.Point) -> Double {
    SummaryTable.Cell(point.values(of: "silhouette").filter(\.isFinite))?.mean ?? -.infinity
  }

  /// In how many seeds a setting has the largest silhouette; nothing for one seed.
  private static func agreement(_ line: SweepRecord.Line, on setting: Double) -> [String] {
    let values = line.points.map { $0.values(of: "silhouette") }
    guard let place = line.points.firstIndex(where: { $0.setting == setting }), let seeds = values.map(\.count).min(),
      seeds > 1
    else { return [] }
    let agreeing = (0..<seeds).count { seed in values.allSatisfy { !($0[seed] > values[place][seed]) } }
    return ["largest in \(agreeing) of \(seeds) seeds"]
  }
}
