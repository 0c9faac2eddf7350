import Clustering
import Core
import Datasets
import Experiments
import Features
import Matrices
import Reduction
import Results
import Scores
import Stages
import Statistics

/// The estimated cost of a run: operations by their count, memory and disk space by the sizes of what it holds.
struct Estimate {
  private(set) var operations = 0.0
  /// The most bytes in memory at once, and how many of them come on top of the inputs, which are read already.
  private(set) var memory = 0
  private(set) var growth = 0
  /// The bytes that are still to be written, at least.
  private(set) var disk = 0

  let resolution: Resolution
  let plan: WorkPlan
  private let rows: Int
  /// The columns of spaces that are known already, by name.
  private let knownColumns: [String: Int]
  /// The spaces that can be made.
  private let spaces: [Experiment.Space]

  /// - Parameter knownColumns: the columns of spaces that were made, by name; for others the most that they can have.
  init(_ resolution: Resolution, _ plan: WorkPlan, knownColumns: [String: Int] = [:]) throws {
    self.resolution = resolution
    self.plan = plan
    self.knownColumns = knownColumns
    rows = resolution.inputs.items.count
    spaces = resolution.experiment.clusteredSpaces.filter { !plan.unmade.contains($0.name) }
    disk = try resolution.need(of: plan, record: resolution.record(spaces: [:])).bytes
    for space in spaces {
      if isNeeded(space) { operations += resolution.operations(of: space, times: makings(of: space)) }
      for trial in resolution.plan.trials where trial.space == space.name && plan.clusters(trial) {
        operations += OperationCounts.storing + clustering(trial, columns: columns(of: space))
      }
      operations += maps(of: space) + signs(of: space) + members(of: space)
    }
    operations += sweeps() + attribution() + scoring() + statistics() + labelSets() + outputs()
    (memory, growth) = bytes()
  }

  private func columns(of space: Experiment.Space) -> Int {
    knownColumns[space.name] ?? resolution.columns(of: space)
  }

  // MARK: - Operations

  private var missingSweeps: [SweepPlan.Sweep] {
    let names = Set(spaces.map(\.name))
    return resolution.sweeps.sweeps.filter { plan.lacks(.sweep($0.kind)) && !plan.rescores($0.kind) }.map {
      $0.of(names)
    }
  }

  /// Returns whether some of the work needs the rows of a space, which are then built once.
  private func isNeeded(_ space: Experiment.Space) -> Bool {
    plan.lacks(.map(space: space.name)) || plan.lacks(.statistics) || missingMembers(of: space) > 0
      || resolution.plan.trials.contains { $0.space == space.name && plan.clusters($0) }
      || missingSweeps.contains { $0.lines.contains { $0.space.name == space.name } }
      || missingAttributions.contains { $0.space.name == space.name }
  }

  /// The number of times that a space is made, sweeps aside: one that depends on the seed for each seed that is clustered, for
  /// its map, and for the statistics of each method, since it is in memory under one seed at a time.
  private func makings(of space: Experiment.Space) -> Int {
    guard resolution.experiment.isStochastic(space) else { return 1 }
    let clustered = resolution.plan.trials.filter { $0.space == space.name && plan.clusters($0) }
    return Set(clustered.map(\.seed)).count + (plan.lacks(.map(space: space.name)) ? 1 : 0)
      + (plan.lacks(.statistics) ? resolution.plan.methods.count { $0.space == space.name } : 0)
  }

  /// The shape that a clusterer is given.
  func shape(rows: Int? = nil, columns: Int, of clusterer: any Clusterer) -> Shape {
    resolution.inputs.references.shape(rows: rows ?? self.rows, columns: columns, of: clusterer)
  }

  /// Zero for a clusterer of unknown cost.
  private func clustering(_ trial: TrialIdentity, columns: Int) -> Double {
    guard let clusterer = resolution.clusterer(named: trial.clusterer) else { return 0 }
    return clusterer.cost(shape(columns: columns, of: clusterer))?.operations ?? 0
  }

  private func maps(of space: Experiment.Space) -> Double {
    guard plan.lacks(.map(space: space.name)) else { return 0 }
    let mapped = min(rows, resolution.experiment.tsne.rows ?? rows)
    let columns = columns(of: space)
    let shape = Shape(rows: mapped, columns: columns)
    let method = resolution.experiment.maps.maker(resolution.experiment.tsne)
    return OperationCounts.storing + (method.mapCost(shape)?.operations ?? 0)
  }

  private func signs(of space: Experiment.Space) -> Double {
    guard plan.lacks(.signs(space: space.name)), let (name, _) = resolution.signClusterer else { return 0 }
    let trial = TrialIdentity(space: space.name, clusterer: name, seed: resolution.firstSeed)
    return resolution.operations(of: space)
      + Double(SignSensitivity.draws) * clustering(trial, columns: columns(of: space))
  }

  /// The number of methods on a space whose tables of members are missing.
  private func missingMembers(of space: Experiment.Space) -> Int {
    resolution.plan.methods.count { $0.space == space.name && plan.lacks(.members($0)) }
  }

  /// The silhouettes of the members, where they are taken, and the distances from the centers.
  private func members(of space: Experiment.Space) -> Double {
    let columns = columns(of: space)
    let silhouettes =
      MemberMeasures.hasSilhouettes(rows: rows, columns: columns)
      ? OperationCounts.silhouettes(rows: rows, columns: columns, sample: rows) : 0
    let each = silhouettes + OperationCounts.line * Double(rows) + Double(rows) * Double(columns)
    return Double(missingMembers(of: space)) * each
  }

  private func sweeps() -> Double {
    missingSweeps.reduce(0) { sum, sweep in sum + sweep.lines.reduce(0) { $0 + cost(of: sweep, on: $1) } }
  }

  private func cost(of sweep: SweepPlan.Sweep, on line: SweepPlan.Line) -> Double {
    let space = line.space
    let seeds = resolution.experiment.seeds.count
    let columns = columns(of: space)
    let isStochastic = resolution.experiment.isStochastic(space)
    let fits = sweep.settings.reduce(0.0) { sum, setting in
      guard let clusterer = sweptClusterer(sweep, at: setting) else { return sum }
      let trials = isStochastic || clusterer.isStochastic ? seeds : 1
      return sum + Double(trials) * (clusterer.cost(shape(columns: columns, of: clusterer))?.operations ?? 0)
        + refits(by: clusterer, of: sweep, columns: columns)
    }
    let sample = min(rows, Sweeper.silhouetteLimit)
    let isMeasured = sweep.isOfClusterer || resolution.inputs.truth == nil
    let silhouettes =
      isMeasured
      ? Double(sweep.settings.count * seeds)
        * OperationCounts.silhouettes(rows: sample, columns: columns, sample: sample)
      : 0
    return fits + silhouettes + building(sweep, on: line)
  }

  private func sweptClusterer(_ sweep: SweepPlan.Sweep, at setting: ParameterValue) -> (any Clusterer)? {
    guard sweep.isOfClusterer else { return resolution.clusterer(named: sweep.clusterer.name) }
    return try? sweep.clusterer(at: setting).method(classes: resolution.inputs.truth?.occupiedClasses)
  }

  /// Making the rows of a line at every setting and seed.
  private func building(_ sweep: SweepPlan.Sweep, on line: SweepPlan.Line) -> Double {
    let (space, seeds) = (line.space, resolution.experiment.seeds.count)
    switch sweep.subject {
    case .clusterer:
      // Under one seed after the other, and once more for the criteria.
      guard resolution.experiment.isStochastic(space) else { return 0 }
      return resolution.operations(of: space, times: (sweep.criteria.isEmpty ? 1 : 2) * seeds)
    // Spaces of other weights share what is expensive.
    case .weight: return resolution.operations(of: space, times: seeds)
    case .space, .weightOf:
      return sweep.settings.reduce(0) { sum, setting in
        guard let changed = try? sweep.space(at: setting) else { return sum }
        let experiment = resolution.experiment.replacing(changed)
        guard let made = experiment.space(named: space.name) else { return sum }
        return sum + Double(experiment.isStochastic(made) ? seeds : 1)
          * remaking(made, of: changed.name, in: experiment)
      }
    }
  }

  /// Making a space anew with those on its way from a changed one; the other inputs are at hand.
  private func remaking(_ space: Experiment.Space, of changed: String, in experiment: Experiment) -> Double {
    guard experiment.isMade(space, of: changed) else { return 0 }
    return space.operations(resolution.shape(of: space, in: experiment), times: 1, inputsVary: true)
      + space.inputs.reduce(0) { sum, name in
        guard !experiment.isFeatureSet(name), let input = experiment.space(named: name) else { return sum }
        return sum + remaking(input, of: changed, in: experiment)
      }
  }

  /// The refits of gap and stability under all seeds.
  private func refits(by clusterer: any Clusterer, of sweep: SweepPlan.Sweep, columns: Int) -> Double {
    let count = SweepCriteria.refits(sweep.criteria, seeds: resolution.experiment.seeds.count)
    let references = resolution.inputs.references
    guard count > 0,
      SweepCriteria.refitWork(clusterer, rows: rows, columns: columns, references) <= SweepCriteria.mostWork
    else { return 0 }
    let shape = shape(rows: min(rows, SweepCriteria.mostRows), columns: columns, of: clusterer)
    return Double(count) * (clusterer.forRefits.cost(shape)?.operations ?? 0)
  }

  /// The scores that need the rows; those of a table of counts cost next to nothing.
  private func scoring() -> Double {
    let names = resolution.scoring.names
    let silhouettes = ["silhouette", "cosine-silhouette"].count(where: names.contains)
    let validities = names.contains("dbcv") ? 1 : 0
    return resolution.plan.trials.filter { plan.scores($0) }.reduce(0.0) { sum, trial in
      let columns = spaces.first { $0.name == trial.space }.map(columns) ?? 0
      return sum
        + Double(silhouettes) * OperationCounts.silhouettes(rows: rows, columns: columns, sample: rows)
        + Double(validities) * OperationCounts.densityValidity(rows: rows, columns: columns)
    }
  }

  /// Returns the cost of the statistics: above all of the refits, each of few rows.
  private func statistics() -> Double {
    guard plan.lacks(.statistics) else { return 0 }
    let refits = resolution.clusterers.reduce(0.0) { sum, clusterer in
      let clusters = min(clusterer.clusterCount ?? 0, rows)
      let drawn = ClusterStability.drawnRows(of: rows, clusters: clusters, clusterer)
      return sum
        + spaces.reduce(0) { sum, space in
          let columns = columns(of: space)
          let shape = shape(rows: drawn, columns: columns, of: clusterer)
          guard ClusterStability.isWithinReach(clusterer, shape) else { return sum }
          return sum + (clusterer.forRefits.cost(shape)?.operations ?? 0)
        }
    }
    return Double(ClusterStability.refits) * refits + tests()
  }

  /// The cost of the intervals and tests, which grow with the square of the number of methods.
  private func tests() -> Double {
    let (plan, inputs) = (resolution.plan, resolution.inputs)
    let catalog = resolution.experiment.catalog
    let scores = resolution.scoring.names.count { (try? catalog.score(named: $0)) is any ExternalScore }
    guard inputs.truth != nil, scores > 0 else { return 0 }
    let (trials, methods) = (plan.trials.count, plan.methods.count)
    let replicates = Resampling.replicates(items: rows, trials: trials)
    return OperationCounts.resampling(items: rows, trials: trials, scores: scores, replicates: replicates)
      + OperationCounts.permutations(items: rows, trials: trials, count: ChanceLevelKappa.permutations)
      + OperationCounts.tests(
        pairs: methods * (methods - 1) / 2, scores: scores, items: rows, seeds: plan.seeds.count,
        replicates: replicates)
  }

  /// The cost of the scores against further label sets, and of the comparison of every two of them.
  private func labelSets() -> Double {
    guard plan.lacks(.truths) else { return 0 }
    let (labelSets, planned) = (resolution.inputs.truths.count, resolution.plan)
    let (trials, methods) = (2 * planned.trials.count, planned.methods.count)
    let comparison = OperationCounts.resampling(
      items: rows, trials: trials, scores: 1, replicates: Resampling.replicates(items: rows, trials: trials))
    let levels = OperationCounts.permutations(
      items: rows, trials: methods, count: ChanceLevel.permutations(items: rows, partitions: methods))
    return Double(labelSets - 1) * tests() + Double(labelSets * (labelSets - 1) / 2) * comparison
      + Double(labelSets) * levels
  }

  /// The clusters of the best method, the figures and the page.
  private func outputs() -> Double {
    guard !plan.isIdle else { return 0 }
    let figures = resolution.experiment.figures
    let widest = spaces.map(columns).max() ?? 0
    var operations = OperationCounts.figure * Double(figures.count)
    if resolution.wants("silhouette") {
      let sample = min(rows, ClusterDetails.silhouetteLimit)
      operations += OperationCounts.silhouettes(rows: rows, columns: widest, sample: sample)
    }
    if resolution.wants("maps") {
      let panels = spaces.count * (1 + resolution.experiment.clusterers.count)
      operations += OperationCounts.point * Double(rows) * Double(panels)
      if let images = resolution.inputs.images, plan.lacks(.thumbnails) {
        operations += OperationCounts.pixel * Double(images.count) * Double(32 * 32)
      }
    }
    return operations
  }

  // MARK: - Memory

  private func bytes() -> (memory: Int, growth: Int) {
    let inputs = resolution.inputs
    let features = inputs.features.values.reduce(0) { $0 + $1.matrix.columns } * rows * 4 + inputs.references.bytes
    let images = inputs.images.map { $0.count * $0.height * $0.width * 3 } ?? 0
    var fused = 0
    var workspace = 0
    for space in spaces {
      let columns = columns(of: space)
      if !space.isFeatureSet { fused += rows * columns * 4 }
      for clusterer in resolution.clusterers {
        workspace = max(workspace, clusterer.cost(shape(columns: columns, of: clusterer))?.bytes ?? 0)
      }
      if resolution.wants("maps") { workspace = max(workspace, rows * Self.bytesOfMappedRow) }
    }
    let page = resolution.wants("maps") ? Self.copiesOfPage * disk : 0
    let growth = fused + max(workspace, page)
    return (Self.bytesOfProgram + features + images + growth, growth)
  }

  /// True where the limits of the shell and of control groups leave the memory that the work takes beside the inputs.
  var fitsMemory: Bool { Memory.leftUnderLimits.map { growth <= $0 } ?? true }

  /// Throws ``RunError`` when the limits of the shell or of a control group leave less memory than the work takes,
  /// so that the process is not ended in the middle of it.
  func requireMemory() throws {
    guard !plan.isIdle, let left = Memory.leftUnderLimits else { return }
    guard Memory.holdsBuffer else { throw RunError(.noMemory(needed: growth + Memory.bytesOfBuffer, left: left)) }
    // The buffer of OpenBLAS counts as taken from here on.
    LinearAlgebra.prepare()
    guard let rest = Memory.leftUnderLimits, growth > rest else { return }
    throw RunError(.noMemory(needed: growth, left: rest))
  }

  private static let bytesOfProgram = 35_000_000
  private static let bytesOfMappedRow = 3300
  /// The number of copies of the page's data in memory while it is written.
  private static let copiesOfPage = 4
}
