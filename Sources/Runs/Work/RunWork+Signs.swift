import Clustering
import Core
import Experiments
import Results
import Scores
import Stages

extension Resolution {
  /// Returns whether the score of a space depends on arbitrary signs, and how far can be measured.
  private func isSignSensitive(_ space: Experiment.Space) -> Bool {
    // Kappa, by which it is measured, needs two classes.
    inputs.truth?.occupiedClasses ?? 0 > 1 && signClusterer != nil && space.signDependentFusion != nil
  }

  /// Returns whether it is to be measured, which takes as long as all of its k-means trials and more.
  func measuresSigns(of space: Experiment.Space) -> Bool { wants("signs") && isSignSensitive(space) }

  /// The note on a space of which it is not; none where the spread over seeds counts it.
  func unmeasuredSigns(of space: Experiment.Space) -> Notice? {
    let isCounted = experiment.isStochastic(space) && experiment.seeds.count > 1
    return isSignSensitive(space) && !wants("signs") && !isCounted ? SignSensitivity.unmeasured(space.name) : nil
  }

  /// The clusterer that the signs are measured with: the first that is told its number of clusters.
  var signClusterer: (name: String, clusterer: any Clusterer)? {
    zip(experiment.clusterers, clusterers).first { $0.1 is any FixedCountClusterer }.map { ($0.0.name, $0.1) }
  }

  func signFingerprint(of space: String) throws -> String? {
    try signClusterer.map { try fingerprints.signs(of: space, clusterer: $0.name, seed: firstSeed) }
  }
}

extension Experiment.Space {
  /// The only method, where it is a fusion that depends on the signs of components.
  fileprivate var signDependentFusion: (any SignDependentFusion)? {
    guard steps.count == 1, let fusion = steps[0] as? any SignDependentFusion, fusion.dependsOnSigns else { return nil }
    return fusion
  }
}

extension RunWork {
  /// Measures how far the first k-means trial of a PCA average depends on the signs, where that makes sense.
  func measureSigns(of space: Experiment.Space) throws {
    guard !plan.unmade.contains(space.name) else { return }
    spaceNotices += [resolution.unmeasuredSigns(of: space)].compactMap(\.self)
    guard resolution.measuresSigns(of: space), let fusion = space.signDependentFusion, let truth = inputs.truth,
      let (name, clusterer) = resolution.signClusterer,
      let fingerprint = try resolution.signFingerprint(of: space.name),
      let trial = trials.first(where: {
        $0.identity == TrialIdentity(space: space.name, clusterer: name, seed: resolution.firstSeed)
      })
    else { return }
    let score = CohenKappa(matching: .majority)
    let sensitivity = SignSensitivity(
      clusterer: clusterer, score: score, truth: truth, seed: Seed(resolution.firstSeed),
      references: inputs.references)
    let draws = try draws(of: space.name, fingerprint) { progress in
      let builder = try spaces.builder(of: space, seed: resolution.firstSeed)
      return try sensitivity.cluster(fusion, parts: builder.inputs, shared: builder.shared[0], progress: progress)
    }
    let published = try score.score(resolution.partition(of: trial, in: folder), truth: truth)
    guard var spread = try sensitivity.spread(of: draws, published: published) else { return }
    spread.clusterer = name
    signs[space.name] = spread.json
    spaceNotices += [SignSensitivity.notice(space.name, spread)].compactMap(\.self)
  }

  /// The labels of each draw: those that are stored, or else new ones.
  private func draws(
    of space: String, _ fingerprint: String, making make: ((Int) -> Void) throws -> [[Int32]]
  ) throws -> [[Int32]] {
    if !plan.lacks(.signs(space: space)), let stored = try folder.signs(of: space, fingerprint: fingerprint) {
      return stored.labels
    }
    report(.working(on: "sign sensitivity of \(space)"))
    let (start, draws) = (meter, Double(SignSensitivity.draws))
    let labels = try make { done in start.tell(partOf: draws, Double(done) / draws) }
    try store.begin()
    try folder.write(
      SignRecord(seed: resolution.firstSeed, draws: labels.count, fingerprint: fingerprint), labels: labels, of: space)
    meter.advance(draws * WorkMeter.draw)
    return labels
  }
}
