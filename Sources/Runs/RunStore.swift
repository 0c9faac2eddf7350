import Foundation
import Results

/// The folder that a run writes into.
///
/// Before the first change, whatever was made of the former artifacts (tables, figures, page) goes, and so do the artifacts
/// that are no longer those of the run: at no moment do former tables stand beside new trials. Results against another label
/// set are kept as a run of their own.
final class RunStore {
  let folder: RunFolder
  private let beginning: RunRecord
  private let stale: [(name: String, bytes: Int)]
  private let need: DiskSpace.Need
  private let formerTruth: String?
  /// True where anything was changed.
  private(set) var hasBegun = false

  /// - Parameters:
  ///   - beginning: the record of the run as long as it is not done.
  ///   - stale: the files that go before the first change.
  ///   - need: the bytes that are going to be written, as far as they are known.
  ///   - formerTruth: the label set of the run in the folder, where it is kept as a run of its own.
  init(
    _ folder: RunFolder, beginning: RunRecord, stale: [(name: String, bytes: Int)], need: DiskSpace.Need,
    formerTruth: String? = nil
  ) {
    self.folder = folder
    var beginning = beginning
    beginning.isUnfinished = true
    self.beginning = beginning
    self.stale = stale
    self.need = need
    self.formerTruth = formerTruth
  }

  /// Finds out whether the disk has the room, as long as nothing is changed.
  ///
  /// - Throws: `ResultsError` with what is needed and what there is.
  func requireRoom() throws {
    // What is kept frees no room.
    let freed = formerTruth == nil ? stale.reduce(try folder.outputBytes()) { $0 + $1.bytes } : 0
    try DiskSpace.require(need, in: folder.path, freed: freed)
  }

  /// To be called before any change; the first call clears the folder and writes what the run is to be.
  func begin() throws {
    guard !hasBegun else { return }
    hasBegun = true
    if let formerTruth { try folder.keepFormer(formerTruth) }
    try folder.removeOutputs()
    try folder.remove(stale.map(\.name))
    try folder.write(beginning)
  }

  /// Writes a file that is quick to make, unless it is there already with the same bytes.
  func write(_ data: Data, to name: String) throws {
    guard try !folder.holds(data, at: name) else { return }
    try begin()
    try folder.write(data, to: name)
  }

  /// Writes `run.json`, unless it is there.
  func write(_ record: RunRecord) throws {
    guard try !folder.isStored(record) else { return }
    try begin()
    try folder.write(record)
  }
}
