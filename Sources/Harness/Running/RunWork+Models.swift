import Datasets
import Foundation
import Matrices
import Results
import Stages

/// The files by which new rows are assigned to the clusters of a run.
extension RunWork {
  /// What a fit gave beside its labels, as files.
  ///
  /// - Parameter trial: is told the size of a model that is too large to be stored.
  func files(of fit: Clustering, _ trial: inout TrialRecord) throws -> [TrialFile: Data] {
    func column(_ values: [Float]) -> Data {
      RunFolder.column(inputs.restoringPositions(of: values, filler: .nan))
    }
    var files: [TrialFile: Data] = [:]
    files[.strengths] = fit.strengths.map(column)
    files[.outliers] = fit.outlierScores.map(column)
    files[.tree] = fit.tree.map(RunFolder.table)
    let models = resolution.experiment.models
    guard models != .none, let arrays = fit.model?.stored else { return files }
    let bytes = arrays.count * MemoryLayout<Double>.size
    guard models == .all || bytes <= Experiment.Models.largest else {
      trial.omittedModel = bytes
      return files
    }
    files[.model] = try arrays.archive(path: folder.path(of: .model, trial.identity))
    return files
  }

  /// Stores the transforms of a space and of those that it is made of, as far as they are not there.
  func storeTransforms(of name: String, seed: UInt64) throws {
    guard resolution.experiment.models != .none else { return }
    let space = resolution.experiment.space(named: name)
    for input in space?.inputs ?? [] where input != name { try storeTransforms(of: input, seed: seed) }
    let isMadeAnew = space.map(resolution.experiment.isStochastic) ?? false
    let piece = RunFolder.Piece.transform(space: name, seed: isMadeAnew ? seed : nil)
    guard !plan.kept.contains(piece), !storedTransforms.contains(piece), let transform = spaces.transform(of: name)
    else { return }
    let fingerprint = try resolution.fingerprints.transform(of: name, seed: isMadeAnew ? seed : nil)
    try folder.write(
      TransformRecord(space: name, seed: isMadeAnew ? seed : nil, fingerprint: fingerprint),
      data: transform.stored.archive(path: folder.path(of: "spaces/\(name)")))
    storedTransforms.insert(piece)
  }
}

extension StoredArrays {
  /// The bytes of an `.npz` of the arrays, in the order of their names.
  ///
  /// - Throws: `ArchiveError`.
  func archive(path: String) throws -> Data {
    // An archive holds at least one array; a transform that learned nothing has none of its own.
    let members = entries.isEmpty ? ["none": Entry([])] : entries
    return try NumpyArchive.data(
      members.sorted { $0.key < $1.key }.map { name, entry in
        NumpyArchive.Member(name, shape: entry.shape, values: entry.values)
      }, path: path)
  }

  /// Reads the arrays of an `.npz`.
  ///
  /// - Throws: `FileError`, `ArchiveError`, `NumpyError`.
  init(archive path: String) throws {
    let archive = try NumpyArchive(FileBytes(mapping: path), at: path)
    self.init()
    for name in archive.names {
      let array = try archive.array(name)
      guard !array.header.columnMajor || array.header.shape.count < 2 else {
        throw StoredArraysError(name: name, expected: array.header.shape.map(Optional.some), found: nil)
      }
      self[name] = Entry(try array.numbers().doubles(), shape: array.header.shape)
    }
  }
}
