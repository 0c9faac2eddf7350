import Core
import Foundation
import Matrices
import Results

/// Keeps `timings.json` up to date while a run goes on.
final class TimingLog {
  private let folder: RunFolder
  private let started = Date()
  private var former: TimingRecord
  private var session: TimingRecord.Session
  private var trials: [TrialIdentity: Double]
  private var lastWritten = Date.distantPast

  /// The most sessions that are remembered.
  private static let mostSessions = 100

  /// - Parameter isFresh: true where the times of a former run no longer count.
  init(_ folder: RunFolder, isFresh: Bool, reused: Int) throws {
    self.folder = folder
    former = isFresh ? TimingRecord() : try folder.timings() ?? TimingRecord()
    session = TimingRecord.Session(started: started, threads: Threads.count, reused: reused)
    trials = Dictionary(former.trials.map { ($0.trial, $0.seconds) }) { _, last in last }
  }

  func add(_ trial: TrialIdentity, seconds: Double) throws {
    trials[trial] = seconds
    session.clustered += 1
    try writeNowAndThen()
  }

  func add(mapOf space: String, seconds: Double) throws {
    former.maps[space] = seconds
    try writeNowAndThen()
  }

  /// Writes all that is known, of what still belongs to the run.
  func write(_ plan: RunPlan) throws {
    var record = record()
    record.trials = plan.trials.compactMap { trial in trials[trial].map { .init(trial, seconds: $0) } }
    record.maps = former.maps.filter { plan.spaces.contains($0.key) }
    try folder.write(record)
  }

  /// At most once in two seconds, because the file grows with the trials.
  private func writeNowAndThen() throws {
    guard -lastWritten.timeIntervalSinceNow > 2 else { return }
    var record = record()
    record.trials = trials.map { .init($0.key, seconds: $0.value) }
      .sorted {
        ($0.trial.space, $0.trial.clusterer, $0.trial.seed) < ($1.trial.space, $1.trial.clusterer, $1.trial.seed)
      }
    try folder.write(record)
    lastWritten = Date()
  }

  /// The former times with this session's, up to now; its trials are still to be put in.
  private func record() -> TimingRecord {
    session.seconds = -started.timeIntervalSinceNow
    var record = former
    record.sessions = (former.sessions + [session]).suffix(Self.mostSessions)
    return record
  }
}
