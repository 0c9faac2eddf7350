import Clustering
import Core
import Experiments
import Matrices
import Results
import Statistics
import Words

/// The tables of the clusters of every method and of their items.
extension RunWork {
  /// Stores those that the folder does not hold.
  func storeMembers() throws {
    let run = Run(record: try record(), trials: trials)
    let wanted = run.methods.filter { plan.lacks(.members($0)) && !run.trials(of: $0).isEmpty }
    guard !wanted.isEmpty else { return }
    report(.working(on: "the members of the clusters"))
    let stability = try folder.statistics()?.stability ?? []
    for method in wanted {
      try Task.checkCancellation()
      let trials = run.trials(of: method)
      let reference = run.representative(of: trials)
      let resamples = stability.first { $0.method == method }?.resamples
      try storeMembers(
        of: trials, reference: reference, resamples: resamples?.seed == trials[reference].seed ? resamples : nil)
    }
  }

  /// Measures the items of a method whose tables are to be stored, as long as its space is at hand.
  func measureMembers(_ trial: TrialIdentity, _ rows: Matrix) throws {
    guard plan.lacks(.members(trial.method)), memberMeasures[trial] == nil,
      let record = trials.first(where: { $0.identity == trial })
    else { return }
    let partition = try resolution.partition(of: record, in: folder)
    memberNames[trial] = try retrievedNames(of: trial, partition)
    memberMeasures[trial] = try MemberMeasures(rows, partition)
  }

  /// Stores the tables of a method.
  ///
  /// - Parameters:
  ///   - trials: those of the method, in the order of their seeds.
  ///   - reference: the position of the one that stands for it.
  ///   - resamples: the stability of its clusters; nil where it was not measured.
  private func storeMembers(
    of trials: [TrialRecord], reference: Int, resamples: StatisticsRecord.Resamples?
  ) throws {
    let trial = trials[reference]
    let partitions = try trials.map { try resolution.partition(of: $0, in: folder) }
    if memberMeasures[trial.identity] == nil {
      try measureMembers(trial.identity, spaces.rows(of: trial.space, seed: trial.seed))
    }
    guard let measures = memberMeasures.removeValue(forKey: trial.identity) else { return }
    func column(_ file: TrialFile) throws -> [Float]? {
      try folder.column(of: file, trial, items: inputs.itemCount).map { values in inputs.items.map { values[$0] } }
    }
    var tables = MemberTables(
      inputs: inputs, partition: partitions[reference], measures: measures, strengths: try column(.strengths),
      outlierScores: try column(.outliers), seedShares: SeedStability.shares(partitions, reference: reference),
      jaccards: Dictionary((resamples?.clusters ?? []).map { ($0.id, $0.jaccard) }) { first, _ in first })
    tables.words = try words(of: partitions[reference])
    tables.retrieved = memberNames.removeValue(forKey: trial.identity) ?? []
    let method = trial.identity.method
    let (ofFile, ofUser) = (inputs.given[trial.clusterer]?.clusterNames ?? [], carriedNames[method] ?? [:])
    tables.names = Dictionary(uniqueKeysWithValues: zip(0..., ofFile)).merging(ofUser) { _, own in own }
    var record = MembersRecord(
      trial: trial.identity, fingerprint: try resolution.fingerprints.members(of: method, in: resolution.plan))
    record.retrieved = tables.retrieved.isEmpty ? nil : tables.retrieved
    record.names = ofUser.isEmpty ? nil : ofUser
    record.givenNames = try folder.clusterNamesMark(of: method)
    try store.begin()
    try folder.write(record, clusters: tables.clusters, members: tables.members)
  }

  /// The words of the clusters by their numbers: those that the experiment asks for, else the typical ones; none without
  /// captions.
  private func words(of partition: Partition) throws -> [Int: [String]] {
    guard let captions = inputs.captions else { return [:] }
    guard let words = resolution.experiment.words else {
      return TypicalWords(captions: captions, partition: partition).texts()
    }
    let terms = try words.terms(of: captions, partition).map { ($0, $1.map(\.text)) }
    return Dictionary(uniqueKeysWithValues: terms)
  }
}
