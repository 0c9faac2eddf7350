import Experiments
import Results
import Scores
import Stages

/// A method of a run with one of its scores, to which rules are applied.
package struct Subject: Sendable {
  /// The experiment of this method alone: one clustered space, one clusterer.
  package let experiment: Experiment
  package let score: any Score
  /// The number of items of the run.
  package let items: Int
  /// The feature sets of which single precision does not hold all digits.
  package let farSets: Set<String>

  package init(_ experiment: Experiment, score: any Score, items: Int, farSets: Set<String> = []) {
    self.experiment = experiment
    self.score = score
    self.items = items
    self.farSets = farSets
  }

  /// The clustered space.
  var space: Experiment.Space { experiment.clusteredSpaces[0] }
  /// The only clusterer that is asked about.
  var clusterer: Experiment.NamedClusterer { experiment.clusterers[0] }
  /// True where single precision does not hold all digits of the features.
  var losesDigits: Bool { !farSets.isDisjoint(with: experiment.featureSets(of: space)) }
  /// True where the clusters can be found again from the features.
  var canRefit: Bool { !clusterer.method.isGiven && experiment.clusterers.count == 1 }
}

extension Experiment {
  /// The experiment of one method: its space with those that it is made of, its clusterer with one that it combines, its
  /// scores, and nothing that is drawn or swept.
  ///
  /// All feature sets stay, since they settle which items there are.
  package func asking(about method: RunPlan.Method, scores: [String]) -> Experiment {
    var copy = self
    let needed = names(below: method.space)
    copy.spaces = spaces.filter { needed.contains($0.name) }
    for index in copy.spaces.indices { copy.spaces[index].isClustered = copy.spaces[index].name == method.space }
    let own = clusterers.filter { $0.name == method.clusterer }
    let combined = own.compactMap { ($0.method as? any PartitionCombiner)?.combined }
    copy.clusterers = (own + clusterers.filter { combined.contains($0.name) && $0.name != method.clusterer }).map {
      NamedClusterer($0.method, name: $0.name)
    }
    copy.scores = scores
    (copy.figures, copy.sweeps, copy.words, copy.models) = ([], Sweeps(), nil, .none)
    return copy
  }

  /// The names of a space and of those that it is made of.
  private func names(below space: String) -> Set<String> {
    guard let own = self.space(named: space), !own.isFeatureSet else { return [space] }
    return own.inputs.filter { !isFeatureSet($0) }.reduce(into: [space]) { $0.formUnion(names(below: $1)) }
  }

  /// The only method.
  var method: RunPlan.Method { RunPlan.Method(clusterer: clusterers[0].name, space: clusteredSpaces[0].name) }
}

// MARK: - Edits

extension Subject {
  /// The experiment with a parameter of the clusterer at another value; nil where the method has no such parameter, has the
  /// value already, or does not take it.
  func setting(_ parameter: String, to value: ParameterValue) -> Experiment? {
    var method: any Clusterer = clusterer.method
    guard canRefit, let own = method.settings[parameter], own != value, (try? method.set(parameter, to: value)) != nil,
      (try? method.checkCombination()) != nil
    else { return nil }
    return clustering(by: method)
  }

  /// The experiment with another clusterer under the same name.
  func clustering(by method: any Clusterer) -> Experiment {
    var edited = experiment
    edited.clusterers[0].method = method
    return edited
  }

  /// The experiment with another space in place of the clustered one.
  func clustering(_ space: Experiment.Space) -> Experiment {
    var edited = experiment
    edited.spaces = experiment.spaces.filter { $0.name != self.space.name } + [space]
    return edited
  }

  /// The experiment with a parameter of the space's only step that has it at another value; nil as of ``setting(_:to:)``.
  func settingSpace(_ parameter: String, to value: ParameterValue) -> Experiment? {
    guard canRefit, let step = space.step(with: parameter), space.steps[step].settings[parameter] != value,
      let changed = try? space.setting(parameter, to: value)
    else { return nil }
    return clustering(changed)
  }

  /// The experiment in which a method precedes all others: each feature set of the space is brought through it.
  func preceding(_ maker: any SpaceMaker) -> Experiment? {
    guard canRefit else { return nil }
    var edited = experiment
    guard !space.isFeatureSet else {
      return clustering(Experiment.Space(maker, of: space.inputs, name: "\(space.name) (\(maker.kind))"))
    }
    let sets = experiment.featureSets(of: space)
    func name(_ set: String) -> String { "\(set) (\(maker.kind))" }
    for index in edited.spaces.indices {
      edited.spaces[index].inputs = edited.spaces[index].inputs.map { sets.contains($0) ? name($0) : $0 }
    }
    edited.spaces = sets.map { Experiment.Space(maker, of: [$0], name: name($0), isClustered: false) } + edited.spaces
    return edited
  }

  /// The experiment in which a method follows all others of the space; nil for a feature set as it is, which
  /// ``preceding(_:)`` is for.
  func following(_ maker: any SpaceMaker) -> Experiment? {
    guard canRefit, !space.isFeatureSet else { return nil }
    var changed = (try? space.setting("normalize", to: .text("none"))) ?? space
    guard changed.steps.last?.kind != maker.kind else { return nil }
    changed.steps.append(maker)
    return clustering(changed)
  }
}
