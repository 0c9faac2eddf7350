import Core
import Experiments
import Foundation
import Results

/// Runs an experiment: every space with every clusterer under every seed, scored, mapped and stored.
///
/// Results that the folder holds already and that would come out the same are used again, so that a run that was
/// stopped goes on where it was, and one whose experiment was changed computes only what depends on the change.
public struct Runner {
  let experiment: Experiment
  let folder: RunFolder
  let isFresh: Bool
  private let report: (RunEvent) -> Void

  /// Makes the run of an experiment; nothing is read or written yet.
  ///
  /// - Parameters:
  ///   - folder: made where it does not exist; no other process may write into it.
  ///   - isFresh: true for a run that computes everything anew, whatever the folder holds.
  public init(_ experiment: Experiment, into folder: RunFolder, isFresh: Bool = false) {
    self.init(experiment, into: folder, isFresh: isFresh) { _ in }
  }

  /// - Parameters:
  ///   - folder: claimed by the caller (`FolderClaim`) where other processes may write into it.
  ///   - isFresh: true for a run that computes everything anew, whatever the folder holds.
  ///   - report: called with each step.
  package init(
    _ experiment: Experiment, into folder: RunFolder, isFresh: Bool = false, report: @escaping (RunEvent) -> Void
  ) {
    self.experiment = experiment
    self.folder = folder
    self.isFresh = isFresh
    self.report = report
  }

  /// Runs the whole experiment and stores it.
  ///
  /// Everything that can be wrong with the inputs, and a disk that has no room, is found before the folder is touched.
  /// - Returns: the run as it stands in the folder.
  /// - Throws: ``ResultsError`` where the folder cannot be written or holds something else than a run, an
  ///   ``ExplainedError`` for an experiment that contradicts itself, and the errors of importers, methods and scores.
  ///   Finished trials stay in the folder. `CancellationError` where the task that runs it is cancelled: between two
  ///   trials, and within methods that ask ``StageContext/isCancelled``.
  public func run() throws -> StoredRun {
    let resolution = try Resolution(experiment)
    try folder.requireOwn()
    var plan = try WorkPlan(resolution, in: folder, isFresh: isFresh)
    let checks = MethodChecks(resolution: resolution)
    try checks.leaveOutByShape(&plan)
    try Estimate(resolution, plan).requireMemory()
    let spaces = Spaces(resolution, former: plan.former?.spaces ?? [:], report: report)
    try checks.leaveOut(of: &plan, by: spaces)
    let work = try RunWork(resolution, plan, spaces, in: folder, isFresh: isFresh, report: report)
    try work.storeDataset()
    for space in experiment.clusteredSpaces {
      try work.doTrials(of: space)
      try work.storePartWeights(of: space)
      try work.measureSigns(of: space)
      try work.makeMap(of: space.name)
      spaces.endSeeds(of: space.name)
    }
    try work.lookIntoClusters()
    try work.sweep()
    try work.attribute()
    try work.takeStatistics()
    try work.compareTruths()
    try work.carryNames()
    try work.storeMembers()
    return try work.finish()
  }
}
