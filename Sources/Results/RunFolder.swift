import Foundation
import Matrices

/// The folder of a run, with the places of its files.
///
/// ```
/// run.json     trials/<space>/<clusterer>/seed-<n>.json   embeddings/<space>.json   labels/<label set>.npy
/// scores.csv                              seed-<n>.labels.npy          <space>.npy    samples/samples.json
/// table.md     table.tex     findings.md   findings.json   signs/<space>.json         samples/images.rgb
/// report.html  figures/      outputs.json   ids.json   statistics.json      <space>.labels.npy   dataset.json
/// clusters/silhouette.json, silhouette.npy, silhouette.items.npy, cards.json, cards.rgb, words.json
/// clusters/<space>/<clusterer>/clusters.csv, members.csv, members.json, names.json
/// items/captions.json, thumbnails.json, sheet-<n>.jpg     timings.json                .fusebench.lock
/// sweeps/<sweep>.json, <sweep>/<space>.labels.npy            truths.json   truths/<label set>/, a former run
/// attribution.json
/// spaces/<space>/all.npz, all.json or seed-<n>.npz, seed-<n>.json; beside a trial's labels seed-<n>.model.npz, …
/// ```
/// Every file is written whole or not at all. Names that a file system could not hold are spelled otherwise in paths; the
/// records keep them as they are.
public struct RunFolder: Sendable, Equatable {
  /// The path of the folder.
  public let path: String

  /// Names a folder, which need not exist.
  public init(path: String) { self.path = path }

  /// Names the folder of a run by the run's name, `runs/<name>`.
  public init(named name: String, in folder: String = "runs") {
    path = folder + "/" + FileName.of(name)
  }

  /// Makes the folder, unless it is there; `runs` is made with it, any other parent must exist.
  ///
  /// - Returns: the folders that were not there, the outermost first.
  /// - Throws: ``ResultsError`` when the parent is missing, a file is in the way, or the system refuses.
  @discardableResult
  package func make() throws -> [String] {
    let parent = URL(fileURLWithPath: path).deletingLastPathComponent()
    return try ((parent.relativePath == "runs" ? ["runs"] : []) + [path]).filter { try Self.makeFolder($0) }
  }

  /// Returns the path of something in the folder, such as `table.md`.
  public func path(of name: String) -> String { path + "/" + name }

  /// Writes a file of the run, such as `table.tex` or `figures/maps.pdf`, and makes the folder it lies in.
  ///
  /// - Throws: ``ResultsError``.
  package func write(_ data: Data, to name: String) throws {
    var folder = path
    for part in name.split(separator: "/").dropLast() {
      folder += "/" + part
      try Self.makeFolder(folder)
    }
    try AtomicFile.write(data, to: path(of: name))
  }

  /// The same for a text, in UTF-8.
  package func write(_ text: String, to name: String) throws {
    try write(Data(text.utf8), to: name)
  }

  /// Makes one folder; it is fine if it is there.
  ///
  /// - Returns: true where it was not.
  @discardableResult
  package static func makeFolder(_ path: String) throws -> Bool {
    guard mkdir(path, 0o777) != 0 else { return true }
    let number = errno
    var status = stat()
    let exists = stat(path, &status) == 0
    if exists, status.st_mode & S_IFMT == S_IFDIR { return false }
    if exists { throw ResultsError(.isFile(path: path)) }
    let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
    if number == ENOENT, stat(parent, &status) != 0 { throw ResultsError(.missingParent(path: path, parent: parent)) }
    throw ResultsError(.system(action: .make, path: path, number: number))
  }
}

// MARK: - Writing

extension RunFolder {
  /// Writes `run.json`.
  package func write(_ run: RunRecord) throws {
    try write(JSONFile.data(run, path: path(of: Self.runFile)), to: Self.runFile)
  }

  /// Writes a file, and leaves one that holds the same bytes as it is.
  private func writeChanged(_ data: Data, to name: String) throws {
    guard FileManager.default.contents(atPath: path(of: name)) != data else { return }
    try write(data, to: name)
  }

  /// Writes a trial's labels and other files as far as they differ from the stored ones, then the trial; a trial counts as
  /// done only when labels and record are there.
  ///
  /// - Parameter files: the files that the method gave beside the labels; nil leaves those that are stored.
  /// - Returns: the record as it was stored, with its labels file.
  @discardableResult
  package func write(
    _ trial: TrialRecord, labels: [Int32], files: [TrialFile: Data]? = nil
  ) throws -> TrialRecord {
    let name = Self.trialName(trial.identity)
    var stored = trial.ofToday
    if let files {
      for (file, data) in files { try writeChanged(data, to: name + "." + file.rawValue) }
      let known = Dictionary(uniqueKeysWithValues: files.map { ($0.key.rawValue, StoredFile($0.value)) })
      stored.files = known.isEmpty ? nil : known
      try remove(TrialFile.allCases.filter { files[$0] == nil }.map { name + "." + $0.rawValue })
    }
    stored.labels = StoredLabels(file: (name as NSString).lastPathComponent + ".labels.npy", labels: labels)
    try writeChanged(NPYFile.data(labels: labels), to: name + ".labels.npy")
    try write(JSONFile.data(stored, path: path(of: name + ".json")), to: name + ".json")
    return stored
  }

  /// Writes the coordinates of a map, one row an item, and how they were made.
  package func write(_ embedding: EmbeddingRecord, coordinates: Matrix) throws {
    let name = Self.embeddingName(embedding.space)
    try write(NPYFile.data(matrix: coordinates), to: name + ".npy")
    try write(JSONFile.data(embedding, path: path(of: name + ".json")), to: name + ".json")
  }

  /// Writes `scores.csv`: one line for each trial and score.
  package func writeScores(_ trials: [TrialRecord], order scores: [String]) throws {
    try write(ScoreList.csv(trials, order: scores), to: "scores.csv")
  }

  /// Writes `scores.csv` of a run with scores against several label sets: one line for each trial, label set and score.
  package func writeScores(_ run: Run, _ truths: TruthsRecord) throws {
    try write(ScoreList.csv(run, truths), to: "scores.csv")
  }

  /// Returns whether `run.json` is already what this record becomes.
  package func isStored(_ run: RunRecord) throws -> Bool {
    try holds(JSONFile.data(run, path: path(of: Self.runFile)), at: Self.runFile)
  }

  /// Returns whether a file is there with these bytes.
  package func holds(_ data: Data, at name: String) throws -> Bool { try contents(of: name) == data }

  package static let runFile = "run.json"

  package static func trialName(_ identity: TrialIdentity) -> String {
    "trials/\(FileName.of(identity.space))/\(FileName.of(identity.clusterer))/seed-\(identity.seed)"
  }

  /// A column of numbers, one an item, as an `.npy`.
  package static func column(_ values: [Float]) -> Data { NPYFile.data(column: values) }

  /// A column of clusters as an `.npy`.
  package static func labels(_ values: [Int32]) -> Data { NPYFile.data(labels: values) }

  /// A table of true values as an `.npy`: `float32` where that holds them, else `float64`.
  package static func table(_ rows: Matrix) -> Data { NPYFile.data(trueValuesOf: rows) }

  package static func embeddingName(_ space: String) -> String { "embeddings/" + FileName.of(space) }
}
