import Clustering
import Core
import Experiments
import Features
import Reduction
import Results
import Stages
import Statistics

/// The fingerprints of the artifacts of a run, each of all that the artifact depends on and of nothing else.
///
/// The features count by their numbers as they are clustered, so that neither the name nor the form of their file
/// matters, and every option of its import does.
struct Fingerprints {
  /// The items that are clustered, and the number of all items.
  private let items: String
  /// By space.
  private let spaces: [String: String]
  /// By clusterer.
  private let clusterers: [String: String]
  /// The fingerprint of all that scores of given labels depend on.
  let scores: String
  /// The label sets that the scores are taken against, where there are several, with their names.
  private let truths: JSONValue
  /// The fingerprint of label sets, samples and captions.
  let dataset: String
  private let images: String
  /// The fingerprint of all that tables tell of the items: label sets, ids and captions.
  private let descriptions: String
  private let maps: JSONValue
  /// The fingerprint of the options of the words of clusters with the captions; empty where there are none.
  private let words: String
  /// The names that files give to the clusters of a clusterer.
  private let clusterNames: [String: [String]]
  /// The clusterers whose parameters count rows.
  private let counting: Set<String>
  /// The spaces that are made once a seed.
  private let stochastic: Set<String>
  private let firstSeed: UInt64?
  private let references: References
  /// The references that each space reads, itself or by those that it is made of, and whether their rows have names.
  private let namingSpaces: [String: [JSONValue]]

  init(
    _ experiment: Experiment, _ inputs: Inputs, files: [InputFile], scoring: Scoring, clusterers: [any Clusterer]
  ) throws {
    items = try Fingerprint.of([
      .integer(inputs.itemCount), .string(try Digest.digits(of: inputs.items.map { Int32(clamping: $0) })),
    ])
    spaces = try Self.spaces(experiment, inputs)
    stochastic = Set(experiment.spaces.filter(experiment.isStochastic).map(\.name))
    firstSeed = experiment.seeds.first
    references = inputs.references
    namingSpaces = Dictionary(experiment.spaces.map { ($0.name, Self.naming(experiment.namingSpaces(of: $0), inputs)) })
    {
      first, _ in first
    }
    counting = Set(zip(experiment.clusterers, clusterers).filter { $1.countsRows }.map { $0.0.name })
    self.clusterers = try Self.clusterers(experiment, clusterers, references)
    images = try Self.images(experiment, files, items: items, order: inputs.imagesAreReordered ? inputs.ids : nil)
    scores = try Fingerprint.of(
      .array(
        [.array(scoring.names.map(JSONValue.string)), try inputs.truth.map(Self.truth) ?? .null]
          + (experiment.noise == .cluster ? [] : [.string(experiment.noise.rawValue)])
          // The nearest item was by the Euclidean distance in former runs.
          + (experiment.noise == .nearest && clusterers.contains(where: \.isCosine) ? [.string("cosine")] : [])
          // Kappa of one class, which is undefined, was 1 in former runs.
          + (inputs.truth?.occupiedClasses == 1 ? [.string("undefined kappa")] : [])))
    descriptions = try Self.descriptions(inputs, items: items)
    truths = .array(try inputs.truths.map { [.string($0.name), try Self.truth($0)] })
    dataset = try Self.dataset(experiment, inputs, items: items, images: images)
    maps = try Self.maps(experiment)
    clusterNames = inputs.given.compactMapValues(\.clusterNames)
    words =
      try experiment.words.map { words in
        try Fingerprint.of([words.json, .array((inputs.captions ?? []).map(JSONValue.string))])
      } ?? ""
  }

  /// Returns the fingerprint of a space's numbers.
  func space(_ name: String) -> String { spaces[name] ?? "" }

  /// Returns the fingerprint of a trial's labels.
  func fit(_ trial: TrialIdentity) throws -> String {
    var parts: [JSONValue] = [
      .string(items), .string(space(trial.space)), .string(clusterers[trial.clusterer] ?? ""),
      .string(String(trial.seed)),
    ]
    // The first seed of a run may keep a convention where others draw.
    if stochastic.contains(trial.space) { parts.append(.boolean(trial.seed == firstSeed)) }
    return try Fingerprint.of(.array(parts))
  }

  /// Returns the fingerprint of a space's transform under a seed; nil for one that is made once.
  func transform(of space: String, seed: UInt64?) throws -> String {
    var parts: [JSONValue] = [.string(items), .string(self.space(space)), seed.map { .string(String($0)) } ?? .null]
    if let seed { parts.append(.boolean(seed == firstSeed)) }
    return try Fingerprint.of(.array(parts))
  }

  func map(of space: String, seed: UInt64) throws -> String {
    try Fingerprint.of([.string(items), .string(self.space(space)), maps, .string(String(seed))])
  }

  /// Returns the fingerprint of the weights of a space's parts, under the first seed where it is made once a seed.
  func partWeights(of space: String) throws -> String {
    let seed = stochastic.contains(space) ? firstSeed : nil
    return try Fingerprint.of([
      .string(items), .string(self.space(space)), seed.map { .string(String($0)) } ?? .null, "part weights",
    ])
  }

  func signs(of space: String, clusterer: String, seed: UInt64) throws -> String {
    try Fingerprint.of([
      .string(items), .string(self.space(space)), .string(clusterers[clusterer] ?? ""), .string(String(seed)),
      .integer(SignSensitivity.draws),
    ])
  }

  func thumbnails() throws -> String {
    try Fingerprint.of([.string(images), .integer(Inputs.thumbnailLimit)])
  }

  func silhouettes(of trial: TrialIdentity) throws -> String {
    try Fingerprint.of([try named(trial), .integer(ClusterDetails.silhouetteLimit)])
  }

  func cards(of trial: TrialIdentity) throws -> String {
    try Fingerprint.of([
      try named(trial), .string(images), .integer(ClusterDetails.nearest), .integer(ClusterDetails.farthest),
      .integer(ClusterDetails.mostCards), .integer(ClusterDetails.longestSide),
    ])
  }

  func clusterWords(of trial: TrialIdentity) throws -> String {
    try Fingerprint.of([try named(trial), .string(words)])
  }

  /// Returns the fingerprint of a sweep's labels, and of all that is computed of them but the scores against classes.
  ///
  /// - Parameters:
  ///   - isScored: true where there are such scores; else the sweep has the silhouette.
  ///   - own: the first score of the run where it needs no labels and is not the silhouette.
  func sweepFit(_ sweep: SweepPlan.Sweep, seeds: [UInt64], isScored: Bool, own: String?) throws -> String {
    try self.sweep(
      sweep, seeds: seeds,
      scores: own.map { .array([.boolean(isScored), .string($0)]) } ?? .boolean(isScored))
  }

  /// Returns the fingerprint of a sweep's scores; the settings are those of the plan.
  func sweep(_ sweep: SweepPlan.Sweep, seeds: [UInt64]) throws -> String {
    try self.sweep(sweep, seeds: seeds, scores: .string(scores))
  }

  private func sweep(_ sweep: SweepPlan.Sweep, seeds: [UInt64], scores: JSONValue) throws -> String {
    let stages = try sweep.settings.flatMap { setting -> [any Stage] in
      try [sweep.clusterer(at: setting).method] + (sweep.space(at: setting)?.steps ?? [])
    }
    let parts: [JSONValue] = [
      .string(items), .string(sweep.kind.rawValue), .string(sweep.clusterer.name),
      .string(clusterers[sweep.clusterer.name] ?? ""), .array(seeds.map { .string(String($0)) }),
      .array(sweep.settings.map(JSONValue.init)), scores, .integer(Sweeper.silhouetteLimit),
      .array(
        sweep.lines.map { line in
          [
            .string(line.space.name), .string(space(line.space.name)),
            sweep.part(of: line).map(JSONValue.string) ?? .null,
          ]
        }),
    ]
    return try Fingerprint.of(
      .array(parts + Self.criteria(of: sweep) + [references.digests(readBy: stages)].compactMap(\.self)))
  }

  /// The criteria of a sweep; without them the fingerprint is that of before there were criteria in it.
  private static func criteria(of sweep: SweepPlan.Sweep) -> [JSONValue] {
    guard !sweep.criteria.isEmpty else { return [] }
    return [
      .array(sweep.criteria.map { .string($0.rawValue) }), .integer(SweepCriteria.mostRows),
      .integer(SweepCriteria.references), .number(SweepCriteria.mostWork), .integer(SweepCriteria.revision),
    ]
  }

  /// Returns the fingerprint of the statistics of all trials.
  func statistics(of plan: RunPlan) throws -> String {
    let parts: [JSONValue] = [
      .string(scores), .array(try plan.trials.map(named)), .integer(ClusterStability.refits),
      .integer(ClusterStability.mostRows), .integer(ClusterStability.mostIterations),
      .integer(ClusterStability.mostWork), .integer(ChanceLevelKappa.permutations), .integer(StableCores.mostMovers),
    ]
    return try Fingerprint.of(.array(parts + draws(of: plan.trials.map(\.clusterer))))
  }

  /// Returns the fingerprint of the tables of a method's clusters and members: the scores choose the trial that they list.
  func members(of method: RunPlan.Method, in plan: RunPlan) throws -> String {
    let parts: [JSONValue] = [
      .string(scores), .string(descriptions), .string(words),
      .array(try plan.trials.filter { $0.method == method }.map(named)),
      .integer(MemberTables.nearest), .number(MemberMeasures.mostWork), .integer(ClusterStability.refits),
      .integer(ClusterStability.mostRows), .integer(ClusterStability.mostIterations),
      .integer(ClusterStability.mostWork),
    ]
    // Without names and references it is that of before there were any in it.
    let names = clusterNames[method.clusterer].map { [JSONValue.array($0.map(JSONValue.string))] } ?? []
    return try Fingerprint.of(.array(parts + draws(of: [method.clusterer]) + names + retrieved(of: method.space)))
  }

  private static func naming(_ spaces: [Experiment.NamingSpace], _ inputs: Inputs) -> [JSONValue] {
    spaces.map { [.string($0.space), .string($0.reference), .boolean(inputs.references.hasNames($0.reference))] }
  }

  /// What the names of a space's references depend on beside the space; nothing for a space that reads none.
  private func retrieved(of space: String) -> [JSONValue] {
    guard let naming = namingSpaces[space], !naming.isEmpty else { return [] }
    return [
      ["retrieved": .array(naming), "most": .integer(RetrievedNames.most), "least": .number(RetrievedNames.least)]
    ]
  }

  /// Returns the limit of the draws of all rows, where a method takes them; without one the fingerprint is that of before there
  /// were any.
  private func draws(of clusterers: [String]) -> [JSONValue] {
    counting.isDisjoint(with: clusterers) ? [] : [.integer(ClusterStability.mostWorkOnAllRows)]
  }

  /// Returns the fingerprint of an attribution: the trials of the fused spaces, and the spaces of their coalitions.
  func attribution(_ attribution: AttributionPlan, of plan: RunPlan) throws -> String {
    let lines = try attribution.lines.map { line -> JSONValue in
      let trials = plan.trials.filter { $0.space == line.space.name && line.clusterers.contains($0.clusterer) }
      return [
        .string(line.space.name), .array(line.space.inputs.map(JSONValue.string)), .array(try trials.map(named)),
        .array(line.coalitions.map { [.integer($0.mask), .string($0.form.rawValue)] }),
      ]
    }
    return try Fingerprint.of([.string(scores), .string(descriptions), .array(lines)])
  }

  /// Returns the fingerprint of the scores of all trials against several label sets.
  func truths(of plan: RunPlan) throws -> String {
    try Fingerprint.of([.string(try statistics(of: plan)), truths])
  }

  /// A trial's labels with the names under which they are stored.
  private func named(_ trial: TrialIdentity) throws -> JSONValue {
    [.string(trial.space), .string(trial.clusterer), .string(try fit(trial))]
  }
}

// MARK: - What they are made of

extension Fingerprints {
  private static func spaces(_ experiment: Experiment, _ inputs: Inputs) throws -> [String: String] {
    let used = Set(experiment.spaces.flatMap(experiment.featureSets))
    let (references, allInputs) = (inputs.references, inputs)
    let features = try inputs.features.filter { used.contains($0.key) }.mapValues { try Digest.digits(of: $0.matrix) }
    var spaces: [String: String] = [:]
    func fingerprint(of space: Experiment.Space) throws -> String {
      if let known = spaces[space.name] { return known }
      let inputs = try space.inputs.map { name -> JSONValue in
        if experiment.isFeatureSet(name) { return features[name].map(JSONValue.string) ?? .null }
        return try experiment.space(named: name).map { .string(try fingerprint(of: $0)) } ?? .null
      }
      let fitRows = try (allInputs.fitRows(of: space) ?? []).map { JSONValue.string(try Digest.digits(of: $0)) }
      let provenance = try space.steps.map { try $0.provenance() }.filter { !$0.isEmpty }
      // Those of feature sets alone keep the fingerprints of before depths counted.
      let depth = space.steps.contains { $0.isStochastic } ? experiment.depth(of: space.name) : 0
      let made = try Fingerprint.of(
        .array(
          [space.json.removing(["name", "of", "cluster", "fit-on"]), .array(inputs)]
            + (depth > 0 ? [.integer(depth)] : [])
            + provenance.map { .object($0.mapValues(JSONValue.string)) }
            + [references.digests(readBy: space.steps)].compactMap(\.self)
            + (fitRows.isEmpty ? [] : [.array(fitRows)])))
      spaces[space.name] = made
      return made
    }
    for space in experiment.spaces { _ = try fingerprint(of: space) }
    // Feature sets that are no spaces of their own, for their scalings.
    for (name, digest) in features where spaces[name] == nil { spaces[name] = digest }
    return spaces
  }

  /// The settings of the maps; those of the standard method without its name, as before there were others.
  private static func maps(_ experiment: Experiment) throws -> JSONValue {
    let rows = experiment.tsne.rows.map(JSONValue.integer) ?? .null
    guard experiment.maps == Experiment.Maps() else {
      return try JSONValue(encoding: [
        "method": JSONValue.string(experiment.maps.method.name), "rows": rows,
        "components": .integer(MapComponents.count),
      ])
    }
    return try JSONValue(encoding: [
      "perplexity": JSONValue.number(experiment.tsne.perplexity), "iterations": .integer(experiment.tsne.iterations),
      "rows": rows, "components": .integer(MapComponents.count),
    ])
  }

  private static func clusterers(
    _ experiment: Experiment, _ clusterers: [any Clusterer], _ references: References
  ) throws -> [String: String] {
    var fingerprints: [String: String] = [:]
    for (options, clusterer) in zip(experiment.clusterers, clusterers) {
      let provenance = try clusterer.provenance()
      // The clusters of a file count, and not its name or form.
      let read = clusterer.isGiven ? Set(type(of: clusterer).declarations.map(\.name)) : []
      var parts: [JSONValue] = [options.json.removing(read.union(["name", "on", "k"]))]
      if let clusters = clusterer.clusterCount { parts.append(.integer(clusters)) }
      if !provenance.isEmpty { parts.append(.object(provenance.mapValues(JSONValue.string))) }
      if let digests = references.digests(readBy: [clusterer]) { parts.append(digests) }
      fingerprints[options.name] = try Fingerprint.of(.array(parts))
    }
    return try combined(fingerprints, experiment)
  }

  /// Returns the fingerprints with what the methods that combine partitions depend on: the other clusterer and the seeds.
  private static func combined(
    _ fingerprints: [String: String], _ experiment: Experiment
  ) throws -> [String: String] {
    var combined = fingerprints
    for named in experiment.clusterers {
      guard let other = (named.method as? any PartitionCombiner)?.combined else { continue }
      combined[named.name] = try Fingerprint.of([
        .string(fingerprints[named.name] ?? ""), .string(fingerprints[other] ?? ""),
        .array(experiment.seeds.map { .string(String($0)) }),
      ])
    }
    return combined
  }

  /// The classes by their numbers; their names do not change a score.
  private static func truth(_ truth: LabelSet) throws -> JSONValue {
    [.integer(truth.classes.count), .string(try Digest.digits(of: truth.values))]
  }

  /// The images by the files they come from, and by the order of the items where it is another one.
  private static func images(
    _ experiment: Experiment, _ files: [InputFile], items: String, order: [String]?
  ) throws -> String {
    let (paths, size): ([String], Int?) =
      switch experiment.dataset.images {
      case .set(_, let paths, _, _): (paths, nil)
      case .folder(let path, let size, _): ([path], size)
      case nil: ([], nil)
      }
    let contents = paths.map { path in
      files.first { $0.path == path }.map { JSONValue.string($0.sha256) } ?? .null
    }
    let rows: [JSONValue] = experiment.rows.map { [.integer($0.lowerBound), .integer($0.upperBound)] } ?? []
    return try Fingerprint.of(
      .array([.string(items), .array(contents), size.map(JSONValue.integer) ?? .null] + rows + ids(order)))
  }

  private static func labelSets(_ inputs: Inputs) throws -> [JSONValue] {
    try inputs.labelSets.map { labelSet in
      [
        .string(labelSet.name), .array(labelSet.classes.map(JSONValue.string)),
        .string(try Digest.digits(of: labelSet.values)),
      ]
    }
  }

  private static func descriptions(_ inputs: Inputs, items: String) throws -> String {
    let texts = [inputs.ids, inputs.captions].map { texts -> JSONValue in
      texts.map { .array($0.map(JSONValue.string)) } ?? .null
    }
    return try Fingerprint.of(
      .array(
        [.string(items), .array(try labelSets(inputs)), inputs.truth.map { .string($0.name) } ?? .null] + texts))
  }

  private static func dataset(
    _ experiment: Experiment, _ inputs: Inputs, items: String, images: String
  ) throws -> String {
    let labelSets = try labelSets(inputs)
    let keepsCaptions = ["maps", "cards"].contains(where: experiment.figures.contains)
    let captions = keepsCaptions ? inputs.captions.map { JSONValue.array($0.map(JSONValue.string)) } : nil
    let parts: [JSONValue] = [
      .string(items), .array(labelSets), inputs.truth.map { .string($0.name) } ?? .null, captions ?? .null,
      .string(inputs.truth == nil ? "" : images),
    ]
    return try Fingerprint.of(.array(parts + ids(inputs.ids)))
  }

  /// The ids where there are any; without them the fingerprint is that of before there were ids in it.
  private static func ids(_ ids: [String]?) -> [JSONValue] { ids.map { [.array($0.map(JSONValue.string))] } ?? [] }
}

extension JSONValue {
  /// The options of a space or a clusterer, without the names in them.
  fileprivate func removing(_ keys: Set<String>) -> JSONValue {
    guard case .object(let kinds) = self else { return "feature" }
    return .object(
      kinds.mapValues { options in
        guard case .object(let members) = options else { return options }
        return .object(members.filter { !keys.contains($0.key) })
      })
  }
}
