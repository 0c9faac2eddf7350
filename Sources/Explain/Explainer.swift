import Clustering
import Core
import Experiments
import Features
import Foundation
import Gate
import Matrices
import Results
import Runs
import Scores

/// Finds the rules that move the numbers of a run toward those of another program.
///
/// Scores are taken again from the stored labels; methods are fitted again by edited experiments. Nothing in the run changes.
package struct Explainer {
  private let run: StoredRun
  /// The experiment of the run with its inputs, and the other program's clusters where they are compared.
  private let base: Refit
  private let experiment: Experiment
  private let truth: LabelSet?

  /// Reads the inputs of a run again.
  ///
  /// - Parameters:
  ///   - folder: the folder from which the run's paths are meant.
  ///   - labels: the file of the other program's clusters; nil for a table.
  /// - Throws: ``ExplainError`` where an input is not there or was changed, and the importers' errors.
  package init(_ run: StoredRun, inputsFrom folder: String = ".", labels: FileSpecification? = nil) throws {
    var experiment = try run.experiment()
    experiment.folder = folder
    let inputs = run.record.inputs
    let missing = inputs.map(\.path).filter { !FileManager.default.fileExists(atPath: experiment.resolve($0)) }
    guard missing.isEmpty else {
      throw ExplainError(.noInputs(run: run.folder.path, folder: folder, missing: missing, of: inputs.count))
    }
    (experiment.figures, experiment.sweeps, experiment.words) = ([], Experiment.Sweeps(), nil)
    var read = experiment
    if let labels { read.clusterers.append(labels.clusters(on: experiment.clusteredSpaces.first?.name)) }
    base = try Refit(read)
    for file in base.files {
      guard let known = inputs.first(where: { $0.path == file.path }), known.sha256 != file.sha256 else { continue }
      throw ExplainError(.changedInput(run: run.folder.path, path: file.path, found: file.sha256, known: known.sha256))
    }
    self.run = run
    self.experiment = experiment
    truth = try run.truth
  }

  /// The notes on how the inputs were read and matched that the run has not.
  package var notices: [Notice] { base.inputs.notices.filter { !run.record.notices.contains($0) } }

  /// Explains the numbers of a published table.
  ///
  /// - Parameters:
  ///   - method: the only method to explain; nil for all that both have.
  ///   - scores: the scores to explain; nil for all that both have.
  ///   - progress: called with each fit.
  /// - Throws: `BaselineError` where the table has no method or score of the run, and the errors of methods.
  package func explanation(
    against baseline: Baseline, method: String? = nil, scores: [String]? = nil, progress: (String) -> Void = { _ in }
  ) throws -> Explanation {
    let cells = try questions(of: baseline, method: method, scores: scores).flatMap { method, questions in
      try self.cells(of: method, questions, progress)
    }
    return Explanation(run: run.record.name, folder: run.folder.path, against: baseline.name, cells: cells)
  }

  /// Explains the difference from the clusters of another program, whose file the explainer was made with.
  ///
  /// - Parameter name: the file, as reports name it.
  /// - Throws: ``ExplainError`` where the method is not clear, and the errors of methods.
  package func explanation(
    againstLabels name: String, method: String? = nil, scores: [String]? = nil, progress: (String) -> Void = { _ in }
  ) throws -> Explanation {
    let method = try self.method(named: method)
    let other = try otherClusters()
    let measure = Measure.agreement(other.asLabels(named: name))
    let cells = try self.cells(of: method, [Question(measure: measure, target: 1)], progress)
    return Explanation(
      run: run.record.name, folder: run.folder.path, against: name,
      scores: try labelScores(of: other, beside: method, scores: scores), cells: cells)
  }

  /// A number with that of the other program.
  struct Question {
    let measure: Measure
    let target: Double
    /// The number of seeds of which the target is the mean.
    var seeds = 1
  }

  // MARK: - What is asked

  /// The methods that a table and the run have, each with its scores.
  func questions(
    of baseline: Baseline, method: String?, scores: [String]?
  ) throws -> [(method: RunPlan.Method, questions: [Question])] {
    let asked = try method.map { [try self.method(named: $0)] } ?? run.methods
    let places = asked.filter { !run.trials(of: $0).isEmpty }
    let shared = baseline.cells.filter { cell in
      places.contains { $0.clusterer == cell.clusterer && $0.space == cell.space }
    }
    guard !shared.isEmpty else {
      throw BaselineError(
        .nothingInCommon(
          baseline: baseline.name, run: places.map(\.text),
          recorded: baseline.cells.map { "\($0.clusterer) on \($0.space)" }))
    }
    let known = (run.plan.scores + (truth == nil ? [] : ExternalScores.all.map(\.name))).uniqued
    let wanted = scores ?? known
    let found = shared.map { cell in
      let names = wanted.filter { known.contains($0) && cell.scores[$0] != nil }
      return (cell, names)
    }
    guard found.contains(where: { !$0.1.isEmpty }) else {
      throw BaselineError(
        .noScore(
          baseline: baseline.name, score: scores?.first ?? baseline.scores.first ?? "no score", run: run.plan.scores,
          recorded: baseline.scores))
    }
    return try found.filter { !$0.1.isEmpty }.map { cell, names in
      (
        RunPlan.Method(clusterer: cell.clusterer, space: cell.space),
        try names.compactMap { name in
          let score = try experiment.catalog.score(named: name)
          return cell.scores[name].map { Question(measure: .score(score), target: $0.mean, seeds: $0.seeds ?? 1) }
        }
      )
    }
  }

  /// The method that is asked about: the named one, or the only one.
  private func method(named name: String?) throws -> RunPlan.Method {
    guard let name else {
      guard run.methods.count == 1 else { throw ExplainError(.methodNeeded(known: run.methods.map(\.option))) }
      return run.methods[0]
    }
    guard let method = run.method(named: name) else {
      throw ExplainError(.unknownMethod(name, known: run.methods.map(\.option)))
    }
    return method
  }

  // MARK: - Answers

  /// The trials of the run as it is.
  private func ownTrials(of method: RunPlan.Method, _ questions: [Question]) throws -> [Refit.Trial] {
    try run.trials(of: method).map { trial in
      let partition = try run.comparedPartition(of: trial)
      var scores = trial.scores
      for question in questions {
        guard let score = question.measure.score as? any ExternalScore, let truth else { continue }
        scores[score.name] = try score.defined(partition, truth: truth)
      }
      return Refit.Trial(seed: trial.seed, partition: partition, scores: scores)
    }
  }

  /// The outcome of a refit: its trials, or the reason why there are none.
  private typealias Outcome = (trials: [Refit.Trial], failure: String?)

  private func cells(
    of method: RunPlan.Method, _ questions: [Question], _ progress: (String) -> Void
  ) throws -> [Explanation.Cell] {
    let own = try ownTrials(of: method, questions)
    let asked = asking(about: method, questions)
    var refits: [String: Outcome] = [:]
    return try questions.compactMap { question -> Explanation.Cell? in
      guard let spread = Explanation.Spread(try own.map(question.measure.value)) else { return nil }
      var rows: [Explanation.Row] = []
      var notApplied: [String] = []
      for rule in Rule.all {
        guard let change = rule.change(of: subject(asked, question.measure.score)),
          let outcome = try outcome(of: change, rule, question, own, &refits, progress)
        else {
          notApplied.append(rule.name)
          continue
        }
        rows.append(
          Explanation.Row(
            rule.name, rule.sentence, isRefit: outcome.isRefit, values: outcome.values, target: question.target,
            failure: outcome.failure))
      }
      return Explanation.Cell(
        method: method, score: question.measure.name, target: question.target, seeds: question.seeds, own: spread,
        distance: abs(spread.mean - question.target), reaches: spread.reaches(question.target),
        rows: Explanation.Cell.ordered(rows, target: question.target, seeds: question.seeds), notApplied: notApplied)
    }
  }

  private func subject(_ experiment: Experiment, _ score: any Score) -> Subject {
    let far = base.inputs.features.filter { !$0.value.matrix.isPlain }
    return Subject(experiment, score: score, items: run.itemCount, farSets: Set(far.keys))
  }

  /// The experiment of a method with the scores that are asked about.
  private func asking(about method: RunPlan.Method, _ questions: [Question]) -> Experiment {
    experiment.asking(about: method, scores: questions.map(\.measure.score.name))
  }

  /// The values of a question under a change, with the reason where there are none; nil for a change of scores where the
  /// question is about clusters.
  private func outcome(
    of change: Rule.Change, _ rule: Rule, _ question: Question, _ own: [Refit.Trial], _ refits: inout [String: Outcome],
    _ progress: (String) -> Void
  ) throws -> (values: [Double], isRefit: Bool, failure: String?)? {
    switch change {
    case .experiment(let edited):
      let found = try refits[rule.name] ?? refit(edited, "\(rule.name) of \(edited.method.text)", progress)
      refits[rule.name] = found
      return (try found.trials.map(question.measure.value), true, found.failure)
    case .score, .items:
      guard case .score(let score) = question.measure, let score = score as? any ExternalScore, let truth else {
        return nil
      }
      let found = try rescored(own.map(\.partition), score, truth, change)
      return (found.values, false, found.failure)
    }
  }

  /// The values of a score of partitions under a change that finds no other clusters, or the reason why there are none.
  private func rescored(
    _ partitions: [Partition], _ score: any ExternalScore, _ truth: LabelSet, _ change: Rule.Change
  ) throws -> (values: [Double], failure: String?) {
    do {
      switch change {
      case .score(let other): return (try partitions.map { try other.defined($0, truth: truth) }, nil)
      case .items(let draws):
        let parts = try draws()
        return (
          try partitions.flatMap { partition in
            try parts.map { try score.defined(partition, truth: truth, on: $0) }
          }, nil
        )
      case .experiment: return ([], nil)
      }
    } catch let error as any ExplainedError {
      return ([], "\(error.failure): \(error.cause)")
    }
  }

  /// Fits an edited experiment; a method that its rows or settings do not allow is a gap with its reason.
  private func refit(_ edited: Experiment, _ name: String, _ progress: (String) -> Void) throws -> Outcome {
    do {
      return (try base.editing(edited).trials(of: edited.method) { progress("\(name), seed \($0)") }, nil)
    } catch let error as any ExplainedError {
      return ([], "\(error.failure): \(error.cause)")
    }
  }
}

// MARK: - Clusters of another program

extension Explainer {
  /// The clusters of the other program for all items of the run.
  private func otherClusters() throws -> Partition {
    let inputs = base.inputs
    let found = inputs.given[FileSpecification.other]?.partition ?? Partition(labels: [], clusters: 0)
    return Partition(
      labels: inputs.restoringPositions(of: found.labels, filler: Partition.leftOut), clusters: found.clusters)
  }

  /// The scores of the other program's clusters, and of the run's, under every rule that changes a score alone.
  private func labelScores(
    of other: Partition, beside method: RunPlan.Method, scores: [String]?
  ) throws -> [Explanation.LabelScore] {
    guard let truth else { return [] }
    let own = try run.trials(of: method).map { try run.comparedPartition(of: $0) }
    return try (scores ?? run.plan.scores).flatMap { name -> [Explanation.LabelScore] in
      guard let score = try experiment.catalog.score(named: name) as? any ExternalScore else { return [] }
      let subject = subject(experiment.asking(about: method, scores: [name]), score)
      let changes: [(rule: String?, change: Rule.Change?)] =
        [(nil, .score(score))] + Rule.all.map { ($0.name, $0.change(of: subject)) }
      return try changes.compactMap { rule, change -> Explanation.LabelScore? in
        guard let change, let theirs = Explanation.Spread(try rescored([other], score, truth, change).values),
          let ours = Explanation.Spread(try rescored(own, score, truth, change).values)
        else { return nil }
        return Explanation.LabelScore(score: name, rule: rule, other: theirs, own: ours)
      }
    }
  }
}

extension FileSpecification {
  /// The name of the other program's clusters among the clusterers.
  fileprivate static let other = "the other program"

  /// The clusters of the file as a method of an experiment, whose paths are meant from another folder.
  fileprivate func clusters(on space: String?) -> Experiment.NamedClusterer {
    let path = URL(fileURLWithPath: path).path
    let method = isTable ? GivenPartition(table: path, column: part) : GivenPartition(file: path, member: part)
    return Experiment.NamedClusterer(method, name: Self.other, on: space.map { [$0] })
  }
}

// MARK: - Cost

extension Explainer {
  /// The likely cost of an explanation.
  package struct Plan: Sendable {
    /// The refits with their seconds, by method and rule.
    package let refits: [(name: String, seconds: Double)]
    /// The number of rules that take scores again, over all methods and scores.
    package let rescores: Int
  }

  /// The refits that a table asks for.
  package func plan(against baseline: Baseline, method: String? = nil, scores: [String]? = nil) throws -> Plan {
    try plan(questions(of: baseline, method: method, scores: scores))
  }

  /// The refits that labels of another program ask for.
  package func plan(againstLabels name: String, method: String? = nil) throws -> Plan {
    let measure = Measure.agreement(try otherClusters().asLabels(named: name))
    return try plan([(try self.method(named: method), [Question(measure: measure, target: 1)])])
  }

  private func plan(_ asked: [(method: RunPlan.Method, questions: [Question])]) throws -> Plan {
    let speed = try Refit.secondsPerOperation()
    var refits: [(name: String, seconds: Double)] = []
    var rescores = 0
    for (method, questions) in asked {
      let experiment = asking(about: method, questions)
      for rule in Rule.all {
        let changes = questions.compactMap { question in
          rule.change(of: subject(experiment, question.measure.score))
        }
        guard case .experiment(let edited)? = changes.first else {
          rescores += changes.count
          continue
        }
        // A rule that the data do not allow costs nothing, and has its reason in the table.
        let seconds = try? base.editing(edited).seconds(of: edited.method, secondsPerOperation: speed)
        refits.append(("\(rule.name) of \(method.text)", seconds ?? 0))
      }
    }
    return Plan(refits: refits, rescores: rescores)
  }
}
