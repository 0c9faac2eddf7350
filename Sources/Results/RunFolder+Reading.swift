import Core
import Foundation
import Matrices

/// The record and the trials of a run.
package struct Run: Sendable, Equatable {
  package var record: RunRecord
  /// The trials that are there, in the plan's order: by clusterer, then space, then seed.
  package var trials: [TrialRecord]
  /// The planned trials that are not there, because the run was stopped; gaps of the record are not among them.
  package var missing: [TrialIdentity]

  package init(record: RunRecord, trials: [TrialRecord], missing: [TrialIdentity] = []) {
    self.record = record
    self.trials = trials
    self.missing = missing
  }

  /// True where it was stopped before it was whole.
  package var wasStopped: Bool { !missing.isEmpty || record.isUnfinished == true }

  /// Says that trials or what follows them are missing; nil where nothing is.
  package var missingNote: String? {
    guard wasStopped else { return nil }
    guard !missing.isEmpty else {
      return
        "the run was stopped after its trials, so maps, sweeps and other later results may be missing: run the same command "
        + "again"
    }
    let verb = missing.count == 1 ? "is" : "are"
    return
      "\(missing.count.grouped) of \(counted(record.expectedTrials.count, "trial")) \(verb) missing: the run was stopped"
  }
}

extension RunFolder {
  /// Reads `run.json` alone.
  ///
  /// - Throws: ``ResultsError`` for a folder that is no run, a newer schema, or a file that was changed.
  package func record() throws -> RunRecord {
    guard let data = try contents(of: Self.runFile) else { throw ResultsError(.notARun(path: path)) }
    return try JSONFile.record(RunRecord.self, in: data, path: path(of: Self.runFile))
  }

  /// A stored trial, or nil when it has not been finished.
  ///
  /// - Throws: ``ResultsError`` for a file that was changed or belongs to another trial.
  package func trial(_ identity: TrialIdentity) throws -> TrialRecord? {
    let name = Self.trialName(identity) + ".json"
    guard let data = try contents(of: name) else { return nil }
    let trial = try JSONFile.record(TrialRecord.self, in: data, path: path(of: name))
    guard trial.identity == identity else {
      let found = "\(trial.space), \(trial.clusterer), seed \(trial.seed)"
      throw ResultsError(.malformed(path: path(of: name), detail: "it is another trial: \(found)"))
    }
    return trial
  }

  /// The labels that a trial gave, one an item, in the codes of today.
  ///
  /// - Throws: ``ResultsError`` when they are missing, changed, or not those of this trial.
  package func labels(of trial: TrialRecord) throws -> [Int32] {
    let name = Self.trialName(trial.identity) + ".labels.npy"
    guard let stored = trial.labels, let data = try contents(of: name) else {
      throw ResultsError(.system(action: .read, path: path(of: name), number: ENOENT))
    }
    let labels = try NPYFile.labels(in: data, path: path(of: name))
    let found = StoredLabels(file: stored.file, labels: labels)
    guard found == stored else {
      throw ResultsError(
        .strangeLabels(
          path: path(of: name), expected: "\(stored.count) labels of checksum \(stored.fnv1a)",
          found: "\(found.count) of \(found.fnv1a)"))
    }
    return trial.marksLeftOutAsNoise
      ? labels.map { $0 == Partition.noise ? Partition.leftOut : $0 } : labels
  }

  /// A trial that need not be run again: its record and its labels are there and belong together; nil otherwise.
  ///
  /// - Throws: ``ResultsError`` when the system refuses to read, or a newer fusebench wrote it.
  package func finishedTrial(_ identity: TrialIdentity) throws -> (trial: TrialRecord, labels: [Int32])? {
    try unlessDamaged {
      guard let trial = try trial(identity) else { return nil }
      for file in TrialFile.allCases { _ = try data(of: file, trial) }
      return (trial, try labels(of: trial))
    }
  }

  /// Returns the value of `body`; nil when the file was cut short, changed, or is not there.
  ///
  /// - Throws: ``ResultsError`` when the system refuses to read, or a newer fusebench wrote it.
  package func unlessDamaged<Value>(_ body: () throws -> Value?) throws -> Value? {
    do {
      return try body()
    } catch let error as ResultsError {
      switch error.reason {
      case .malformed, .strangeLabels, .notARun, .system(_, _, ENOENT): return nil
      default: throw error
      }
    }
  }

  /// The stored map of a space, or nil when there is none.
  package func embedding(of space: String) throws -> (record: EmbeddingRecord, coordinates: Matrix)? {
    let name = Self.embeddingName(space)
    guard let details = try contents(of: name + ".json"), let data = try contents(of: name + ".npy") else { return nil }
    return (
      try JSONFile.record(EmbeddingRecord.self, in: details, path: path(of: name + ".json")),
      try NPYFile.matrix(in: data, path: path(of: name + ".npy"))
    )
  }

  /// Returns false for a file that is not there; one that the system hides counts as there, so that reading it explains why.
  func holds(_ name: String) -> Bool { access(path(of: name), F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR) }

  /// The bytes of a file in the folder, or nil when it is not there.
  package func contents(of name: String) throws -> Data? {
    let path = path(of: name)
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw ResultsError(.system(action: .read, path: path, number: errno))
    }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    do {
      return try handle.readToEnd() ?? Data()
    } catch {
      throw ResultsError(.system(action: .read, path: path, number: ResultsError.systemNumber(of: error)))
    }
  }
}
