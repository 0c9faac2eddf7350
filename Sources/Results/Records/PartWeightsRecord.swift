import Core
import Foundation
import Matrices

/// The record of the weights that the parts of a fusion have for each item, which are stored beside it, items × parts; NaN for
/// an item that was left out.
package struct PartWeightsRecord: Codable, Sendable, Equatable {
  package var space: String
  /// The seed of a space that is made once a seed; nil for others.
  package var seed: UInt64?
  /// The names of the parts.
  package var parts: [String]
  /// The mean weight of each part over the items, and its standard deviation.
  package var means: [Double]
  package var deviations: [Double]
  /// The fingerprint of all that the weights depend on.
  package var fingerprint: String
  /// Nil until they are stored.
  fileprivate(set) var file: StoredFile?

  package init(
    space: String, seed: UInt64?, parts: [String], means: [Double], deviations: [Double], fingerprint: String
  ) {
    (self.space, self.seed, self.parts) = (space, seed, parts)
    (self.means, self.deviations, self.fingerprint) = (means, deviations, fingerprint)
  }
}

/// The weights of the parts of a fusion, items × parts, with their record.
package typealias StoredPartWeights = (record: PartWeightsRecord, values: Matrix)

extension RunFolder {
  /// Writes the weights of a space's parts, then their record.
  ///
  /// - Parameter values: items × parts.
  package func write(_ record: PartWeightsRecord, values: Matrix) throws {
    let name = Self.partWeightsName(record.space)
    var stored = record
    let data = Self.table(values)
    stored.file = StoredFile(data)
    try write(data, to: name + ".npy")
    try write(JSONFile.data(stored, path: path(of: name + ".json")), to: name + ".json")
  }

  /// The record of the weights of a space's parts; nil where none are stored.
  ///
  /// - Throws: ``ResultsError`` for a file that was changed.
  package func partWeightsRecord(of space: String) throws -> PartWeightsRecord? {
    let name = Self.partWeightsName(space) + ".json"
    guard let details = try contents(of: name) else { return nil }
    return try JSONFile.record(PartWeightsRecord.self, in: details, path: path(of: name))
  }

  /// The weights of a space's parts; nil where none are stored.
  ///
  /// - Throws: ``ResultsError`` for a file that is gone, was changed, or is not that of the items.
  package func partWeights(of space: String, itemCount: Int) throws -> StoredPartWeights? {
    guard let record = try partWeightsRecord(of: space) else { return nil }
    let name = Self.partWeightsName(space) + ".npy"
    guard let file = record.file else {
      throw ResultsError(.malformed(path: path(of: name), detail: "its record names no file"))
    }
    let values = try NPYFile.matrix(in: data(name, as: file), path: path(of: name))
    guard values.rows == itemCount, values.columns == record.parts.count else {
      throw ResultsError(
        .malformed(
          path: path(of: name),
          detail:
            "expected the weights of \(counted(record.parts.count, "part")) for \(counted(itemCount, "item")), found "
            + "\(values.rows.grouped) × \(values.columns.grouped)"))
    }
    return (record, values)
  }

  /// The files of the weights, without ending.
  package static func partWeightsName(_ space: String) -> String { "spaces/\(FileName.of(space))/part-weights" }
}
