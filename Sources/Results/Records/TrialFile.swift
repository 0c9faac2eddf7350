import Core
import Foundation

/// A file that a trial stores beside its labels, where its method gives it.
package enum TrialFile: String, Sendable, CaseIterable, Codable {
  /// The arrays of the fitted model.
  case model = "model.npz"
  /// One number an item, from 0 to 1; NaN for an item that was left out.
  case strengths = "strengths.npy"
  /// One number an item, from 0 to 1; NaN for an item that was left out.
  case outliers = "outliers.npy"
  /// The merges of a hierarchical method, (rows − 1) × 4, over the items that were clustered.
  case tree = "tree.npy"
  /// The hierarchy of clusters of at least some rows: a cluster, what leaves it, λ and its size (HDBSCAN).
  case condensed = "condensed.npy"
  /// The distance of each item to a neighbor, by which a method was told what is dense; NaN for an item that was left out.
  case neighborDistances = "distances.npy"
  /// The clusters that are compared with labels where noise counts with the nearest cluster, one an item; stored where
  /// the trial has noise.
  case nearest = "nearest.npy"
}

/// The size of a stored file, and a checksum that ties it to its record.
package struct StoredFile: Codable, Sendable, Equatable {
  package var bytes: Int
  /// FNV-1a, 64 bits, in hexadecimal digits.
  package var fnv1a: String

  init(_ data: Data) {
    bytes = data.count
    fnv1a = data.withUnsafeBytes { FNV1a.digits(of: $0) }
  }
}

/// The stored transform of a space, which brings new rows into it.
package struct TransformRecord: Codable, Sendable, Equatable {
  package var space: String
  /// The seed of a space that is made once a seed; nil for others.
  package var seed: UInt64?
  /// The fingerprint of all that the transform depends on.
  package var fingerprint: String
  /// Nil for a space that takes no new rows.
  package internal(set) var file: StoredFile?

  package init(space: String, seed: UInt64?, fingerprint: String) {
    self.space = space
    self.seed = seed
    self.fingerprint = fingerprint
  }
}

extension RunFolder {
  /// The bytes of a file of a trial; nil where the trial has none.
  ///
  /// - Throws: ``ResultsError`` when it is gone or was changed.
  package func data(of file: TrialFile, _ trial: TrialRecord) throws -> Data? {
    guard let stored = trial.files?[file.rawValue] else { return nil }
    return try data(Self.trialName(trial.identity) + "." + file.rawValue, as: stored)
  }

  /// The numbers of a file of a trial, one an item; nil where the trial has none.
  ///
  /// - Throws: ``ResultsError`` when it is gone, was changed, or has another number of items.
  package func column(of file: TrialFile, _ trial: TrialRecord, items: Int) throws -> [Float]? {
    guard let data = try data(of: file, trial) else { return nil }
    let path = path(of: file, trial.identity)
    let values = try NPYFile.column(in: data, path: path)
    guard values.count == items else {
      throw ResultsError(.malformed(path: path, detail: "expected \(counted(items, "number")), found \(values.count)"))
    }
    return values
  }

  /// The bytes of all files of a trial beside its labels.
  ///
  /// - Throws: ``ResultsError`` when one is gone or was changed.
  package func files(of trial: TrialRecord) throws -> [TrialFile: Data] {
    var files: [TrialFile: Data] = [:]
    for file in TrialFile.allCases { files[file] = try data(of: file, trial) }
    return files
  }

  /// The bytes of a file that a record names.
  ///
  /// - Throws: ``ResultsError`` when it is gone or was changed.
  func data(_ name: String, as stored: StoredFile) throws -> Data {
    guard let data = try contents(of: name) else {
      throw ResultsError(.system(action: .read, path: path(of: name), number: ENOENT))
    }
    guard StoredFile(data) == stored else {
      throw ResultsError(.malformed(path: path(of: name), detail: "it is not the file that the run stored"))
    }
    return data
  }

  /// The path of a file of a trial.
  package func path(of file: TrialFile, _ trial: TrialIdentity) -> String {
    path(of: Self.trialName(trial) + "." + file.rawValue)
  }

  /// Writes the transform of a space.
  ///
  /// - Parameter data: nil for a space that takes no new rows.
  package func write(_ transform: TransformRecord, data: Data?) throws {
    let name = Self.transformName(transform.space, seed: transform.seed)
    var stored = transform
    stored.file = data.map(StoredFile.init)
    if let data { try write(data, to: name + ".npz") } else { try remove([name + ".npz"]) }
    try write(JSONFile.data(stored, path: path(of: name + ".json")), to: name + ".json")
  }

  /// Returns the record of the transform of a space; nil where none is stored.
  ///
  /// - Throws: ``ResultsError`` for a file that was changed.
  package func transform(of space: String, seed: UInt64?) throws -> TransformRecord? {
    let name = Self.transformName(space, seed: seed)
    guard let details = try contents(of: name + ".json") else { return nil }
    return try JSONFile.record(TransformRecord.self, in: details, path: path(of: name + ".json"))
  }

  /// Checks the stored transform of a space.
  ///
  /// - Returns: the path of its arrays; nil where the space takes no new rows.
  /// - Throws: ``ResultsError`` when they are gone or were changed.
  package func arrays(of transform: TransformRecord) throws -> String? {
    guard let file = transform.file else { return nil }
    let name = Self.transformName(transform.space, seed: transform.seed) + ".npz"
    _ = try data(name, as: file)
    return path(of: name)
  }

  static func transformName(_ space: String, seed: UInt64?) -> String {
    "spaces/\(FileName.of(space))" + (seed.map { "/seed-\($0)" } ?? "/all")
  }
}
