import Clustering
import Core
import Experiments
import Matrices
import Results
import Scores
import Stages
import Statistics

/// The criteria by which the settings of a clusterer are compared without labels.
///
/// Scores of the rows and information criteria follow from the fits. Gap and stability cluster again, one start and few
/// iterations each (`forRefits`), on at most ``mostRows`` rows.
struct SweepCriteria {
  /// The most rows that a refit clusters.
  static let mostRows = 2_000
  /// The number of uniform references of the gap statistic, which the seeds share out among them.
  static let references = 50
  /// The most multiplications that an iteration of a refit may take.
  static let mostWork = 200_000_000.0
  /// To be raised with every change after which the same settings have other values.
  static let revision = 2

  let criteria: [ChoiceCriterion]
  /// The clusterer at each setting.
  let clusterers: [any Clusterer]
  /// All seeds of the run, which a deterministic method has as well.
  let seeds: [UInt64]
  let inputs: References

  /// A fit whose settings are compared.
  struct Fit {
    let partition: Partition
    let objective: Double?
  }

  /// The values of one trial.
  struct Values: Sendable {
    var criteria: [String: NullUnlessFinite] = [:]
    var references: [NullUnlessFinite]?

    mutating func set(_ criterion: ChoiceCriterion, _ value: Double) {
      criteria[criterion.rawValue] = NullUnlessFinite(wrappedValue: value)
    }
  }

  /// The multiplications of an iteration of a refit at each setting; 0 where they are unknown.
  func refitWork(rows: Int, columns: Int) -> [Double] {
    clusterers.map { Self.refitWork($0, rows: rows, columns: columns, inputs) }
  }

  static func refitWork(_ clusterer: any Clusterer, rows: Int, columns: Int, _ inputs: References) -> Double {
    let shape = inputs.shape(rows: min(rows, mostRows), columns: columns, of: clusterer)
    return clusterer.forRefits.cost(shape)?.iteration ?? 0
  }

  /// Returns the settings at which rows of this shape can be clustered again as often as gap and stability ask for; the
  /// others have no value of either.
  private func settingsWithinReach(rows: Int, columns: Int) -> [Int] {
    let work = refitWork(rows: rows, columns: columns)
    return work.indices.filter { work[$0] <= Self.mostWork }
  }

  /// Returns the values of the trials of one seed.
  ///
  /// - Parameters:
  ///   - fits: one a setting; nil where the setting could not be clustered.
  ///   - trial: the position of the trial among the trials of a setting, of which there are `trials`.
  /// - Throws: the clusterer's errors, but for those of the rows, which leave a gap.
  func values(of fits: [Fit?], rows: Matrix, trial: Int, of trials: Int) throws -> [Values] {
    var values = zip(fits, clusterers).map { fit, clusterer in
      fit.map { ofFit($0, clusterer, rows) } ?? Values()
    }
    guard criteria.contains(where: \.isOfRefits) else { return values }
    let reached = settingsWithinReach(rows: rows.rows, columns: rows.columns)
    guard !reached.isEmpty else { return values }
    if criteria.contains(.stability) {
      let found = try stability(of: rows, at: reached, trial: trial, of: trials)
      for (place, setting) in reached.enumerated() { values[setting].set(.stability, found[place]) }
    }
    if criteria.contains(.gap) { try addGap(to: &values, rows, at: reached, trial: trial, of: trials) }
    return values
  }

  // MARK: - Of a fit

  private func ofFit(_ fit: Fit, _ clusterer: any Clusterer, _ rows: Matrix) -> Values {
    var values = Values()
    for criterion in criteria {
      switch criterion {
      case .daviesBouldin: values.set(criterion, Self.score(DaviesBouldin(), rows, fit.partition))
      case .calinskiHarabasz: values.set(criterion, Self.score(CalinskiHarabasz(), rows, fit.partition))
      case .bic: values.set(criterion, Self.information(InformationCriterion.bayesian, fit, clusterer, rows))
      case .aic: values.set(criterion, Self.information(InformationCriterion.akaike, fit, clusterer, rows))
      case .elbow, .silhouette, .gap, .stability: break
      }
    }
    return values
  }

  /// NaN where it is not defined, as for a single cluster.
  private static func score(_ score: some InternalScore, _ rows: Matrix, _ partition: Partition) -> Double {
    (try? score.score(rows, partition).value) ?? .nan
  }

  private static func information(
    _ criterion: (_ meanLogLikelihood: Double, _ rows: Int, _ parameters: Int) -> Double, _ fit: Fit,
    _ clusterer: any Clusterer, _ rows: Matrix
  ) -> Double {
    guard let parameters = clusterer.freeParameters(columns: rows.columns), let mean = fit.objective else {
      return .nan
    }
    return criterion(mean, rows.rows, parameters)
  }

  // MARK: - Of refits

  /// The positions of all of `count` whose turn is that of a trial: each once, shared out evenly.
  private static func turns(of count: Int, trial: Int, of trials: Int) -> [Int] {
    let turns = (0..<count).filter { $0 % max(trials, 1) == trial }
    return turns.isEmpty ? [trial] : turns
  }

  /// Returns the mean agreement of pairs of subsamples at each of some settings: one pair a seed.
  private func stability(of rows: Matrix, at settings: [Int], trial: Int, of trials: Int) throws -> [Double] {
    let pairs = Self.turns(of: seeds.count, trial: trial, of: trials)
    let found = try Parallel.tryMapChunks(of: pairs.count * settings.count, size: 1) { task, _ in
      let (pair, setting) = (pairs[task / settings.count], settings[task % settings.count])
      let seed = Seed(seeds[min(pair, seeds.count - 1)])
      let parts = SubsampleStability.draw(of: rows.rows, most: Self.mostRows, seed: seed)
      guard let first = try refit(setting, rows.selecting(rows: parts.first), seed.derived("stability", 0)),
        let second = try refit(setting, rows.selecting(rows: parts.second), seed.derived("stability", 1))
      else { return Double.nan }
      return SubsampleStability.agreement((parts.first, first), (parts.second, second))
    }
    return settings.indices.map { place in
      pairs.indices.reduce(0) { $0 + found[$1 * settings.count + place] } / Double(pairs.count)
    }
  }

  /// Adds log W of the drawn rows and of the trial's share of the references, at some settings. The rows and the references
  /// are those of the first seed for all seeds.
  private func addGap(
    to values: inout [Values], _ rows: Matrix, at settings: [Int], trial: Int, of trials: Int
  ) throws {
    let (shared, own) = (Seed(seeds.first ?? 0), Seed(seeds[min(trial, seeds.count - 1)]))
    let drawn = Self.drawn(rows, seed: shared)
    guard let box = PrincipalBox(drawn) else { return }
    let turns = Self.turns(of: Self.references, trial: trial, of: trials)
    // The drawn rows come first, then the references, each clustered at every setting.
    let found = try Parallel.tryMapChunks(of: 1 + turns.count, size: 1) { task, _ in
      guard task > 0 else { return try logDispersions(of: drawn, at: settings, seed: own.derived("gap")) }
      let reference = turns[task - 1]
      var random = shared.stream("gap reference", reference)
      let uniform = box.draw(drawn.rows) { random.uniform() }
      return try logDispersions(of: uniform, at: settings, seed: shared.derived("gap reference", reference))
    }
    for (place, setting) in settings.enumerated() {
      values[setting].set(.gap, found[0][place])
      values[setting].references = found.dropFirst().map { NullUnlessFinite(wrappedValue: $0[place]) }
    }
  }

  private static func drawn(_ rows: Matrix, seed: Seed) -> Matrix {
    guard rows.rows > mostRows else { return rows }
    var random = seed.stream("gap rows")
    return rows.selecting(rows: random.sample(mostRows, of: rows.rows).sorted())
  }

  /// Returns log W at each of some settings.
  private func logDispersions(of rows: Matrix, at settings: [Int], seed: Seed) throws -> [Double] {
    try settings.map { try refit($0, rows, seed)?.logDispersion(of: rows) ?? .nan }
  }

  /// Returns the clusters of a refit; nil where the rows do not allow the setting.
  private func refit(_ setting: Int, _ rows: Matrix, _ seed: Seed) throws -> Partition? {
    let clusterer = clusterers[setting].forRefits
    do {
      return try clusterer.cluster(rows, inputs.context(of: clusterer, seed: seed)).partition
    } catch let error as any ExplainedError where error.isOfRows {
      return nil
    }
  }
}

extension SweepCriteria {
  /// The number of clusterings of at most ``mostRows`` rows that all seeds take together, a setting.
  static func refits(_ criteria: [ChoiceCriterion], seeds: Int) -> Int {
    (criteria.contains(.gap) ? references + seeds : 0) + (criteria.contains(.stability) ? 2 * seeds : 0)
  }
}

extension SweepCriteria {
  /// The note on the settings at which gap and stability are left out, because clustering again would take too long; nil
  /// where they have all values.
  func noteOnLeftOut(of rows: Matrix, _ sweep: SweepPlan.Sweep, _ method: String) -> Notice? {
    let refits = criteria.filter(\.isOfRefits).map(\.rawValue)
    let work = refitWork(rows: rows.rows, columns: rows.columns)
    let left = work.indices.filter { work[$0] > Self.mostWork }
    guard !refits.isEmpty, let least = left.map({ work[$0] }).min() else { return nil }
    let place =
      left.count == work.count
      ? "at any value" : "at \(sweep.parameterName) = \(list(left.map { sweep.settings[$0].description }))"
    return Notice(
      kind: SweepRecord.criteriaLeftOut,
      message: "\(refits.joined(separator: " and ")) of \(method) \(refits.count > 1 ? "are" : "is") not computed "
        + "\(place): clustering again would take too long, with \(Self.words(least)) multiplications an iteration or more "
        + "where at most \(Self.words(Self.mostWork)) are allowed")
  }

  private static func words(_ work: Double) -> String { work < 1e15 ? Int(work).grouped : "\(work)" }
}
