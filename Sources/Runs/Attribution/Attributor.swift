import Clustering
import Core
import Experiments
import Matrices
import Results
import Scores
import Stages

/// Clusters the coalitions of the parts of fused spaces, by the run's clusterers under the run's seeds.
struct Attributor {
  /// The scores and the recalls of the classes, of one partition.
  struct Values {
    var scores: [String: Double]
    /// One a class, NaN for a class without items.
    var recalls: [Double]
  }

  let resolution: Resolution
  let spaces: Spaces
  let trials: [TrialIdentity: TrialRecord]
  let folder: RunFolder
  /// Called before each fit with what is being clustered, and after it with nil.
  let progress: (String?) -> Void

  private var experiment: Experiment { resolution.experiment }
  private var scoring: Scoring { resolution.scoring }

  /// Clusters everything.
  ///
  /// - Throws: the methods' errors; a coalition that cannot be clustered has no values, with a notice.
  func record(of plan: AttributionPlan) throws -> AttributionRecord {
    var record = AttributionRecord(level: AttributionStatistics.level, notices: plan.notices)
    for line in plan.lines where try spaces.failure(of: line.space.name) == nil {
      let coalitions = try line.coalitions.map { try values(of: $0, line, &record.notices) }
      for (position, clusterer) in line.clusterers.enumerated() {
        guard let whole = try values(of: line.space, by: clusterer) else { continue }
        let method = AttributionRecord.Method(clusterer: clusterer, space: line.space.name)
        let isFixed =
          resolution.plan.isDeterministic(method)
          && line.coalitions.allSatisfy { resolution.isDeterministic($0, by: clusterer) }
        // Values that no seed changes have no spread to take an interval from.
        let seeds = isFixed ? 1 : experiment.seeds.count
        record.lines.append(
          try AttributionStatistics(
            parts: line.space.inputs, seeds: Array(experiment.seeds.prefix(seeds)), empty: try empty(),
            whole: Array(whole.prefix(seeds)),
            coalitions: zip(line.coalitions, coalitions).map { ($0, Array($1[position].prefix(seeds))) }
          ).line(method: method, scores: scoring.externalNames, truth: try truth()))
      }
    }
    return record
  }

  private func truth() throws -> LabelSet {
    guard let truth = resolution.inputs.truth else { throw RunError(.attributionWithoutLabels) }
    return truth
  }

  // MARK: - The fused space and no part

  /// The values of the run's trials; nil where one is missing.
  private func values(of space: Experiment.Space, by clusterer: String) throws -> [Values]? {
    var found: [Values] = []
    for seed in experiment.seeds {
      let own = TrialIdentity(space: space.name, clusterer: clusterer, seed: seed)
      let first = TrialIdentity(space: space.name, clusterer: clusterer, seed: resolution.firstSeed)
      let isFixed = resolution.plan.isDeterministic(own.method)
      if isFixed, let known = found.first {
        found.append(known)
        continue
      }
      guard let trial = trials[isFixed ? first : own] else { return nil }
      let partition = try resolution.partition(of: trial, in: folder)
      found.append(try values(of: partition, by: clusterer, rows: spaces.rows(of: space.name, seed: seed)))
    }
    return found
  }

  /// The values of one cluster of all items; a class has its share of the items.
  private func empty() throws -> Values {
    let (count, truth) = (resolution.inputs.items.count, try truth())
    let one = Partition(labels: [Int32](repeating: 0, count: count), clusters: 1)
    let table = try ContingencyTable(one, truth: truth)
    return Values(
      scores: scoring.externalValues(of: table), recalls: table.classTotals.map { Double($0) / Double(table.total) })
  }

  // MARK: - Coalitions

  /// The values of a coalition: by clusterer, one a seed.
  private func values(
    of coalition: Coalition, _ line: AttributionPlan.Line, _ notices: inout [Notice]
  ) throws -> [[Values]] {
    let varies = experiment.isStochastic(coalition.space)
    let steps = StepWork(coalition.space, inputsVary: experiment.inputsVary(of: coalition.space))
    var shared: [String: SharedWork] = [:]
    var rows: Matrix?
    var found = line.clusterers.map { _ in [Values]() }
    for seed in experiment.seeds {
      if varies { rows = nil }
      for (position, name) in line.clusterers.enumerated() {
        if resolution.isDeterministic(coalition, by: name), let known = found[position].first {
          found[position].append(known)
          continue
        }
        guard let clusterer = resolution.clusterer(named: name) else { continue }
        try Task.checkCancellation()
        let place = "\(name) on \(Self.text(coalition, of: line.space))"
        progress("\(place), seed \(seed)")
        defer { progress(nil) }
        do {
          let made = try rows ?? self.rows(of: coalition, seed: seed, steps)
          rows = made
          let work = varies ? SharedWork() : shared[clusterer.kind] ?? SharedWork()
          shared[clusterer.kind] = work
          let context = resolution.context(of: clusterer, seed: seed, shared: work)
          try clusterer.check(made, context)
          found[position].append(try values(of: clusterer.cluster(made, context).partition, by: name, rows: made))
        } catch let error as any ExplainedError where error.isOfRows {
          found[position].append(Values(scores: [:], recalls: []))
          let notice = Notice(kind: "attribution-gap", message: "no attribution by \(place): \(error.cause)")
          if !notices.contains(notice) { notices.append(notice) }
        }
      }
    }
    return found
  }

  /// The parts of a coalition with their space: `concatenation of visual alone`.
  private static func text(_ coalition: Coalition, of space: Experiment.Space) -> String {
    let parts = coalition.parts(of: space)
    return "\(space.name) of \(list(parts))\(parts.count == 1 ? " alone" : "")"
  }

  private func rows(of coalition: Coalition, seed: UInt64, _ steps: StepWork) throws -> Matrix {
    var builder = try spaces.builder(of: coalition.space, seed: seed)
    builder.shared = steps
    return try builder.build(coalition.space).rows
  }

  /// The scores against labels and the recalls of a partition.
  private func values(
    of partition: Partition, by clusterer: String, rows: @autoclosure () throws -> Matrix
  ) throws -> Values {
    let truth = try truth()
    let isCosine = resolution.clusterer(named: clusterer)?.isCosine ?? false
    let compared = try scoring.compared(rows(), partition, isCosine: isCosine)
    guard zip(truth.values, compared.labels).contains(where: { $0 >= 0 && $1 != Partition.leftOut }) else {
      return Values(scores: [:], recalls: [])
    }
    let table = try ContingencyTable(compared, truth: truth)
    return Values(scores: try scoring.externalValues(of: table), recalls: table.recalls)
  }
}

extension Coalition {
  /// The names of the parts.
  func parts(of fused: Experiment.Space) -> [String] {
    fused.inputs.indices.filter { mask & (1 << $0) != 0 }.map { fused.inputs[$0] }
  }
}

extension ContingencyTable {
  /// The share of each class's items in the cluster that is matched to it, one to one; NaN for a class without items.
  fileprivate var recalls: [Double] {
    let classOfColumn = mapping(.oneToOne).classOfColumn
    var found = [Int](repeating: 0, count: classes.count)
    for cell in cells where classOfColumn[cell.column] == cell.classID { found[cell.classID] += cell.count }
    return zip(found, classTotals).map { $1 > 0 ? Double($0) / Double($1) : .nan }
  }
}
