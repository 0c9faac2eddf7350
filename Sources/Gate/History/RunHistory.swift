import Core
import Foundation
import Results

/// The scores of many runs, in the order in which these were started.
package struct RunHistory: Codable, Sendable, Equatable {
  /// The version of the layout of its JSON.
  package static let schema = 1

  /// One run.
  package struct Entry: Codable, Sendable, Equatable {
    /// Its folder, below the one that was searched.
    package var folder: String
    package var name: String
    /// Nil where it is not known; such runs come first.
    package var started: Date?
    package var version: String
    package var items: Int
    /// The labels that the run is scored against; nil without labels.
    package var truth: Truth?
    /// The way in which scores against labels count noise; nil in runs without noise.
    package var noise: NoiseRule?
    /// The files that the run read, with their checksums.
    package var inputs: [InputFile]
    /// The parts that a stopped run lacks; nil for a finished one.
    package var missing: String?
    package var cells: [Cell]
  }

  /// The label set that a run is scored against.
  package struct Truth: Codable, Sendable, Hashable {
    package var name: String
    /// The number of classes that its table names.
    package var classes: Int
    /// The checksum of the labels in their order, as baselines hold it; nil where the run does not store them.
    package var checksum: String?

    /// Returns whether both are the same labels of the same items, whatever their name.
    package func agrees(with other: Self) -> Bool {
      guard let checksum, let known = other.checksum else { return name == other.name && classes == other.classes }
      return checksum == known
    }
  }

  /// A score of a clusterer on a space.
  package struct Cell: Codable, Sendable, Equatable {
    package var place: GateReport.Place
    package var mean: Double
    /// Over the seeds; nil for one.
    package var deviation: Double?
    package var seeds: Int
  }

  /// A folder with a `run.json` that could not be read.
  package struct Skipped: Codable, Sendable, Equatable {
    package var folder: String
    package var reason: String
  }

  package var folder: String
  package var score: String
  package var entries: [Entry]
  package var skipped: [Skipped]

  /// Every clusterer and space, in the order in which they first appear.
  package var places: [GateReport.Place] {
    var known: Set<GateReport.Place> = []
    return entries.flatMap(\.cells).map(\.place).filter { known.insert($0).inserted }
  }

  /// Looks through a folder and all folders below it; links are not followed.
  ///
  /// - Parameters:
  ///   - score: the score to show; the first of the newest run when nil.
  ///   - isWanted: the clusterers and spaces that are shown.
  /// - Throws: ``HistoryError`` when there is no such folder, no run in it, or no run with this score.
  package init(
    of folder: String, score: String? = nil, where isWanted: (GateReport.Place) -> Bool = { _ in true }
  ) throws {
    var runs: [(folder: String, started: Date?, run: Run, truth: Truth?)] = []
    var skipped: [Skipped] = []
    for path in try Self.runFolders(below: folder) {
      do {
        let stored = try StoredRun(in: RunFolder(path: path))
        runs.append((path, try stored.started, stored.run, try Self.truth(of: stored)))
      } catch let error as any ExplainedError {
        skipped.append(Skipped(folder: path, reason: error.cause))
      }
    }
    guard !runs.isEmpty else { throw HistoryError(.noRun(folder: folder, skipped: skipped)) }
    runs.sort { ($0.started ?? .distantPast, $0.folder) < ($1.started ?? .distantPast, $1.folder) }
    let known = Array(Set(runs.flatMap(\.run.record.plan.scores))).sorted()
    guard let chosen = score ?? runs.last?.run.record.plan.scores.first else {
      throw HistoryError(.noScore(folder: folder, score: "any score", known: known))
    }
    self.folder = folder
    self.score = chosen
    self.skipped = skipped
    entries = []
    let all = runs.flatMap { Self.cells(of: $0.run, score: chosen) }.map(\.place)
    if !all.isEmpty, !all.contains(where: isWanted) {
      throw HistoryError(.noPlace(folder: folder, known: Array(Set(all.map(\.text))).sorted()))
    }
    for (path, started, run, truth) in runs {
      let cells = Self.cells(of: run, score: chosen).filter { isWanted($0.place) }
      if cells.isEmpty {
        self.skipped.append(Skipped(folder: path, reason: "it has no value of \(chosen) to show"))
      } else {
        entries.append(
          Entry(
            folder: path, name: run.record.name, started: started, version: run.record.version,
            items: run.record.dataset.items, truth: truth,
            noise: run.trials.contains { $0.noise != nil } ? run.record.noise ?? .cluster : nil,
            inputs: run.record.inputs, missing: run.missingNote, cells: cells))
      }
    }
    guard !entries.isEmpty else { throw HistoryError(.noScore(folder: folder, score: chosen, known: known)) }
  }

  private static func truth(of stored: StoredRun) throws -> Truth? {
    guard let summary = stored.record.dataset.labelSets.first else { return nil }
    let labels = try stored.truth
    return Truth(
      name: summary.name, classes: summary.classes.count,
      checksum: labels.map { Baseline.Dataset.checksum(of: $0.values) })
  }

  private static func cells(of run: Run, score: String) -> [Cell] {
    run.methods.compactMap { method in
      let values = run.trials(of: method).compactMap { $0.scores[score] }.filter(\.isFinite)
      return SummaryTable.Cell(values).map {
        Cell(place: method, mean: $0.mean, deviation: $0.deviation, seeds: $0.count)
      }
    }
  }

  /// The folders that hold a `run.json`, in order of their paths; what lies inside a run is not looked at.
  private static func runFolders(below folder: String) throws -> [String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
      throw HistoryError(.noFolder(folder))
    }
    func isRun(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path + "/" + RunFolder.runFile) }
    guard !isRun(folder) else { return [folder] }
    var found: [String] = []
    let below = FileManager.default.enumerator(atPath: folder)
    while let name = below?.nextObject() as? String {
      let path = (folder as NSString).appendingPathComponent(name)
      guard isRun(path) else { continue }
      found.append(path)
      below?.skipDescendants()
    }
    return found.sorted()
  }

  /// The text of its JSON.
  package func json() throws -> String {
    String(decoding: try JSONFile.data(self, path: "the history", schema: Self.schema), as: UTF8.self)
  }
}

/// The reason why a history could not be shown.
package struct HistoryError: ExplainedError, Equatable {
  package enum Reason: Sendable, Equatable {
    case noFolder(String)
    case noRun(folder: String, skipped: [RunHistory.Skipped])
    case noScore(folder: String, score: String, known: [String])
    /// No clusterer on a space is one of those that are wanted.
    case noPlace(folder: String, known: [String])
  }

  package let reason: Reason

  package init(_ reason: Reason) { self.reason = reason }

  package var failure: String {
    switch reason {
    case .noFolder(let folder), .noRun(let folder, _), .noScore(let folder, _, _), .noPlace(let folder, _):
      "cannot show the history of the runs in \(folder)"
    }
  }

  package var cause: String {
    switch reason {
    case .noFolder: "there is no such folder"
    case .noRun(_, let skipped) where skipped.isEmpty: "it holds 0 runs"
    case .noRun(_, let skipped):
      "none of \(counted(skipped.count, "run")) can be read; \(skipped[0].folder): \(skipped[0].reason)"
    case .noPlace(_, let known): "none of the \(counted(known.count, "method")) matches"
    case .noScore(_, let score, let known): "0 runs have \(score) to show; they have \(list(known))"
    }
  }

  package var hint: String {
    switch reason {
    case .noFolder: "correct the path; runs are kept in runs/ unless --out sets another folder"
    case .noRun: "name the folder of your runs, such as runs"
    case .noScore: "name another score with --score"
    case .noPlace(_, let known): "there are \(list(known)); name others with --clusterer or --space, or leave both out"
    }
  }
}
