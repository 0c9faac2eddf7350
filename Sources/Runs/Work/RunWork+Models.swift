import Core
import Datasets
import Experiments
import Foundation
import Results
import Stages

/// The files by which new rows are assigned to the clusters of a run.
extension RunWork {
  /// Returns the results of a fit beside its labels, as files.
  ///
  /// - Parameter trial: is told what the files leave open, and the size of a model that the experiment does not store.
  func files(of fit: Clustering, _ trial: inout TrialRecord) throws -> [TrialFile: Data] {
    func column(_ values: [Float]) -> Data {
      RunFolder.column(inputs.restoringPositions(of: values, filler: .nan))
    }
    var files: [TrialFile: Data] = [:]
    files[.strengths] = fit.strengths.map(column)
    files[.outliers] = fit.outlierScores.map(column)
    files[.tree] = fit.tree.map(RunFolder.table)
    files[.condensed] = fit.condensedTree.map(RunFolder.table)
    files[.neighborDistances] = fit.neighborDistances.map { column($0.values) }
    trial.neighborDistances = fit.neighborDistances.map { .init(neighbor: $0.neighbor, threshold: $0.threshold) }
    guard let arrays = fit.model?.stored else { return files }
    guard resolution.experiment.models.stores(bytes: arrays.bytes) else {
      trial.omittedModel = arrays.bytes
      return files
    }
    files[.model] = try arrays.archive(path: folder.path(of: .model, trial.identity))
    return files
  }

  /// Returns the files of a stored trial without a model that the experiment does not store, whose size the trial is told;
  /// nil where they stay.
  func filesWithoutModel(of trial: inout TrialRecord) throws -> [TrialFile: Data]? {
    guard trial.files?[TrialFile.model.rawValue] != nil else { return nil }
    let bytes = try StoredArrays(archive: folder.path(of: .model, trial.identity)).bytes
    guard !resolution.experiment.models.stores(bytes: bytes) else { return nil }
    trial.omittedModel = bytes
    var files = try folder.files(of: trial)
    files[.model] = nil
    return files
  }

  /// Stores the transforms of a space and of those that it is made of, as far as they are missing.
  func storeTransforms(of name: String, seed: UInt64) throws {
    let experiment = resolution.experiment
    let space = experiment.space(named: name)
    for input in space?.inputs ?? [] where input != name { try storeTransforms(of: input, seed: seed) }
    let own = space.map(experiment.isStochastic) ?? false ? seed : nil
    let artifact = RunFolder.Artifact.transform(space: name, seed: own)
    guard plan.lacks(artifact), !storedTransforms.contains(artifact) else { return }
    try store.begin()
    try folder.write(
      TransformRecord(
        space: name, seed: own, fingerprint: try resolution.fingerprints.transform(of: name, seed: own)),
      data: try spaces.transform(of: name)?.stored.archive(path: folder.path(of: "spaces/\(name)")))
    storedTransforms.insert(artifact)
  }

  /// Stores the transforms of a space whose trials all stand already.
  func storeMissingTransforms(of space: Experiment.Space) throws {
    let wanted = resolution.transforms(of: space).filter { plan.lacks($0) && !storedTransforms.contains($0) }
    guard !wanted.isEmpty else { return }
    let isMadeAnew = resolution.experiment.isStochastic(space)
    for seed in isMadeAnew ? resolution.experiment.seeds : [resolution.firstSeed] {
      do {
        _ = try spaces.rows(of: space.name, seed: seed)
      } catch let error as any ExplainedError where error.isOfRows {
        return
      }
      try storeTransforms(of: space.name, seed: seed)
    }
  }
}

extension Resolution {
  /// The transforms that the experiment stores.
  var transforms: [RunFolder.Artifact] { experiment.clusteredSpaces.flatMap(transforms).uniqued }

  /// The transforms of a space and of those that it is made of.
  func transforms(of space: Experiment.Space) -> [RunFolder.Artifact] {
    guard experiment.models != .none else { return [] }
    let further = space.inputs.flatMap { name -> [RunFolder.Artifact] in
      if inputs.scalings[name] != nil { return [.transform(space: name, seed: nil)] }
      guard !experiment.isFeatureSet(name), let part = experiment.space(named: name) else { return [] }
      return transforms(of: part)
    }
    guard !space.isFeatureSet else { return further }
    let seeds: [UInt64?] = experiment.isStochastic(space) ? experiment.seeds : [nil]
    return further + seeds.map { .transform(space: space.name, seed: $0) }
  }
}

extension StoredArrays {
  /// The number of bytes of all values.
  var bytes: Int { count * MemoryLayout<Double>.size }

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
